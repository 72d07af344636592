from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.choices import LIMITABLE, Employment, Role, Status
from accounts.people.forms.fields import ANY, DayField, DepartmentField, PersonField
from accounts.people.models import Absence, Department, Employee, Entity, Location
from accounts.people.operations.details import state_of
from accounts.people.operations.roles import RoleReachesEverybody
from accounts.people.permissions import can_manage_person, can_see_planned_leaving
from accounts.people.querysets import EmployeeQuerySet
from accounts.people.registry import role_source_choices

EVERYWHERE = pgettext_lazy("role", "Everywhere")


class PersonForm(forms.ModelForm):
    """Everything HR enters about somebody. Status and roles change by acts of their own."""

    department = DepartmentField(label=_("Department"))
    manager = PersonField(label=_("Manager"), required=False)
    deputy = PersonField(label=_("Deputy"), required=False)
    sponsor = PersonField(label=pgettext_lazy("person", "Sponsor"), required=False)
    hired_on = DayField(label=_("Hired on"), required=False)
    leaves_on = DayField(
        label=_("Leaves on (planned)"),
        required=False,
        help_text=_("Only HR and system admins see this date; nothing hints at it before."),
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Employee
        fields = (
            "name",
            "email",
            "personnel_number",
            "language",
            "entity",
            "department",
            "location",
            "manager",
            "deputy",
            "employment",
            "sponsor",
            "hired_on",
            "leaves_on",
        )

    def __init__(self, *args: Any, by: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if self.instance.pk:
            self.initial["seen"] = state_of(self.instance)
        else:
            del self.fields["seen"]
        if not can_see_planned_leaving(by):
            del self.fields["leaves_on"]

    def show_what_is_stored(self, person: Employee) -> None:
        """After somebody else's change: what is stored stands beside what was entered."""
        self.data = {**self.data.dict(), "seen": state_of(person)}
        stored = type(self)(instance=person, by=self.by)
        for name, field in self.fields.items():
            kept = stored.initial.get(name)
            if name != "seen" and field.has_changed(kept, self.data.get(name)):
                said = _("Stored now: %(value)s") % {"value": in_words(person, name)}
                field.help_text = f"{field.help_text} {said}".strip()

    def _require_for_externals(self, data: dict[str, Any]) -> None:
        """Somebody here answers for them, and their access has an end."""
        for name in ("sponsor", "leaves_on"):
            if name in self.fields and not data.get(name) and name not in self.errors:
                self.add_error(name, _("Externals need a sponsor and an end date."))

    def clean_email(self) -> str | None:
        """Addresses are compared without regard to case; an empty one is none."""
        return (self.cleaned_data["email"] or "").strip().lower() or None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        hired, leaves = data.get("hired_on"), data.get("leaves_on")
        if hired and leaves and leaves < hired:
            self.add_error("leaves_on", _("This day is before the first day at work."))
        if self.instance.pk and data.get("manager") == self.instance:
            self.add_error("manager", _("Nobody is their own manager."))
        elif self.instance.pk and reports_to(data.get("manager"), self.instance):
            self.add_error("manager", _("This person works below the one you are editing."))
        if data.get("employment") == Employment.EXTERNAL:
            self._require_for_externals(data)
        place = {name: data.get(name) for name in ("entity", "department")}
        if all(place.values()) and not can_manage_person(self.by, Employee(**place)):
            self.add_error("entity", _("Your role does not reach this part of the company."))
        return data


def reports_to(person: Employee | None, manager: Employee) -> bool:
    """Whether `person` works somewhere below `manager`."""
    met: set[int] = set()
    while person is not None and person.pk not in met:
        if person.manager_id == manager.pk:
            return True
        met.add(person.pk)
        person = person.manager
    return False


def in_words(person: Employee, name: str) -> str:
    """One fact about somebody as the page shows it."""
    shown = getattr(person, f"get_{name}_display", None)
    value = shown() if shown else getattr(person, name)
    return str(value) if value else "–"


class PeopleFilterForm(forms.Form):
    """Whom to list."""

    q = forms.CharField(label=_("Name, number or e-mail"), max_length=300, required=False)
    status = forms.ChoiceField(label=pgettext_lazy("person", "Status"), required=False)
    department = DepartmentField(label=_("Department and below"), required=False, empty_label=ANY)
    location = forms.ModelChoiceField(
        Location.objects.all(), label=_("Location"), required=False, empty_label=ANY
    )
    entity = forms.ModelChoiceField(Entity.objects.all(), label=_("Entity"), required=False, empty_label=ANY)
    role = forms.ChoiceField(label=_("Role"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = ("", pgettext_lazy("people", "Everybody who works here"))
        self.fields["status"].choices = [here, *Status.choices]
        self.fields["role"].choices = [("", ANY), *Role.choices]

    def narrow(self, people: EmployeeQuerySet) -> EmployeeQuerySet:
        """Those of `people` that are asked for, by name; while something is wrong, all who work here."""
        if not self.is_bound or not self.is_valid():
            return people.employed().order_by("name", "pk")
        wanted = self.cleaned_data
        people = people.filter(status=wanted["status"]) if wanted["status"] else people.employed()
        if wanted["q"]:
            people = people.found_by(wanted["q"].strip())
        if wanted["department"]:
            below = Department.objects.filter(path__startswith=wanted["department"].path)
            people = people.filter(department_id__in=list(below.values_list("pk", flat=True)))
        for name in ("location", "entity"):
            if wanted[name]:
                people = people.filter(**{name: wanted[name]})
        if wanted["role"]:
            people = people.filter(pk__in=Employee.objects.with_role(wanted["role"]).values("pk"))
        return people.order_by("name", "pk")


class AbsenceForm(forms.ModelForm):
    first_day = DayField(label=pgettext_lazy("absence", "From"))
    last_day = DayField(label=pgettext_lazy("absence", "To"))

    class Meta:
        model = Absence
        fields = ("first_day", "last_day")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return data


class LeaveForm(forms.Form):
    on = DayField(label=_("Last day"))


class RoleForm(forms.Form):
    """A role, and the part of the company it reaches; empty means everywhere."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    entity = forms.ModelChoiceField(
        Entity.objects.all(), label=_("Only this entity"), required=False, empty_label=EVERYWHERE
    )
    department = DepartmentField(
        label=_("Only this department and below"), required=False, empty_label=EVERYWHERE
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        limited = data.get("entity") or data.get("department")
        if limited and data.get("role") not in (None, *LIMITABLE):
            self.add_error("role", RoleReachesEverybody.message)
        return data


class RoleRuleForm(RoleForm):
    """A rule: whoever belongs to a group of a directory holds a role."""

    source = forms.ChoiceField(label=_("Directory"))
    group = forms.CharField(
        label=_("Group"),
        max_length=255,
        help_text=_("Exactly as the directory sends it, often a long number."),
    )
    field_order = ("source", "group", "role", "entity", "department")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = role_source_choices()
