"""Where a person stands with a required course on a day, in a few words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from training.assignments.choices import AssignmentState, Basis
from training.assignments.models import Assignment, Completion, Requirement
from training.courses.models import Course
from training.courses.registry import Affected, Owed

SOON_DAYS = 7


class Place(models.TextChoices):
    """The states a page can show."""

    VALID = "valid", pgettext_lazy("standing in training", "Done, does not expire")
    VALID_UNTIL = "valid_until", pgettext_lazy("standing in training", "Done, counts until a day")
    RENEW = "renew", pgettext_lazy("standing in training", "Can be renewed")
    DUE = "due", pgettext_lazy("standing in training", "Due")
    OVERDUE = "overdue", pgettext_lazy("standing in training", "Overdue")
    IN_GRACE = "in_grace", pgettext_lazy("standing in training", "Overdue, within the days of grace")
    PAUSED = "paused", pgettext_lazy("standing in training", "Paused while away")
    EXPIRED = "expired", pgettext_lazy("standing in training", "Expired")
    EXEMPT = "exempt", pgettext_lazy("standing in training", "Exempt")
    NOT_REQUIRED = "not_required", pgettext_lazy("standing in training", "Not required")


FULFILLED = frozenset({Place.VALID, Place.VALID_UNTIL, Place.RENEW, Place.EXEMPT})
TONES = {
    Place.VALID: ("success", "circle-check"),
    Place.VALID_UNTIL: ("success", "circle-check"),
    Place.RENEW: ("info", "rotate-ccw"),
    Place.DUE: ("info", "clock"),
    Place.OVERDUE: ("danger", "circle-alert"),
    Place.IN_GRACE: ("warning", "clock"),
    Place.PAUSED: ("neutral", "pause"),
    Place.EXPIRED: ("danger", "circle-alert"),
    Place.EXEMPT: ("neutral", ""),
    Place.NOT_REQUIRED: ("neutral", ""),
}


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: the open assignment or the last one, and the proof that counts that day."""

    place: Place
    requirement: Requirement
    assignment: Assignment | None = None
    completion: Completion | None = None
    is_soon: bool = False

    @property
    def is_fulfilled(self) -> bool:
        return self.place in FULFILLED

    @property
    def due_on(self) -> date | None:
        opened = self.assignment is not None and self.assignment.state == AssignmentState.OPEN
        return self.assignment.due_on if opened and self.assignment is not None else None

    @property
    def valid_until(self) -> date | None:
        return last_day_of(self.completion) if self.completion else None

    @property
    def tone(self) -> str:
        return "warning" if self.is_soon and self.place == Place.DUE else TONES[self.place][0]

    @property
    def icon(self) -> str:
        return TONES[self.place][1]

    @property
    def label(self) -> str:
        return _label(self)


def standing_of(person: Employee, requirement: Requirement, day: date) -> Standing:
    """Where `person` stands with `requirement` on their local `day`. Two queries."""
    assignments = Assignment.objects.of(person).filter(requirement=requirement).order_by("-cycle")
    proofs = Completion.objects.of(person).filter(requirement=requirement).valid_on(day).with_end()
    return judged(requirement, assignments.first(), proofs.lasting_longest_first().first(), day)


def standings_of(person: Employee, day: date) -> list[Standing]:
    """The same for everything somebody is, or was, held to; most urgent first. Two queries."""
    newest: dict[int, Assignment] = {}
    rows = Assignment.objects.of(person).select_related("requirement", "course__current")
    for assignment in rows.order_by("cycle"):
        newest[assignment.requirement_id] = assignment
    proofs: dict[int | None, Completion] = {}
    counting = Completion.objects.of(person).filter(requirement__in=newest).valid_on(day).with_end()
    for completion in counting.lasting_longest_first():
        proofs.setdefault(completion.requirement_id, completion)
    found = [
        judged(assignment.requirement, assignment, proofs.get(pk), day) for pk, assignment in newest.items()
    ]
    return sorted(found, key=lambda one: (one.is_fulfilled, one.due_on or date.max))


def judged(
    requirement: Requirement, assignment: Assignment | None, proof: Completion | None, day: date
) -> Standing:
    """What the newest assignment and the longest proof that counts on `day` mean together. Pure."""
    opened = assignment is not None and assignment.state == AssignmentState.OPEN
    place = _while_open(requirement, assignment, proof, day) if opened else _while_closed(assignment, proof)
    due = assignment.due_on if assignment is not None else day
    is_soon = opened and (due - day).days <= SOON_DAYS
    return Standing(place, requirement, assignment, proof, is_soon)


def last_day_of(completion: Completion) -> date | None:
    """The last day on which a completion `with_end` counts: its own, or the one before it is revoked."""
    ends_on: date | None = getattr(completion, "ends_on", None)
    days = [completion.valid_until, ends_on and ends_on - timedelta(days=1)]
    return min((day for day in days if day), default=None)


def is_overdue(assignment: Assignment, day: date) -> bool:
    return assignment.due_on < day and assignment.paused_on is None


def last_grace_day(assignment: Assignment, requirement: Requirement) -> date:
    return assignment.due_on + timedelta(days=requirement.grace_days)


def _while_open(
    requirement: Requirement, assignment: Assignment | None, proof: Completion | None, day: date
) -> Place:
    assert assignment is not None
    if proof is not None:
        return Place.RENEW
    if assignment.paused_on is not None:
        return Place.PAUSED
    if not is_overdue(assignment, day):
        return Place.DUE
    return Place.IN_GRACE if day <= last_grace_day(assignment, requirement) else Place.OVERDUE


def _while_closed(assignment: Assignment | None, proof: Completion | None) -> Place:
    if proof is not None:
        if proof.basis == Basis.WAIVED:
            return Place.EXEMPT
        return Place.VALID if last_day_of(proof) is None else Place.VALID_UNTIL
    done = assignment is not None and assignment.state in (AssignmentState.DONE, AssignmentState.EXEMPT)
    return Place.EXPIRED if done else Place.NOT_REQUIRED


def _label(standing: Standing) -> str:
    due, until = _day(standing.due_on), _day(standing.valid_until)
    said = {
        Place.VALID: _("done, does not expire"),
        Place.VALID_UNTIL: _("done, counts until %(day)s") % {"day": until},
        Place.RENEW: _("can be renewed, counts until %(day)s") % {"day": until},
        Place.DUE: _("to do until %(day)s") % {"day": due},
        Place.OVERDUE: _("overdue since %(day)s") % {"day": due},
        Place.IN_GRACE: _("overdue since %(day)s, still within the days of grace") % {"day": due},
        Place.PAUSED: _("to do, paused while you are away"),
        Place.EXPIRED: _("expired"),
        Place.EXEMPT: _("you need not do this"),
        Place.NOT_REQUIRED: _("not required"),
    }
    return said[standing.place]


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def affected_by(course: Course) -> Affected:
    """Whom a change of `course` concerns: people with proof that counts today, and people who owe it."""
    today = timezone.localdate()
    proven = Completion.objects.filter(course=course).valid_on(today)
    owing = Assignment.objects.open().of_course(course)
    return Affected(
        with_proof=proven.values("employee").distinct().count(),
        owing=owing.values("employee").distinct().count(),
    )


def owed_by(person: Employee, course: Course) -> Iterable[Owed]:
    """What `person` owes of `course`, or has done of it, for the learner's page; nothing if nobody asked."""
    day = local_day(timezone.now(), person.location)
    for standing in _of_course(person, course, day):
        if standing.place != Place.NOT_REQUIRED:
            yield Owed(
                due_on=standing.due_on,
                overdue=standing.place in (Place.OVERDUE, Place.IN_GRACE),
                valid_until=standing.valid_until,
            )


def _of_course(person: Employee, course: Course, day: date) -> Sequence[Standing]:
    return [one for one in standings_of(person, day) if one.requirement.course_id == course.pk]
