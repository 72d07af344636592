"""What editors propose beside the text, and what approvers decide."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import DayField
from accounts.people.models import Audience
from guidelines.policies.choices import ChangeClass, StatementKind, Visibility, WorksCouncil
from guidelines.policies.operations import Terms

SUMMARY_MAX = 600
NOTE_MAX = 2000
YEAR = 366
MONTHS_MAX = 120
MATERIAL_OR_NOT = [
    (ChangeClass.EDITORIAL, _("Editorial: the meaning stays. Nobody is asked again, open requests go on.")),
    (ChangeClass.MATERIAL, _("Material: something new applies. Everybody in the audience is asked again.")),
]
GROUPS: list[tuple[str | Promise, tuple[str, ...]]] = [
    (pgettext_lazy("release", "The change"), ("change_class", "summaries", "effective_on")),
    (
        pgettext_lazy("release", "Who is asked, and for what"),
        ("audience", "visibility", "statement_kind", "authoritative_language"),
    ),
    (pgettext_lazy("release", "Time to confirm"), ("due_days", "joiner_due_days", "reconfirm_months")),
    (_("Works council"), ("works_council", "works_council_on", "works_council_document")),
]
UNREADY = _("The text in %(language)s is not ready. Leave this language out or send the proposal back.")
UNREADY_AUTHORITY = _("The authoritative text (%(language)s) is not ready. Please send the proposal back.")


def summary_field(language: str) -> str:
    return f"change_summary_{language}"


def _summary(code: str, name: str, *, is_needed: bool) -> forms.CharField:
    return forms.CharField(
        label=_("What changes, in one or two sentences (%(language)s)") % {"language": name},
        required=is_needed,
        max_length=SUMMARY_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
        help_text="" if is_needed else _("If it is empty, people read the other language here too."),
        error_messages={"required": _("Please say what changes.")},
    )


class TermsForm(forms.Form):
    """The terms of a release. `is_first`: nothing was released yet, so the change can only be material.

    `language` is the one in which the summary of the change must be written.
    """

    change_class = forms.ChoiceField(
        label=_("Kind of change"),
        choices=MATERIAL_OR_NOT,
        widget=forms.RadioSelect,
        initial=ChangeClass.MATERIAL,
    )
    effective_on = DayField(label=_("Effective on"), help_text=_("The day from which the new text applies."))
    audience = forms.ModelChoiceField(Audience.objects.all(), label=_("Who is asked"))
    visibility = forms.ChoiceField(label=_("Who may read it"), choices=Visibility)
    statement_kind = forms.ChoiceField(
        label=_("Kind of statement"),
        choices=StatementKind,
        help_text=_("A consent is free: it has no deadline, and managers never see the answers."),
    )
    authoritative_language = forms.ChoiceField(
        label=_("Authoritative language"),
        choices=settings.LANGUAGES,
        help_text=_("The text in this language decides if languages differ."),
    )
    due_days = forms.IntegerField(label=_("Days to confirm"), min_value=1, max_value=YEAR)
    joiner_due_days = forms.IntegerField(
        label=_("Days to confirm for people who have just joined"),
        min_value=1,
        max_value=YEAR,
        help_text=_("Counted from the first day at work."),
    )
    reconfirm_months = forms.IntegerField(
        label=_("Ask again after (months)"),
        required=False,
        min_value=1,
        max_value=MONTHS_MAX,
        help_text=_("Leave empty if one confirmation is enough."),
    )
    works_council = forms.ChoiceField(label=_("Part of the works council"), choices=WorksCouncil)
    works_council_on = DayField(label=_("Informed or agreed on"), required=False)
    works_council_document = forms.CharField(
        label=_("Document"),
        required=False,
        max_length=300,
        help_text=_("For example the number of the works agreement and where it is kept."),
    )

    def __init__(self, *args: Any, is_first: bool, language: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if is_first:
            del self.fields["change_class"]
        for code, name in settings.LANGUAGES:
            self.fields[summary_field(code)] = _summary(code, name, is_needed=code == language)

    def clean_effective_on(self) -> date:
        day: date = self.cleaned_data["effective_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day has passed. Please choose today or later."))
        return day

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        asked = data.get("works_council", WorksCouncil.NOT_REQUIRED) != WorksCouncil.NOT_REQUIRED
        if asked and not data.get("works_council_on") and "works_council_on" not in self.errors:
            self.add_error("works_council_on", _("Please say when the works council took part."))
        return data

    def groups(self) -> Iterator[tuple[str | Promise, list[forms.BoundField]]]:
        """The fields as they stand on the page."""
        languages = tuple(summary_field(code) for code, _name in settings.LANGUAGES)
        for title, names in GROUPS:
            wanted = [one for name in names for one in (languages if name == "summaries" else (name,))]
            yield title, [self[name] for name in wanted if name in self.fields]

    def summaries(self) -> dict[str, str]:
        found = {code: self.cleaned_data.get(summary_field(code), "") for code, _name in settings.LANGUAGES}
        return {code: text.strip() for code, text in found.items() if text.strip()}

    def terms(self) -> Terms:
        """What goes to the approver."""
        data = self.cleaned_data
        council = WorksCouncil(data["works_council"])
        took_part = council != WorksCouncil.NOT_REQUIRED
        return Terms(
            change_class=ChangeClass(data.get("change_class", ChangeClass.MATERIAL)),
            change_summary=self.summaries(),
            audience=data["audience"],
            statement_kind=StatementKind(data["statement_kind"]),
            effective_on=data["effective_on"],
            visibility=Visibility(data["visibility"]),
            authoritative_language=data["authoritative_language"],
            due_days=data["due_days"],
            joiner_due_days=data["joiner_due_days"],
            reconfirm_months=data["reconfirm_months"],
            works_council=council,
            works_council_on=data["works_council_on"] if took_part else None,
            works_council_document=data["works_council_document"] if took_part else "",
        )


class NoteForm(forms.Form):
    """What the approver has to say; needed when something is sent back."""

    note = forms.CharField(
        label=_("Note to whoever proposed it"),
        required=False,
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReleaseForm(NoteForm):
    """Which languages are released. `languages`: code, name and whether the pinned text is ready."""

    left_out = forms.MultipleChoiceField(
        label=_("Leave out"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever reads in this language then sees the authoritative text with a notice."),
    )
    on = DayField(
        label=pgettext_lazy("release", "Release on"),
        required=False,
        help_text=_("Until that day everybody reads what is in force now. Its people are asked on that day."),
    )

    def __init__(
        self, *args: Any, languages: list[dict[str, Any]], authoritative: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages, self.authoritative = languages, authoritative
        others = [one for one in languages if one["code"] != authoritative]
        if others:
            self.fields["left_out"].choices = [(one["code"], one["name"]) for one in others]
        else:
            del self.fields["left_out"]

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day and day <= timezone.now().date():
            raise forms.ValidationError(_("Choose a day in the future, or release now."))
        return day

    def clean(self) -> dict[str, Any]:
        left_out = self.cleaned_data.get("left_out", [])
        for one in self.languages:
            if one["is_ready"] or one["code"] in left_out:
                continue
            message = UNREADY_AUTHORITY if one["code"] == self.authoritative else UNREADY
            self.add_error(None, message % {"language": one["name"]})
        return self.cleaned_data


class ReviewForm(forms.Form):
    next_review_on = DayField(label=_("Next review on"))

    def clean_next_review_on(self) -> date:
        day: date = self.cleaned_data["next_review_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Please choose a day in the future."))
        return day
