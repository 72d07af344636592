"""Figures for those who may not see people: per guideline, course and department, and looks per month.

They stand still for a week: the state at the end of last Sunday. Otherwise somebody could look before and
after a colleague confirms, and the difference of the two would be that colleague.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncMonth

from accounts.people.models import Department
from accounts.people.suppression import Published, publish
from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest, Policy
from portal.audit.models import AuditEvent
from reports.dashboards.course_figures import Counts, course_counts
from reports.dashboards.titles import titles_of
from training.courses.models import Course
from training.courses.reading import titles_of as course_titles_of

LOOKS = ("person_data.viewed", "trail.searched")
MONTHS = 12
STEP = Department.steplen
# Two columns, because finer states (under reservation, exempt) are soon too small to be shown.
DONE = (RequestState.ACKNOWLEDGED,)
COUNTED = (*DONE, RequestState.UNDER_RESERVATION, RequestState.OPEN, RequestState.EXEMPT)


@dataclass(frozen=True)
class Table:
    """One guideline or course: published departments with (done, not done), and the rest added up."""

    title: str
    number: str
    published: Published[str]
    names: dict[str, str]
    is_course: bool = False

    @property
    def rows(self) -> list[tuple[str, int, int]]:
        return [(self.names[path], *cells) for path, cells in self.published.rows]


def last_sunday(now: datetime) -> date:
    """The Sunday that ended the last full week before `now`, in UTC."""
    today = now.astimezone(UTC).date()
    return today - timedelta(days=today.isoweekday())


def tables(language: str, now: datetime, k: int) -> list[Table]:
    """Every guideline and course in force that was asked of somebody by then, guidelines first."""
    moment = datetime.combine(last_sunday(now) + timedelta(days=1), time.min, UTC)
    names = dict(Department.objects.filter(depth__lte=2).values_list("path", "name"))
    found = [*_of_policies(language, moment, names, k), *_of_courses(language, moment, names, k)]
    return sorted(found, key=lambda table: (table.is_course, table.title.casefold()))


def _of_policies(language: str, moment: datetime, names: dict[str, str], k: int) -> Iterator[Table]:
    """Consents are nobody's figures (K5)."""
    policies = list(Policy.objects.in_force().select_related("current").order_by("slug"))
    policies = [policy for policy in policies if policy.current and policy.current.required]
    titles = titles_of((policy.current_id for policy in policies), language)
    groups = _groups(_counts(policies, moment))
    for policy in policies:
        if groups.get(policy.pk):
            published = publish(groups[policy.pk], k=k)
            yield Table(titles[policy.current_id], policy.current.number, published, names)


def _of_courses(language: str, moment: datetime, names: dict[str, str], k: int) -> Iterator[Table]:
    courses = list(Course.objects.in_force().select_related("current"))
    titles = course_titles_of([course.current_id for course in courses if course.current_id], language)
    groups = _groups(course_counts(courses, moment))
    for course in courses:
        if groups.get(course.pk) and course.current:
            published = publish(groups[course.pk], k=k)
            yield Table(titles[course.current.pk], course.current.number, published, names, is_course=True)


def looks_per_month(now: datetime) -> list[tuple[date, int]]:
    """How often person-level data was looked at by somebody else, newest month first, empty months too."""
    months = _months_before(now.astimezone(UTC).date().replace(day=1))
    since = datetime.combine(months[-1], time.min, UTC)
    rows = AuditEvent.objects.filter(verb__in=LOOKS, at__gte=since).annotate(
        month=TruncMonth("at", tzinfo=UTC)
    )
    counts = {month.date(): n for month, n in rows.values_list("month").annotate(n=Count("*")).order_by()}
    return [(month, counts.get(month, 0)) for month in months]


def _groups(counts: Counts) -> dict[int, dict[str, list[int]]]:
    """Per guideline or course and top department, how many have done it and how many have not."""
    paths = {pk: path[: 2 * STEP] for pk, path in Department.objects.values_list("pk", "path")}
    groups: dict[int, dict[str, list[int]]] = {}
    for (about, department, is_done), n in counts.items():
        cells = groups.setdefault(about, {}).setdefault(paths[department], [0, 0])
        cells[0 if is_done else 1] += n
    return groups


def _counts(policies: Iterable[Policy], moment: datetime) -> Counts:
    later = AcknowledgementRequest.objects.filter(
        policy=OuterRef("policy"), employee=OuterRef("employee"), asked_at__lte=moment, pk__gt=OuterRef("pk")
    )
    requests = AcknowledgementRequest.objects.as_of(moment).filter(
        ~Exists(later), policy__in=[policy.pk for policy in policies], state_then__in=COUNTED
    )
    rows = requests.values_list("policy", "department", "state_then").annotate(n=Count("*")).order_by()
    counts: Counts = Counter()
    for policy, department, state, n in rows:
        counts[policy, department, state in DONE] += n
    return counts


def _months_before(first: date) -> list[date]:
    months = [first]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months
