"""What HR asks of the list of training, as something that can be carried out and described."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.people.models import Employee
from accounts.people.permissions import of_visible_people
from portal.audit.chain import storable
from reports.dashboards.filters import Described, of_leavers, of_people, with_below
from reports.training.choices import ANY, OVERDUE, SOON
from reports.training.standing import last_soon_day
from training.assignments.choices import AssignmentState
from training.assignments.models import Assignment, Requirement
from training.assignments.querysets import AssignmentQuerySet


@dataclass(frozen=True)
class WantedTraining(Described):
    """All that is named must hold; what is empty does not restrict. Keys are primary keys.

    Without `history` only the newest cycle of each person and requirement is listed.
    """

    course: int | None = None
    requirement: int | None = None
    department: int | None = None
    location: int | None = None
    entity: int | None = None
    state: str = AssignmentState.OPEN.value
    due_from: date | None = None
    due_to: date | None = None
    leavers: bool = False
    history: bool = False
    q: str = ""

    def visible_to(self, person: Employee, today: date) -> AssignmentQuerySet:
        """What is asked for, among the people whom the role of `person` reaches; in no order."""
        return self.assignments(today).filter(of_visible_people(person))

    def assignments(self, today: date) -> AssignmentQuerySet:
        found = self._in_state(today).filter(self._facts(), self._people())
        return found if self.history or self._is_open else found.filter(~Exists(_later()))

    @property
    def _is_open(self) -> bool:
        """What is open is always the newest cycle."""
        return self.state in (AssignmentState.OPEN, SOON, OVERDUE)

    def _in_state(self, today: date) -> AssignmentQuerySet:
        assignments = Assignment.objects.all()
        if self.state == OVERDUE:
            return assignments.overdue_on(today)
        if self.state == SOON:
            return assignments.open().filter(due_on__gte=today, due_on__lte=last_soon_day(today))
        return assignments if self.state == ANY else assignments.filter(state=self.state)

    def _facts(self) -> Q:
        wanted = {name: getattr(self, name) for name in ("requirement", "location", "entity")}
        found = Q(**{name: value for name, value in wanted.items() if value})
        if self.course:
            found &= Q(requirement__in=_requirements_of(self.course))
        if self.due_from:
            found &= Q(due_on__gte=self.due_from)
        if self.due_to:
            found &= Q(due_on__lte=self.due_to)
        if self.department:
            found &= Q(department__in=with_below(self.department))
        return found

    def _people(self) -> Q:
        found = Q() if self.leavers else ~of_leavers()
        if self.q:
            found &= of_people(Employee.objects.found_by(storable(self.q).strip()))
        return found


def _requirements_of(course: int) -> list[int]:
    """Named in the query, because an index begins with them."""
    return list(Requirement.objects.filter(course=course).values_list("pk", flat=True))


def _later() -> AssignmentQuerySet:
    return Assignment.objects.filter(
        requirement=OuterRef("requirement"), employee=OuterRef("employee"), cycle__gt=OuterRef("cycle")
    )
