"""What a person owes, sorted by how much it presses. Pure: it looks at the duties it is given."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.people.registry import Duty
from guidelines.policies.standing import SOON_DAYS
from reports.dashboards.choices import Urgency


@dataclass(frozen=True)
class Owed:
    """Home's first question, answered: the one thing to do next, and everything else in groups."""

    next: Duty | None
    groups: list[tuple[Urgency, list[Duty]]] = field(default_factory=list)
    count: int = 0
    minutes: int = 0

    @property
    def overdue(self) -> int:
        every = [self.next, *(duty for _, duties in self.groups for duty in duties)]
        return sum(1 for duty in every if duty is not None and duty.overdue)


def sorted_by_urgency(duties: Iterable[Duty], today: date) -> Owed:
    """Overdue, due soon, later, offers; within each the earliest first. What is paused presses least."""
    ranked = sorted(duties, key=lambda duty: _rank(duty, today))
    required = [duty for duty in ranked if duty.required]
    first = required[0] if required and not required[0].paused else None
    rest = [duty for duty in ranked if duty is not first]
    groups = [(urgency, [duty for duty in rest if urgency_of(duty, today) == urgency]) for urgency in Urgency]
    return Owed(
        next=first,
        groups=[(urgency, found) for urgency, found in groups if found],
        count=len(required),
        minutes=sum(duty.minutes for duty in required),
    )


def urgency_of(duty: Duty, today: date) -> Urgency:
    if not duty.required:
        return Urgency.OFFER
    if duty.overdue:
        return Urgency.OVERDUE
    if duty.due_on is None or duty.paused or (duty.due_on - today).days > SOON_DAYS:
        return Urgency.LATER
    return Urgency.SOON


def _rank(duty: Duty, today: date) -> tuple[int, bool, date, str]:
    order = list(Urgency).index(urgency_of(duty, today))
    return order, duty.paused, duty.due_on or date.max, duty.title.casefold()
