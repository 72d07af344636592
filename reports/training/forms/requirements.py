from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import DayField
from accounts.people.models import Audience
from reports.training.titles import course_choices
from training.assignments.choices import DueKind
from training.assignments.models import Requirement
from training.assignments.operations import Terms
from training.courses.models import Course

TERMS = tuple(field.name for field in fields(Terms))


class TermsForm(forms.ModelForm):
    """By when a course has to be done, for how long it counts, and what follows if it is not."""

    due_on = DayField(
        label=pgettext_lazy("requirement", "Day"),
        required=False,
        help_text=_("Only for a fixed day. Whoever joins later gets the number of days below."),
    )

    class Meta:
        model = Requirement
        fields = TERMS
        widgets = {
            "due_kind": forms.RadioSelect,
            "validity_kind": forms.RadioSelect,
            "enforcement": forms.RadioSelect,
        }
        labels = {
            "due_kind": pgettext_lazy("requirement", "When is it due?"),
            "due_days": pgettext_lazy("requirement", "Number of days"),
            "validity_kind": pgettext_lazy("requirement", "How long does it count?"),
            "validity_months": pgettext_lazy("requirement", "Months"),
            "expires_month": pgettext_lazy("requirement", "Ends each year in month"),
            "expires_day": pgettext_lazy("requirement", "On day"),
            "window_days": pgettext_lazy("requirement", "Can be renewed so many days before it runs out"),
            "grace_days": pgettext_lazy("requirement", "Days of grace"),
            "remind_days": pgettext_lazy("requirement", "Reminder, days before it is due"),
            "enforcement": pgettext_lazy("requirement", "What follows if it is overdue?"),
        }
        help_texts = {
            "validity_months": _("Only if it counts for a number of months."),
            "expires_month": _("Only if it counts until a day of the year: 1 is January."),
            "window_days": _("Who renews early loses no days."),
            "grace_days": _("So long after the due date nothing follows yet."),
            "enforcement": _("Decided by HR alone; the audit trail names who did."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("due_kind") == DueKind.DATE and not data.get("due_on"):
            self.add_error("due_on", _("Please name the day."))
        return data

    def _post_clean(self) -> None:
        """Only what stands in the form; the operation checks the whole row, with course and audience."""
        given = {name: self.cleaned_data[name] for name in TERMS if name in self.cleaned_data}
        others = {field.name for field in Requirement._meta.get_fields()} - given.keys()
        try:
            Requirement(**given).clean_fields(exclude=others)
        except forms.ValidationError as flawed:
            self.add_error(None, flawed)

    def terms(self) -> Terms:
        """What a valid form says."""
        return Terms(**{name: self.cleaned_data[name] for name in TERMS})


class RequirementForm(TermsForm):
    """A new requirement. `seen` names the course and the audience whose forecast was shown."""

    course = forms.TypedChoiceField(label=pgettext_lazy("required course", "Course"), coerce=int)
    audience = forms.ModelChoiceField(
        Audience.objects.all(),
        label=pgettext_lazy("training", "Who has to do it?"),
        empty_label=pgettext_lazy("choice", "Please choose"),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("course", "audience", *TERMS)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = course_choices(language, Course.objects.in_force())
        self.fields["course"].choices = [("", pgettext_lazy("choice", "Please choose")), *choices]

    @property
    def chosen(self) -> str:
        """What a forecast speaks of."""
        return f"{self.cleaned_data['course']}:{self.cleaned_data['audience'].pk}"

    @property
    def was_seen(self) -> bool:
        """Whether the forecast that was shown is that of what is chosen now."""
        return self.cleaned_data["seen"] == self.chosen

    def course_chosen(self) -> Course:
        return Course.objects.get(pk=self.cleaned_data["course"])
