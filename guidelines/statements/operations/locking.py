"""The incident first, then the statement: nothing is said about an incident that has changed meanwhile."""

from accounts.people.models import Employee
from guidelines.incidents.models import Incident
from guidelines.incidents.permissions import can_enter
from guidelines.incidents.timeline import held
from guidelines.statements.models import Statement, Wording
from guidelines.statements.rules import ChangedMeanwhile, IncidentOver
from portal.audit.rules import NotPermitted


def entered(incident: Incident, by: Employee) -> Incident:
    """The incident, locked, open and entered by somebody who may. Raises `NotPermitted`, `IncidentOver`."""
    locked = held(incident)
    if not can_enter(by, locked):
        raise NotPermitted
    if not locked.is_open:
        raise IncidentOver
    return locked


def taken(statement: Statement, by: Employee) -> Statement:
    """The statement, locked after its incident."""
    incident = entered(statement.incident, by)
    locked = Statement.objects.held().get(pk=statement.pk)
    locked.incident = incident
    return locked


def newest(statement: Statement, seen: int | None = None) -> Wording:
    """The wording that counts. Raises `ChangedMeanwhile` when it is not the one with the number `seen`."""
    wording = statement.wordings.order_by("-number")[0]
    if seen is not None and wording.number != seen:
        raise ChangedMeanwhile
    return wording
