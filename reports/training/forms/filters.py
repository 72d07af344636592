from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.forms.fields import ANY, DayField, DepartmentField
from accounts.people.models import Entity, Location
from reports.training.choices import STATE_CHOICES, Sort
from reports.training.filters import WantedTraining
from reports.training.titles import course_choices, requirement_choices
from training.assignments.choices import AssignmentState

RARE = ("location", "entity", "requirement", "due_from", "due_to", "sort", "leavers", "history")


class TrainingFilterForm(forms.Form):
    """Which assignments to list. Every field is optional: an empty form lists what is to do."""

    q = forms.CharField(label=_("Name, number or e-mail"), max_length=300, required=False)
    course = forms.TypedChoiceField(
        label=pgettext_lazy("required course", "Course"), coerce=int, empty_value=None, required=False
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("assignment", "State"),
        choices=STATE_CHOICES,
        required=False,
        initial=AssignmentState.OPEN,
    )
    department = DepartmentField(label=_("Department and below"), required=False, empty_label=ANY)
    location = forms.ModelChoiceField(
        Location.objects.all(), label=_("Location"), required=False, empty_label=ANY
    )
    entity = forms.ModelChoiceField(Entity.objects.all(), label=_("Entity"), required=False, empty_label=ANY)
    requirement = forms.TypedChoiceField(
        label=pgettext_lazy("training", "Course and audience"), coerce=int, empty_value=None, required=False
    )
    due_from = DayField(label=_("Due from"), required=False)
    due_to = DayField(label=_("Due until"), required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=Sort.choices, required=False)
    history = forms.BooleanField(
        label=pgettext_lazy("filter", "Earlier rounds, too"),
        required=False,
        help_text=_("What was done before it had to be renewed."),
    )
    leavers = forms.BooleanField(label=_("People who left, too"), required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [
            ("", pgettext_lazy("filter", "All courses")),
            *course_choices(language),
        ]
        self.fields["requirement"].choices = [("", ANY), *requirement_choices(language)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("due_from"), data.get("due_to")
        if first and last and last < first:
            self.add_error("due_to", _("The last day is before the first."))
        return data

    def wanted(self) -> WantedTraining:
        """What a valid form asks for."""
        asked = {field.name: self.cleaned_data[field.name] for field in fields(WantedTraining)}
        asked["state"] = asked["state"] or AssignmentState.OPEN.value
        return WantedTraining(**{name: getattr(value, "pk", value) for name, value in asked.items()})

    @property
    def order(self) -> str:
        return self.cleaned_data["sort"] or Sort.DUE.value

    @property
    def narrows(self) -> bool:
        """Whether one of the rare fields is set, so that they are shown open."""
        return any(self.data.get(name) for name in RARE)
