from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.choices import Employment
from accounts.people.forms.fields import ANY, DayField, DepartmentField, PersonField
from accounts.people.models import Entity, Location
from guidelines.policies.choices import RequestState
from guidelines.policies.models import PolicyVersion
from reports.dashboards.choices import STATE_CHOICES, Sort
from reports.dashboards.filters import Wanted
from reports.dashboards.titles import policy_choices

KEYS = ("department", "location", "entity", "manager")
RARE = (
    "location",
    "entity",
    "version",
    "due_from",
    "due_to",
    "manager",
    "employment",
    "on",
    "sort",
    "leavers",
)
PLAIN = ("employment", "leavers", "q", "due_from", "due_to", "on")


class RequestFilterForm(forms.Form):
    """Which requests to list. Every field is optional: an empty form lists what is open."""

    q = forms.CharField(label=_("Name, number or e-mail"), max_length=300, required=False)
    policy = forms.TypedChoiceField(label=_("Guideline"), coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("request", "State"),
        choices=STATE_CHOICES,
        required=False,
        initial=RequestState.OPEN,
    )
    department = DepartmentField(label=_("Department and below"), required=False, empty_label=ANY)
    location = forms.ModelChoiceField(
        Location.objects.all(), label=_("Location"), required=False, empty_label=ANY
    )
    entity = forms.ModelChoiceField(Entity.objects.all(), label=_("Entity"), required=False, empty_label=ANY)
    version = forms.CharField(
        label=pgettext_lazy("guideline", "Version"),
        max_length=11,
        required=False,
        help_text=_("For example 2.0"),
    )
    due_from = DayField(label=_("Due from"), required=False)
    due_to = DayField(label=_("Due until"), required=False)
    manager = PersonField(label=_("Manager"), required=False)
    employment = forms.ChoiceField(label=_("Employment"), required=False)
    on = DayField(
        label=_("As it stood on"), required=False, help_text=_("A past day, up to its end. Empty: now.")
    )
    leavers = forms.BooleanField(label=_("People who left, too"), required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=Sort.choices, required=False)

    def __init__(self, *args: Any, language: str, zone: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone, self._today = zone, today
        any_policy = ("", pgettext_lazy("filter", "All guidelines"))
        self.fields["policy"].choices = [any_policy, *policy_choices(language)]
        self.fields["employment"].choices = [("", pgettext_lazy("filter", "Everybody")), *Employment.choices]

    def clean_on(self) -> date | None:
        day = self.cleaned_data["on"]
        if day and day > self._today:
            raise forms.ValidationError(_("This day lies in the future."))
        return day if day != self._today else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("version"):
            data["version"] = self._version(data)
        first, last = data.get("due_from"), data.get("due_to")
        if first and last and last < first:
            self.add_error("due_to", _("The last day is before the first."))
        return data

    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        data = self.cleaned_data
        keys = {name: data[name].pk if data[name] else None for name in KEYS}
        plain = {name: data[name] for name in PLAIN}
        state = data["state"] or RequestState.OPEN.value
        version = data["version"] or None
        return Wanted(policy=data["policy"], version=version, state=state, zone=self._zone, **keys, **plain)

    @property
    def narrows(self) -> bool:
        """Whether one of the rarer filters is in use, so that they are shown."""
        return any(self.data.get(name) for name in RARE)

    @property
    def order(self) -> str:
        return self.cleaned_data["sort"] or Sort.DUE.value

    def _version(self, data: dict[str, Any]) -> int | None:
        """The version of the chosen guideline that has this number."""
        major, _dot, minor = data["version"].partition(".")
        if not data.get("policy"):
            self.add_error("version", _("Choose the guideline first."))
        elif not (major.isdecimal() and minor.isdecimal()):
            self.add_error("version", _("A version looks like this: 2.0"))
        else:
            numbered = PolicyVersion.objects.filter(policy=data["policy"], major=int(major), minor=int(minor))
            found = numbered.values_list("pk", flat=True).first()
            if found is None:
                self.add_error("version", _("This guideline has no such version."))
            return found
        return None
