"""Lists that HR brings: who was there in person, and who did what in an earlier system. All or nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import uuid4

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.lists.people import People
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation
from training.assignments.choices import Basis, Together
from training.assignments.emails import tell_recorded
from training.assignments.lists import Judge, Line, Preview
from training.assignments.models import Attendance, Completion
from training.assignments.operations.handling import reason_in
from training.assignments.operations.proving import Batch, note_batch
from training.assignments.operations.together import Done, Telling, record_together
from training.assignments.permissions import can_handle
from training.assignments.rules import EmptyList, ListNotClean, NotInFuture, RecordedAlready
from training.courses.models import Course, CourseText

AT_ONCE = 500


def preview_attendance(*, course: Course, held_on: date, lines: Sequence[Line], by: Employee) -> Preview:
    """What would become of each row of a list of one course. Raises `NotPermitted`."""
    judge = _judge(lines, by, courses={}, among=[course.pk])
    return judge.all_of(lines, course=course.pk, on=held_on)


def preview_history(*, lines: Sequence[Line], by: Employee) -> Preview:
    """What would become of each row of a list of several courses. Raises `NotPermitted`."""
    courses = _courses()
    return _judge(lines, by, courses=courses, among=sorted(set(courses.values()))).all_of(lines)


@operation(refused="training.refused")
def record_attendance(
    *, course: Course, held_on: date, place: str, trainer: str, lines: Sequence[Line], by: Employee
) -> Attendance:
    """Record that people were there when a course was held in person; each is told by mail.

    Raises `NotPermitted`, `NotInFuture`, `ListNotClean`, `EmptyList`, `RecordedAlready`.
    """
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    if held_on > timezone.localdate():
        raise NotInFuture
    place, trainer = reason_in(place)[:200], reason_in(trainer)[:200]
    preview = _clean(preview_attendance(course=course, held_on=held_on, lines=lines, by=by))
    done = {row.person: [held_on] for row in preview.new if row.person is not None}
    if not done:
        raise RecordedAlready
    attendance = Attendance.objects.create(
        course=course,
        held_on=held_on,
        place=place,
        trainer=trainer,
        list_sha256=_digest(lines),
        people=len(done),
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    telling = Telling(
        basis=Basis.ATTENDED,
        by=by,
        batch=Batch(attendance.ref, "assignments.attendance"),
        elsewhere={"place": place, "trainer": trainer, "recorded_by": by.name},
    )
    written = record_together(course, done, telling)
    note_batch(telling.batch, written, course=course, why=Together.ATTENDANCE, by=by)
    tell_recorded(written, batch=attendance.ref)
    return attendance


@operation(refused="training.refused")
def import_history(*, lines: Sequence[Line], system: str, by: Employee) -> list[Completion]:
    """Take over what people did in an earlier `system`; what is recorded already is left out.

    Raises `NotPermitted`, `ListNotClean`, `EmptyList`, `ReasonRequired` without the name of the system.
    """
    system = reason_in(system)[:200]
    list(Course.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    preview = _clean(preview_history(lines=lines, by=by))
    batch = Batch(uuid4())
    elsewhere = {"system": storable(system), "recorded_by": by.name}
    telling = Telling(basis=Basis.IMPORTED, by=by, batch=batch, elsewhere=elsewhere)
    written: list[Completion] = []
    for course, done in _by_course(preview).items():
        written += record_together(course, done, telling)
    if written:
        note_batch(batch, written, course=None, why=Together.IMPORT, by=by)
        tell_recorded(written, batch=batch.ref)
    return written


def _clean(preview: Preview) -> Preview:
    if not preview.rows:
        raise EmptyList
    if not preview.is_clean:
        raise ListNotClean
    return preview


def _by_course(preview: Preview) -> dict[Course, Done]:
    found: dict[int, dict[int, list[date]]] = {}
    for row in preview.new:
        if row.person and row.course and row.done_on:
            found.setdefault(row.course, {}).setdefault(row.person, []).append(row.done_on)
    courses = Course.objects.select_related("current").in_bulk(found)
    return {courses[pk]: done for pk, done in sorted(found.items())}


def _judge(lines: Iterable[Line], by: Employee, *, courses: dict[str, int], among: list[int]) -> Judge:
    if not can_handle(by):
        raise NotPermitted
    people = People()
    people.look_up(line.person for line in lines)
    named = sorted({one.pk for one in people.by_word.values()} | _by_number(people))
    visible: set[int] = set()
    done: set[tuple[int, int, date]] = set()
    for start in range(0, len(named), AT_ONCE):
        some = named[start : start + AT_ONCE]
        visible.update(Employee.objects.visible_to(by).filter(pk__in=some).values_list("pk", flat=True))
        rows = Completion.objects.filter(employee__in=some, course__in=among)
        done.update(rows.values_list("employee", "course", "valid_from"))
    return Judge(people, courses, frozenset(visible), frozenset(done), timezone.localdate(), by.pk)


def _by_number(people: People) -> set[int]:
    return {one.pk for found in people.by_number.values() for one in found}


def _courses() -> dict[str, int]:
    """Released courses by slug and by title; a title that two courses bear names neither."""
    rows = Course.objects.filter(current__isnull=False)
    by_slug = {slug.casefold(): pk for pk, slug in rows.values_list("pk", "slug")}
    titles: dict[str, set[int]] = {}
    texts = CourseText.objects.filter(version__in=rows.values("current"))
    for title, course in texts.values_list("title", "version__course"):
        titles.setdefault(title.casefold(), set()).add(course)
    return {**{title: next(iter(pks)) for title, pks in titles.items() if len(pks) == 1}, **by_slug}


def _digest(lines: Iterable[Line]) -> str:
    said = "\n".join(f"{line.number}\t{line.person}" for line in lines)
    return hashlib.sha256(storable(said).encode()).hexdigest()
