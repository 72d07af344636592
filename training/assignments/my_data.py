"""What this room holds about one person, for "my data"."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from training.assignments.models import Assignment, Completion, EquivalentEvidence
from training.courses.models import Course
from training.courses.reading import titles_of

WITH_EVIDENCE = gettext_lazy("As long as the evidence is needed; then erased by rule")
STORED = (
    Stored(
        gettext_lazy("Courses to do"),
        gettext_lazy("Course, why and when somebody was assigned, due date, state, reminders, exemptions"),
        gettext_lazy("Shows who has to do what and what is still open"),
        WITH_EVIDENCE,
    ),
    Stored(
        gettext_lazy("Courses done"),
        gettext_lazy(
            "Course and version, on what it rests, days for which it counts, result of the quiz as a "
            "percentage, and name, personnel number, department and entity as they were then; no answers"
        ),
        gettext_lazy("Proves years later who had learned what, and opens corporate accounts"),
        WITH_EVIDENCE,
    ),
    Stored(
        gettext_lazy("Equivalent evidence for courses"),
        gettext_lazy("File, note, who recorded and who decided"),
        gettext_lazy("What was learned elsewhere counts"),
        WITH_EVIDENCE,
    ),
)


def stored_about(person: Employee) -> Iterator[Section]:
    """Everything this room holds about `person`, for "my data"."""
    titles = _titles(person)
    yield Section(gettext_lazy("Courses to do"), [_assignment(one, titles) for one in _assignments(person)])
    yield Section(gettext_lazy("Courses done"), [_completion(one, titles) for one in _completions(person)])
    yield Section(
        gettext_lazy("Equivalent evidence for courses"), [_evidence(one, titles) for one in _files(person)]
    )


def _titles(person: Employee) -> dict[int, str]:
    """The title of each course that concerns the person, by the course's key."""
    mine = Assignment.objects.of(person).values("course")
    courses = Course.objects.filter(pk__in=mine.union(Completion.objects.of(person).values("course")))
    current = {course.pk: course.current_id for course in courses}
    titles = titles_of([pk for pk in current.values() if pk], (get_language() or "")[:2])
    return {course: titles.get(version or 0, "") for course, version in current.items()}


def _assignments(person: Employee) -> QuerySet[Assignment]:
    rows = Assignment.objects.of(person).select_related(
        "course", "requirement__audience", "department", "entity", "location"
    )
    return rows.prefetch_related("extensions").order_by("assigned_at", "pk")


def _assignment(assignment: Assignment, titles: dict[int, str]) -> dict[str, object]:
    extended = [f"{one.to_day:%Y-%m-%d}: {one.reason}" for one in assignment.extensions.all()]
    return {
        pgettext("training", "Course"): titles.get(assignment.course_id) or assignment.course.slug,
        pgettext("training", "Assigned"): assignment.assigned_at,
        pgettext("training", "Why"): assignment.get_cause_display(),
        _("Audience"): assignment.requirement.audience.name,
        _("Department"): assignment.department.name,
        _("Entity"): assignment.entity.name,
        _("Location"): assignment.location.name,
        pgettext("training", "Cycle"): assignment.cycle,
        _("Due date"): assignment.due_on,
        pgettext("training", "More time"): "; ".join(extended),
        _("State"): assignment.get_state_display(),
        pgettext("training", "Closed"): assignment.closed_at,
        _("Reminders sent"): assignment.reminders_sent,
        _("Reason for the exemption"): assignment.exempt_reason,
    }


def _completions(person: Employee) -> QuerySet[Completion]:
    rows = Completion.objects.of(person).select_related("course", "version", "actor", "record")
    return rows.prefetch_related("revocations").order_by("at", "pk")


def _completion(completion: Completion, titles: dict[int, str]) -> dict[str, object]:
    record = getattr(completion, "record", None)
    ended = [f"{one.ends_on:%Y-%m-%d}: {one.get_cause_display()}" for one in completion.revocations.all()]
    return {
        pgettext("training", "Course"): titles.get(completion.course_id) or completion.course.slug,
        _("Version"): completion.version.number if completion.version else "",
        pgettext("training", "Rests on"): completion.get_basis_display(),
        pgettext("training", "Recorded"): completion.at,
        pgettext("training", "Recorded by"): completion.actor.name if completion.actor else "",
        pgettext("training", "Valid from"): completion.valid_from,
        pgettext("training", "Valid until"): completion.valid_until,
        pgettext("training", "Ended"): "; ".join(ended),
        _("Reason"): record.reason if record else "",
        _("Record as committed to"): record.canonical if record else "",
        _("Commitment"): completion.commitment,
    }


def _files(person: Employee) -> QuerySet[EquivalentEvidence]:
    rows = EquivalentEvidence.objects.filter(assignment__employee=person)
    return rows.select_related("assignment__course", "recorded_by", "decided_by").order_by("recorded_at")


def _evidence(evidence: EquivalentEvidence, titles: dict[int, str]) -> dict[str, object]:
    course = evidence.assignment.course
    return {
        pgettext("training", "Course"): titles.get(course.pk) or course.slug,
        pgettext("training", "Done on"): evidence.done_on,
        pgettext("training", "Note"): evidence.note,
        pgettext("training", "File"): f"{evidence.file_name} (SHA-256 {evidence.sha256})",
        _("State"): evidence.get_state_display(),
        pgettext("training", "Recorded by"): evidence.recorded_by.name,
        pgettext("training", "Recorded"): evidence.recorded_at,
        pgettext("training", "Decided by"): evidence.decided_by.name if evidence.decided_by else "",
    }
