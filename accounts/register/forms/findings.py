from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import ANY, DayField, PersonField
from accounts.register.choices import FindingKind, FindingState, Severity
from accounts.register.rules import DateInThePast


class PlanForm(forms.Form):
    """Who mends a finding, how and until when."""

    owner = PersonField(label=_("Owner"))
    due_on = DayField(label=_("Due date"))
    plan = forms.CharField(label=_("Plan"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

    def clean_due_on(self) -> Any:
        return not_past(self.cleaned_data["due_on"])


class AcceptanceForm(forms.Form):
    """Why and how long to live with a finding."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    until = DayField(label=_("Accepted until"), help_text=_("90 days at most. Somebody else confirms it."))

    def clean_until(self) -> Any:
        return not_past(self.cleaned_data["until"])


def not_past(day: Any) -> Any:
    if day < timezone.localdate():
        raise forms.ValidationError(DateInThePast.message)
    return day


class FindingFilterForm(forms.Form):
    """Which findings to list."""

    kind = forms.ChoiceField(label=_("Finding"), choices=[("", ANY), *FindingKind.choices], required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=[("", ANY), *Severity.choices], required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", pgettext_lazy("findings", "All but resolved")), *FindingState.choices],
        required=False,
    )
