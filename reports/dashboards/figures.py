"""Figures for those who may not see people: per guideline and department, and looks at people per month.

They stand still for a week: the state at the end of last Sunday. Otherwise somebody could look before and
after a colleague confirms, and the difference of the two would be that colleague.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncMonth

from accounts.people.models import Department
from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest, Policy
from portal.audit.models import AuditEvent
from reports.dashboards.suppression import Published, publish
from reports.dashboards.titles import titles_of

LOOKS = ("person_data.viewed", "trail.searched")
MONTHS = 12
STEP = Department.steplen
# Two columns, because finer states (under reservation, exempt) are soon too small to be shown.
DONE = (RequestState.ACKNOWLEDGED,)
COUNTED = (*DONE, RequestState.UNDER_RESERVATION, RequestState.OPEN, RequestState.EXEMPT)


@dataclass(frozen=True)
class Table:
    """One guideline: published departments with (confirmed, not confirmed), and the rest added up."""

    policy: Policy
    title: str
    published: Published[str]
    names: dict[str, str]

    @property
    def rows(self) -> list[tuple[str, int, int]]:
        return [(self.names[path], *cells) for path, cells in self.published.rows]


def last_sunday(now: datetime) -> date:
    """The Sunday that ended the last full week before `now`, in UTC."""
    today = now.astimezone(UTC).date()
    return today - timedelta(days=today.isoweekday())


def tables(language: str, now: datetime, k: int) -> list[Table]:
    """Every guideline in force that was asked about by then; consents are nobody's figures (K5)."""
    moment = datetime.combine(last_sunday(now) + timedelta(days=1), time.min, UTC)
    policies = list(Policy.objects.in_force().select_related("current").order_by("slug"))
    policies = [policy for policy in policies if policy.current and policy.current.required]
    titles = titles_of((policy.current_id for policy in policies), language)
    names = dict(Department.objects.filter(depth__lte=2).values_list("path", "name"))
    groups = _groups(policies, moment)
    found = [
        Table(policy, titles[policy.current_id], publish(groups.get(policy.pk, {}), k=k), names)
        for policy in policies
    ]
    return sorted((table for table in found if groups.get(table.policy.pk)), key=lambda t: t.title.casefold())


def looks_per_month(now: datetime) -> list[tuple[date, int]]:
    """How often person-level data was looked at by somebody else, newest month first, empty months too."""
    months = _months_before(now.astimezone(UTC).date().replace(day=1))
    since = datetime.combine(months[-1], time.min, UTC)
    rows = AuditEvent.objects.filter(verb__in=LOOKS, at__gte=since).annotate(
        month=TruncMonth("at", tzinfo=UTC)
    )
    counts = {month.date(): n for month, n in rows.values_list("month").annotate(n=Count("*")).order_by()}
    return [(month, counts.get(month, 0)) for month in months]


def _groups(policies: Iterable[Policy], moment: datetime) -> dict[int, dict[str, list[int]]]:
    """Per guideline and top department, how many have confirmed and how many have not."""
    paths = {pk: path[: 2 * STEP] for pk, path in Department.objects.values_list("pk", "path")}
    groups: dict[int, dict[str, list[int]]] = {}
    for (policy, department, is_done), n in _counts(policies, moment).items():
        cells = groups.setdefault(policy, {}).setdefault(paths[department], [0, 0])
        cells[0 if is_done else 1] += n
    return groups


def _counts(policies: Iterable[Policy], moment: datetime) -> Counter[tuple[int, int, bool]]:
    later = AcknowledgementRequest.objects.filter(
        policy=OuterRef("policy"), employee=OuterRef("employee"), asked_at__lte=moment, pk__gt=OuterRef("pk")
    )
    requests = AcknowledgementRequest.objects.as_of(moment).filter(
        ~Exists(later), policy__in=[policy.pk for policy in policies], state_then__in=COUNTED
    )
    rows = requests.values_list("policy", "department", "state_then").annotate(n=Count("*")).order_by()
    counts: Counter[tuple[int, int, bool]] = Counter()
    for policy, department, state, n in rows:
        counts[policy, department, state in DONE] += n
    return counts


def _months_before(first: date) -> list[date]:
    months = [first]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months
