"""Forms about people and tasks of an incident."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.choices import Role
from accounts.people.forms import PersonField
from accounts.people.models import Employee
from guidelines.incidents.models import EvidenceFile, Incident

SUGGESTED = 60


def suggested(incident: Incident) -> list[Employee]:
    """Who could do something here: named by the playbook, in the room already, crisis leads."""
    able = Employee.objects.who_may_sign_in()
    named = able.filter(playbook_roles__work=incident.edition.work_id) if incident.edition else able.none()
    inside = able.filter(incident_roles__incident=incident) | able.filter(
        incident_memberships__incident=incident
    )
    found = {one.pk: one for one in [*named, *inside.distinct()]}
    if not incident.is_confidential:
        found |= {one.pk: one for one in able.with_role(Role.CRISIS_LEAD)}
    return sorted(found.values(), key=lambda one: one.name)[:SUGGESTED]


class WhoForm(forms.Form):
    """Somebody by a tap on their name, or anybody by their login id."""

    person = forms.ChoiceField(label=pgettext_lazy("incident", "Who?"), required=False)
    other = PersonField(label=_("Somebody else"), required=False)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.ref): one for one in suggested(incident)}
        choices = [(ref, one.name) for ref, one in self.people.items()]
        self.fields["person"].choices = [("", _("Please choose")), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = cleaned.get("other") or self.people.get(cleaned.get("person", ""))
        if chosen is None and not self.errors:
            self.add_error("person", _("Please choose somebody."))
        return {**cleaned, "who": chosen}


class HandOverForm(WhoForm):
    note = forms.CharField(
        label=_("What does the next person have to know?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TaskForm(forms.Form):
    """A task of one's own. Due in minutes: nobody types a date at night."""

    title = forms.CharField(label=_("What is to be done?"), max_length=300)
    minutes = forms.TypedChoiceField(
        label=pgettext_lazy("task", "Due"),
        coerce=int,
        required=False,
        empty_value=0,
        choices=[
            (0, _("Without a time")),
            (15, _("in 15 minutes")),
            (30, _("in 30 minutes")),
            (60, _("in an hour")),
            (240, _("in 4 hours")),
            (1440, _("in 24 hours")),
        ],
    )
    is_mine = forms.BooleanField(label=_("I do it myself"), required=False)
    is_mandatory = forms.BooleanField(
        label=_("Mandatory: the incident is not closed without it"), required=False
    )


class SettleForm(forms.Form):
    """What came of a task."""

    note = forms.CharField(
        label=pgettext_lazy("task", "Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.ModelChoiceField(
        EvidenceFile.objects.none(),
        label=_("File that shows it"),
        required=False,
        to_field_name="ref",
        empty_label=pgettext_lazy("evidence", "None"),
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["evidence"]
        field.queryset = incident.evidence.filter(deleted_at=None).order_by("-pk")
        field.label_from_instance = lambda one: one.name
        if not field.queryset.exists():
            del self.fields["evidence"]


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note for the log"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
