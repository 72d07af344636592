"""How every guideline in force stands: how many people were asked, and where they are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from guidelines.policies.choices import RequestState, StatementKind
from guidelines.policies.models import AcknowledgementRequest, Policy
from reports.dashboards.charts import Bar, bar_of
from reports.dashboards.titles import titles_of

ANYBODY = Q()
# What makes up "asked": superseded, withdrawn and leavers' requests are history, not people to count.
COUNTED = (
    RequestState.ACKNOWLEDGED,
    RequestState.UNDER_RESERVATION,
    RequestState.OPEN,
    RequestState.EXEMPT,
    RequestState.CLOSED,
)


@dataclass(frozen=True)
class Line:
    """One guideline. `open` holds what is open and not overdue, so that the parts add up to `asked`."""

    policy: Policy
    title: str
    confirmed: int
    under_reservation: int
    open: int
    overdue: int
    exempt: int
    declined: int

    @property
    def asked(self) -> int:
        return sum(part for _, part in self.parts) + self.declined

    @property
    def parts(self) -> list[tuple[str, int]]:
        names = ("confirmed", "under_reservation", "open", "overdue", "exempt")
        return [(name, getattr(self, name)) for name in names]

    @property
    def bar(self) -> Bar:
        return bar_of([*self.parts, ("declined", self.declined)])

    @property
    def percent(self) -> int:
        """Whole per cent confirmed, rounded down: 100 means everybody."""
        return self.confirmed * 100 // self.asked if self.asked else 0

    @property
    def is_consent(self) -> bool:
        return self.policy.current.statement_kind == StatementKind.CONSENT


def overview(language: str, today: date, within: Q = ANYBODY) -> list[Line]:
    """Every guideline in force; four queries, whatever the number of people and guidelines.

    `within` limits the requests that are counted.
    """
    policies = list(Policy.objects.in_force().select_related("current").order_by("slug"))
    if not policies:
        return []
    counts = states_of(policies, within)
    overdue = _overdue(today, _majors(policies), within)
    titles = titles_of((policy.current_id for policy in policies), language)
    lines = [_line(policy, titles[policy.current_id], counts, overdue) for policy in policies]
    return sorted(lines, key=lambda line: (-line.overdue, -line.open, line.title.casefold()))


def states_of(policies: Iterable[Policy], within: Q = ANYBODY) -> Counter[tuple[int, str]]:
    """How many people are in which state for the version in force, by their newest request.

    Everything is counted from an index alone; a request that was followed by another cycle is then taken off
    again, because looking for the newest request of everybody would read each of them twice.
    """
    majors = _majors(policies)
    requests = AcknowledgementRequest.objects.filter(within, state__in=COUNTED)
    counts = _counted(requests.values_list("policy", "major", "state"), majors)
    counts.subtract(_counted(_followed(within).values_list("policy", "major", "state_before"), majors))
    return counts


def _majors(policies: Iterable[Policy]) -> dict[int, int]:
    return {policy.pk: policy.current.major for policy in policies if policy.current}


def _counted(rows: Any, majors: dict[int, int]) -> Counter[tuple[int, str]]:
    found = rows.annotate(n=Count("*")).order_by()
    return Counter({(policy, state): n for policy, major, state, n in found if majors.get(policy) == major})


def _followed(within: Q) -> Any:
    """Later cycles with the state of the one before; those that were taken back follow nothing."""
    before = AcknowledgementRequest.objects.filter(
        policy=OuterRef("policy"),
        major=OuterRef("major"),
        employee=OuterRef("employee"),
        cycle=OuterRef("cycle") - 1,
    )
    later = AcknowledgementRequest.objects.filter(within, cycle__gt=1).exclude(
        state__in=(RequestState.WITHDRAWN, RequestState.CLOSED_LEAVER)
    )
    return later.annotate(state_before=Subquery(before.values("state")[:1]))


def _overdue(today: date, majors: dict[int, int], within: Q) -> dict[int, int]:
    rows = AcknowledgementRequest.objects.overdue_on(today).filter(within).values_list("policy", "major")
    return {
        policy: n
        for policy, major, n in rows.annotate(n=Count("*")).order_by()
        if majors.get(policy) == major
    }


def _line(policy: Policy, title: str, counts: Counter[tuple[int, str]], overdue: dict[int, int]) -> Line:
    late = overdue.get(policy.pk, 0)
    return Line(
        policy=policy,
        title=title,
        confirmed=counts[policy.pk, RequestState.ACKNOWLEDGED],
        under_reservation=counts[policy.pk, RequestState.UNDER_RESERVATION],
        open=max(0, counts[policy.pk, RequestState.OPEN] - late),
        overdue=late,
        exempt=counts[policy.pk, RequestState.EXEMPT],
        declined=counts[policy.pk, RequestState.CLOSED],
    )
