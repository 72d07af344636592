"""How every requirement stands: how many people are held to it, and where they are. Set-based."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from reports.dashboards.charts import Bar, bar_of
from reports.training.titles import course_titles
from training.assignments.choices import AssignmentState
from training.assignments.models import Assignment, Requirement
from training.assignments.querysets import AssignmentQuerySet

ANYBODY = Q()
# What makes up "held to it": what was withdrawn, and leavers, are history.
COUNTED = (AssignmentState.OPEN, AssignmentState.DONE, AssignmentState.EXEMPT)
HELD = Q(state__in=COUNTED)


@dataclass(frozen=True)
class Line:
    """One requirement. `open` holds what is not overdue, so that the parts add up to `held`."""

    requirement: Requirement
    title: str
    done: int
    open: int
    overdue: int
    exempt: int

    @property
    def held(self) -> int:
        return self.done + self.open + self.overdue + self.exempt

    @property
    def percent(self) -> int:
        """Whole per cent done, rounded down: 100 means everybody."""
        return self.done * 100 // self.held if self.held else 0

    @property
    def bar(self) -> Bar:
        """Named as the bars of acknowledgements are, which the stylesheet colours."""
        parts = (("confirmed", self.done), ("open", self.open), ("overdue", self.overdue))
        return bar_of([*parts, ("exempt", self.exempt)])


def overview(language: str, today: date, within: Q = ANYBODY) -> list[Line]:
    """Every requirement in force, the most pressing first; five queries, however many people there are.

    `within` limits the assignments that are counted.
    """
    requirements = list(Requirement.objects.in_force().select_related("course__current", "audience"))
    if not requirements:
        return []
    counts = states_of(within)
    overdue = _counted(Assignment.objects.overdue_on(today).filter(within))
    titles = course_titles({one.course for one in requirements}, language)
    lines = [_line(one, titles[one.course_id], counts, overdue) for one in requirements]
    return sorted(lines, key=lambda line: (-line.overdue, -line.open, line.title.casefold()))


def line_of(requirement: Requirement, language: str, today: date, within: Q = ANYBODY) -> Line:
    """The same for one requirement, ended or not."""
    mine = within & Q(requirement=requirement)
    late = _counted(Assignment.objects.overdue_on(today).filter(mine))
    title = course_titles([requirement.course], language)[requirement.course_id]
    return _line(requirement, title, states_of(mine), late)


def states_of(within: Q = ANYBODY) -> Counter[tuple[int, str]]:
    """How many people are in which state of each requirement, by their newest round.

    Everything is counted from an index alone; what was followed by a later round is then taken off again.
    """
    assignments = Assignment.objects.filter(within, HELD)
    counts = _counted_by_state(assignments)
    counts.subtract(_counted_by_state(assignments.filter(Exists(_later()))))
    return counts


def _later() -> AssignmentQuerySet:
    later = Assignment.objects.filter(
        requirement=OuterRef("requirement"), employee=OuterRef("employee"), cycle__gt=OuterRef("cycle")
    )
    return later.filter(HELD, cycle__gt=1)  # said once more, because no planner concludes it


def _counted_by_state(assignments: AssignmentQuerySet) -> Counter[tuple[int, str]]:
    rows = assignments.order_by().values_list("requirement", "state").annotate(n=Count("*"))
    return Counter({(requirement, state): n for requirement, state, n in rows})


def _counted(assignments: AssignmentQuerySet) -> dict[int, int]:
    return dict(assignments.order_by().values_list("requirement").annotate(n=Count("*")))


def _line(
    requirement: Requirement, title: str, counts: Counter[tuple[int, str]], overdue: dict[int, int]
) -> Line:
    late = overdue.get(requirement.pk, 0)
    return Line(
        requirement=requirement,
        title=title,
        done=counts[requirement.pk, AssignmentState.DONE],
        open=max(0, counts[requirement.pk, AssignmentState.OPEN] - late),
        overdue=late,
        exempt=counts[requirement.pk, AssignmentState.EXEMPT],
    )
