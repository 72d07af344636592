"""A person at work in a package: what it tells is stored, what counts is what the person confirms (T4)."""

from django.db.models import Q
from django.utils import timezone

from accounts.people.models import Employee
from portal.audit.chain import storable
from portal.audit.trail import operation, record
from training.courses.models import Course
from training.packages.choices import FINISHED, VisitState
from training.packages.models import PackageVersion, PackageVisit
from training.packages.origin.addresses import packages_origin
from training.packages.registry import tell_confirmed
from training.packages.rules import (
    NoPackageCourse,
    NotReported,
    NotSetUp,
    NotYourVisit,
    StatementMissing,
    VisitOver,
    WordExpired,
)
from training.packages.telling import Told
from training.packages.tokens import may_save

_CLOSED = {"state": VisitState.CLOSED, "suspend_data": "", "place": ""}


@operation
def open_visit(*, course: Course, by: Employee) -> PackageVisit:
    """Where `by` goes on with the package of `course`, or begins.

    A visit to an older version is closed: what was told about that one says nothing about this one.
    Raises `NotSetUp`, `NoPackageCourse`.
    """
    if not packages_origin():
        raise NotSetUp
    Employee.objects.select_for_update(no_key=True).get(pk=by.pk)
    course = Course.objects.select_related("current").get(pk=course.pk)
    version = course.current
    if version is None or course.retired_at or not PackageVersion.objects.filter(version=version).exists():
        raise NoPackageCourse
    mine = PackageVisit.objects.filter(employee=by, course=course, state=VisitState.OPEN)
    mine.filter(~Q(version=version)).update(**_CLOSED)
    now = timezone.now()
    visit, _made = mine.get_or_create(
        defaults={
            "employee": by,
            "course": course,
            "version": version,
            "started_at": now,
            "seen_at": now,
        }
    )
    return visit


@operation
def begin_anew(*, visit: PackageVisit, by: Employee) -> PackageVisit:
    """Forget how far `by` was and begin again: many packages stop at a result that is not good enough."""
    visit = _own(visit, by)
    if not visit.is_open:
        raise VisitOver
    PackageVisit.objects.filter(pk=visit.pk).update(**_CLOSED)
    return open_visit(course=visit.course, by=by)


@operation
def note_state(*, visit: PackageVisit, told: Told, word: str, by: Employee) -> PackageVisit:
    """Store where somebody is, so that they can go on elsewhere, and what the package says of it.

    The first report that the course is done is a row of the trail. Nothing is completed by it (T4).
    Raises `NotYourVisit`, `VisitOver`, `WordExpired`.
    """
    visit = _own(visit, by)
    if not visit.is_open or visit.course.current_id != visit.version_id:
        raise VisitOver
    if not may_save(word, visit, visit.version.package.package):
        raise WordExpired
    now = timezone.now()
    visit.told, visit.score, visit.seen_at = told.status, told.score, now
    visit.place, visit.suspend_data = storable(told.place), storable(told.suspended)
    if told.status in FINISHED and visit.reported_at is None:
        visit.reported_at, visit.reported_as = now, told.status
        record(
            "package.reported", by=by, obj=visit, details={"course": visit.course.slug, "told": told.status}
        )
    visit.save()
    return visit


@operation(refused="package.refused")
def confirm_visit(*, visit: PackageVisit, stated: bool, by: Employee) -> PackageVisit:
    """The person states that they worked through the course themselves; only now is it done (T4).

    A second click gets the first one's answer. Raises `NotYourVisit`, `NotReported`, `StatementMissing`,
    `VisitOver`.
    """
    visit = _own(visit, by)
    if visit.state == VisitState.CONFIRMED:
        return visit
    if not visit.is_open or visit.course.current_id != visit.version_id:
        raise VisitOver
    if visit.reported_at is None:
        raise NotReported
    if not stated:
        raise StatementMissing
    visit.state, visit.confirmed_at = VisitState.CONFIRMED, timezone.now()
    visit.suspend_data = visit.place = ""  # nobody goes on with it, so nobody needs it any more
    visit.save()
    record(
        "package.confirmed",
        by=by,
        obj=visit,
        details={"course": visit.course.slug, "told": visit.reported_as},
    )
    tell_confirmed(visit)
    return visit


def _facts(visit: PackageVisit) -> dict[str, str]:
    return {"course": visit.course.slug, "told": visit.reported_as}


def _own(visit: PackageVisit, by: Employee) -> PackageVisit:
    fresh = (
        PackageVisit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("employee", "course", "version__package__package")
        .get(pk=visit.pk)
    )
    if fresh.employee_id != by.pk:
        raise NotYourVisit
    return fresh
