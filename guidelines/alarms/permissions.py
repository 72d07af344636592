"""Who answers an alarm, who raises one, and who sets up how it leaves."""

from typing import Any

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from guidelines.alarms.models import Alarm, AlarmChannel
from guidelines.incidents.models import Incident
from guidelines.incidents.permissions import can_enter
from guidelines.playbooks.models import RoleHolder


def is_called(person: Employee, alarm: Alarm) -> bool:
    return alarm.calls.filter(person=person).exists()


def can_answer(person: Employee, alarm: Alarm) -> bool:
    """Whoever was called, and whoever is in the room anyway."""
    return is_called(person, alarm) or can_enter(person, alarm.incident)


def can_see_alarms(person: Employee, incident: Incident) -> bool:
    """Who was called when: for those in the room, and those who are called."""
    called = incident.alarms.filter(calls__person=person).exists()
    return called or can_enter(person, incident)


def can_raise(person: Employee, incident: Incident) -> bool:
    return incident.is_open and can_enter(person, incident)


def can_set_channels(person: Any) -> bool:
    return has_role(person, Role.SYSTEM_ADMIN, Role.CRISIS_LEAD)


def sees_channels(person: Any) -> bool:
    """Data protection sees what leaves, and where it goes."""
    return can_set_channels(person) or has_role(person, Role.DPO)


def can_decide_channel(person: Any, channel: AlarmChannel) -> bool:
    """Two people: whoever holds the gateway sees every link with which an alarm is answered."""
    return can_set_channels(person) and channel.proposed_by_id != person.pk


def sees_phone_tree(person: Any) -> bool:
    """Those who may have to call others by hand."""
    if has_role(person, Role.CRISIS_LEAD):
        return True
    return bool(getattr(person, "pk", None)) and RoleHolder.objects.filter(person=person).exists()
