"""Who may work on what is said: whoever may be in the room of the incident."""

from accounts.people.models import Employee
from guidelines.incidents.models import Incident
from guidelines.statements.models import Statement
from guidelines.statements.querysets import StatementQuerySet


def visible_statements(person: Employee) -> StatementQuerySet:
    return Statement.objects.filter(incident__in=Incident.objects.visible_to(person))
