"""Incidents that ring, playbooks that say who is called, and machines that listen."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.alarms.models import Alarm, AlarmChannel
from guidelines.alarms.operations import decide_channel, propose_channel
from guidelines.alarms.operations.channels import Wanted
from guidelines.editions.models import Work
from guidelines.incidents.models import Incident
from guidelines.incidents.registry import tell_reported
from guidelines.incidents.timeline import held
from guidelines.playbooks.choices import NumberKind, Trouble
from guidelines.playbooks.models import PhoneNumber
from portal.audit.trail import operation
from tests.factories import incidents
from tests.factories.people import Cast

LEAD, SPEAKER = "lead", "speaker"
SECRET = "a secret of twenty-four and more"


def playbook(
    cast: Cast, *, troubles: tuple[str, ...] = (Trouble.CRITICISM,), first_response: int = 60
) -> Work:
    """In force, with a lead and a speaker; the latter is asked for from level 2 on."""
    levels = incidents.plan_content()["levels"]
    for level in levels:
        level["first_response_minutes"] = first_response
    wanted = [str(trouble) for trouble in troubles]
    return incidents.playbook(cast, f"alarm-{first_response}", troubles=wanted, levels=levels)


def names(work: Work, *people: Employee, role: str = LEAD) -> None:
    """The holder first, then the deputies."""
    for rank, person in enumerate(people):
        incidents.holder(work, person, role, rank)


@operation
def ringing(*, by: Employee | None = None, trouble: str = Trouble.CRITICISM, **facts: Any) -> Incident:
    """An incident of which the report says more than its words: a drill, a confidential one."""
    made = Incident.objects.create(trouble=trouble, title="Ben's words", opened_at=timezone.now(), **facts)
    incident = held(made)
    tell_reported(incident, by)
    return incident


def number_of(
    person: Employee, number: str = "+49 40 123 456", kind: str = NumberKind.COMPANY
) -> PhoneNumber:
    return PhoneNumber.objects.create(person=person, kind=kind, number=number, given_at=timezone.now())


def channel(cast: Cast, kind: str, address: str, **facts: Any) -> AlarmChannel:
    """Entered by Inès, confirmed by a crisis lead."""
    if kind == "sms":
        facts = {"body": '{"to": "{number}", "text": "{text}"}', "headers": "X-Key: {secret}", **facts}
    wanted = Wanted(kind=kind, name=f"Our {kind}", address=address, secret=SECRET, **facts)
    made = propose_channel(wanted=wanted, by=cast.ines)
    confirmer = incidents.crisis_lead("Somebody who confirms")
    return decide_channel(channel=made, confirmed=True, by=confirmer)


def called(alarm: Alarm) -> list[str]:
    """Whom it called, in order."""
    return list(alarm.calls.order_by("position").values_list("person__name", flat=True))


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
