"""Forms for evidence, decisions, figures, and planned posts."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import DayField
from accounts.register.models import Platform
from guidelines.incidents.choices import FreezeState
from guidelines.incidents.file_kinds import ACCEPTED
from guidelines.incidents.models import Decision, FrozenAccount
from guidelines.incidents.operations.decisions import OPTION_MAX, OPTIONS
from guidelines.incidents.operations.freezing import FROM, live_accounts
from guidelines.incidents.samples import NoSample, Sample, samples_in

NO_SAMPLE = {
    "empty": _("There is no line of figures."),
    "columns": _("Line %(line)s: please give moment, source and mentions, then if you like the other two."),
    "moment": _("Line %(line)s: the moment cannot be read. Write 23:04 or 2026-11-28 23:04."),
    "future": _("Line %(line)s: this moment has not come yet."),
    "source": _("Line %(line)s: please say where the figure comes from."),
    "mentions": _("Line %(line)s: the mentions are no whole number."),
    "negative": _("Line %(line)s: the negative share is no whole number from 0 to 100."),
    "reach": _("Line %(line)s: the reach is no whole number."),
    "too_many": _("These are more than 500 lines. Please paste them in several parts."),
}


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label=_("Screenshot or file"),
        help_text=_("Pictures, PDF, films, e-mails, plain text."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,  # it has a message of its own
    )
    about = forms.CharField(label=_("What does it show?"), max_length=1000, required=False)


class DeletionForm(forms.Form):
    day = DayField(
        label=_("Deleted on"),
        help_text=_("Did the file come in by mistake? Choose today: it is gone within the hour."),
    )
    reason = forms.CharField(label=pgettext_lazy("evidence", "Why this day?"), max_length=1000)


class DecisionForm(forms.Form):
    """Options stand side by side with the choice between them; two to six."""

    question = forms.CharField(label=_("What has to be decided?"), max_length=300)
    chosen = forms.TypedChoiceField(
        label=_("Chosen"),
        coerce=int,
        choices=[(number, number) for number in range(1, OPTIONS[-1] + 1)],
        error_messages={"required": _("Please choose one of the options.")},
    )
    reason = forms.CharField(
        label=pgettext_lazy("decision", "Why?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, earlier: Decision | None = None, **kwargs: Any) -> None:
        if earlier is not None:
            options = {f"option_{at}": text for at, text in enumerate(earlier.options, 1)}
            kwargs["initial"] = {"question": earlier.question, **options}
        super().__init__(*args, **kwargs)
        for number in range(1, OPTIONS[-1] + 1):
            self.fields[f"option_{number}"] = forms.CharField(
                label=pgettext_lazy("decision", "Option"), max_length=OPTION_MAX, required=number < OPTIONS[1]
            )

    def options(self) -> Iterator[dict[str, Any]]:
        for number in range(1, OPTIONS[-1] + 1):
            is_chosen = str(self["chosen"].value() or "") == str(number)
            yield {"number": number, "field": self[f"option_{number}"], "is_chosen": is_chosen}

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        options = [data[f"option_{number}"] for number in range(1, OPTIONS[-1] + 1)]
        return {
            "question": data["question"],
            "reason": data["reason"],
            "options": [text for text in options if text],
            "chosen": options[data["chosen"] - 1],
        }


class FigureForm(forms.Form):
    """One sample, as somebody reads it off a tool now."""

    mentions = forms.IntegerField(label=_("Mentions in the last hour"), min_value=0, max_value=2_000_000_000)
    source = forms.CharField(label=_("Where from?"), max_length=120)
    negative_percent = forms.IntegerField(
        label=_("Of them against us, in percent"), min_value=0, max_value=100, required=False
    )
    reach = forms.IntegerField(label=_("Reach"), min_value=0, max_value=10**15, required=False)

    def sample(self) -> Sample:
        return Sample(at=timezone.now(), **self.cleaned_data)


class PasteForm(forms.Form):
    lines = forms.CharField(
        label=_("Lines from a table"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": "23:04; Monitoring; 1200; 64; 80000"}),
        help_text=_("Moment; source; mentions; negative in percent; reach. The last two can be left out."),
    )

    def clean_lines(self) -> list[Sample]:
        try:
            return samples_in(self.cleaned_data["lines"], now=timezone.localtime())
        except NoSample as bad:
            raise forms.ValidationError(NO_SAMPLE[bad.slug] % {"line": bad.line}) from bad


class FreezeForm(forms.Form):
    """Which accounts to put on the list."""

    platform = forms.ModelChoiceField(
        Platform.objects.none(),
        label=_("Platform"),
        to_field_name="slug",
        required=False,
        empty_label=_("All platforms"),
    )
    brand = forms.ChoiceField(label=_("Brand or region"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = live_accounts()
        self.fields["platform"].queryset = Platform.objects.filter(pk__in=live.values("platform")).order_by(
            "slug"
        )
        brands = live.exclude(brand="").values_list("brand", flat=True).distinct().order_by("brand")
        self.fields["brand"].choices = [("", _("All brands and regions")), *((one, one) for one in brands)]

    def accounts(self) -> Any:
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return live_accounts().filter(**chosen)


class FrozenLineForm(forms.Form):
    """What became of the planned posts of one account."""

    state = forms.ChoiceField(label=_("Planned posts"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=pgettext_lazy("planned posts", "Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, line: FrozenAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [
            (state.value, state.label) for state in FreezeState if line.state in FROM[state]
        ]
