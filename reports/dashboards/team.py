"""How a manager's team stands: done or not done, nothing finer, and nothing about consents (K5)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef

from accounts.people.models import Employee, Organisation
from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest, Policy
from guidelines.policies.querysets import RequestQuerySet
from reports.dashboards.suppression import Published, publish
from reports.dashboards.titles import titles_of

LISTED = 300
# What a manager may know: is something still to be done? How it was answered is between person and HR.
DONE = (RequestState.ACKNOWLEDGED, RequestState.UNDER_RESERVATION, RequestState.EXEMPT)


@dataclass(frozen=True)
class Member:
    person: Employee
    owed: list[tuple[str, date | None, bool]]

    @property
    def is_done(self) -> bool:
        return not self.owed


@dataclass(frozen=True)
class Total:
    """One guideline over the whole team: (done, not done), as far as it may be shown."""

    title: str
    published: Published[str]

    @property
    def cells(self) -> tuple[int, ...] | None:
        return self.published.rows[0][1] if self.published.rows else None


def shows_totals_only() -> bool:
    """Works-council mode: managers see totals instead of names."""
    return Organisation.objects.filter(works_council_mode=True).exists()


def members_of(manager: Employee, language: str, today: date) -> list[Member]:
    """Everybody in the team by name, with what they still have to do. Three queries."""
    people = list(Employee.objects.employed().in_team_of(manager).order_by("name", "pk")[:LISTED])
    requests = _required().owed().filter(employee__in=people).order_by("due_on", "pk")
    owed: dict[int, list[AcknowledgementRequest]] = {}
    for request in requests:
        owed.setdefault(request.employee_id, []).append(request)
    titles = titles_of((row.version_id for rows in owed.values() for row in rows), language)
    return [
        Member(person, [_item(row, titles, today) for row in owed.get(person.pk, ())]) for person in people
    ]


def totals_of(manager: Employee, language: str, k: int) -> list[Total]:
    """Per guideline in force, how many are done and how many not; nothing that tells of fewer than `k`."""
    policies = list(Policy.objects.in_force().select_related("current").order_by("slug"))
    team = Employee.objects.employed().in_team_of(manager).values("pk")
    latest = _required().filter(employee__in=team, state__in=(*DONE, RequestState.OPEN))
    counts: dict[int, list[int]] = {}
    for policy, state, n in _latest(latest).values_list("policy", "state").annotate(n=Count("*")).order_by():
        counts.setdefault(policy, [0, 0])[0 if state in DONE else 1] += n
    titles = titles_of((policy.current_id for policy in policies), language)
    totals = [
        Total(titles[policy.current_id], publish({"team": counts[policy.pk]}, k=k))
        for policy in policies
        if policy.pk in counts
    ]
    return sorted(totals, key=lambda total: total.title.casefold())


def _required() -> RequestQuerySet:
    return AcknowledgementRequest.objects.seen_by_managers()


def _latest(requests: RequestQuerySet) -> RequestQuerySet:
    newer = _required().filter(
        employee=OuterRef("employee"), policy=OuterRef("policy"), pk__gt=OuterRef("pk")
    )
    return requests.filter(~Exists(newer))


def _item(row: AcknowledgementRequest, titles: dict[int, str], today: date) -> tuple[str, date | None, bool]:
    is_late = row.due_on is not None and row.paused_on is None and row.due_on < today
    return titles[row.version_id], row.due_on, is_late
