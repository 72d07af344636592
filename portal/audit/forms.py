from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.audit.operations import REASON_MAX, REASON_MIN
from portal.audit.querysets import AuditEventQuerySet
from portal.audit.registry import known_verbs, name_of, people
from portal.audit.wording import verb_in_words

LOOKS = "looks"
FILTER_MAX = 300
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class TrailFilterForm(forms.Form):
    """What to show of the trail. People are looked up elsewhere, with a reason."""

    verb = forms.ChoiceField(label=pgettext_lazy("audit", "What happened"), required=False)
    object_id = forms.CharField(label=pgettext_lazy("audit", "Object"), max_length=64, required=False)
    day = forms.DateField(
        label=pgettext_lazy("audit", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("audit", "Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", pgettext_lazy("audit", "Everything"))
        verbs = self.fields["verb"]
        assert isinstance(verbs, forms.ChoiceField)
        looks = (LOOKS, pgettext_lazy("audit", "Looks at people's data"))
        verbs.choices = [everything, looks, *_verb_choices()]

    def clean_day(self) -> date | None:
        return self._likely("day")

    def clean_until(self) -> date | None:
        return self._likely("until")

    def clean_object_id(self) -> str:
        """The number of a person would be a look-up without a reason."""
        text = self.cleaned_data["object_id"].strip()
        try:
            is_person = bool(name_of(UUID(text)))
        except ValueError:
            return text
        if is_person:
            raise forms.ValidationError(_("This is a person. Please use “Look up a person” and say why."))
        return str(UUID(text))

    def narrow(self, events: AuditEventQuerySet) -> AuditEventQuerySet:
        """Those of `events` that are asked for; none while something in the form is wrong."""
        if not self.is_bound:
            return events
        if not self.is_valid():
            return events.none()
        wanted = self.cleaned_data
        if wanted["verb"] == LOOKS:
            events = events.looks()
        elif wanted["verb"]:
            events = events.filter(verb=wanted["verb"])
        if wanted["object_id"]:
            events = events.filter(object_id=wanted["object_id"])
        return events.between(wanted["day"], wanted["until"])

    def described(self) -> str:
        """The filter in short, for the row that says that a file was taken."""
        named = self.cleaned_data if self.is_bound else {}
        return ";".join(f"{name}={value}" for name, value in named.items() if value)[:FILTER_MAX]

    def _likely(self, name: str) -> date | None:
        """A mistyped year has no midnight in most time zones."""
        day: date | None = self.cleaned_data[name]
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Please check the year."))
        return day


def _verb_choices() -> list[tuple[str, str]]:
    """By their words, in the order of the reader's language."""
    named = [(verb, f"{verb_in_words(verb)} ({verb})") for verb in known_verbs()]
    return sorted(named, key=lambda choice: choice[1].casefold())


class PersonLookupForm(forms.Form):
    """Whom to look up, and why; the reason becomes a row of the trail."""

    person = forms.CharField(label=_("Name, e-mail or login id"), max_length=300)
    match = forms.ChoiceField(label=_("Who is meant?"), required=False, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        min_length=REASON_MIN,
        max_length=REASON_MAX,
        help_text=_("It is written into the trail together with your name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = (self.data.get("person") or "").strip()
        self.matches = people.find(text) if text else []
        match = self.fields["match"]
        assert isinstance(match, forms.ChoiceField)
        if len(self.matches) > 1:
            match.choices = [(str(ref), name) for ref, name in self.matches]
        else:
            del self.fields["match"]

    def clean(self) -> dict[str, Any]:
        """Exactly one person must be meant."""
        data = super().clean() or {}
        if not data.get("person"):
            return data
        if not self.matches:
            self.add_error("person", _("Nobody is found by this."))
        elif len(self.matches) == 1:
            data["ref"] = self.matches[0][0]
        elif data.get("match"):
            data["ref"] = UUID(data["match"])
        elif "match" not in self.errors:
            self.add_error("match", _("Several people fit. Please choose one."))
        return data
