"""Taking the quiz: drawn and marked on the server, every answer kept at once, handed in exactly once."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.permissions import require_hr
from portal.audit.chain import storable
from portal.audit.trail import operation, record
from training.courses.allowance import allowance
from training.courses.choices import AttemptState, ChangeClass, Confidence, CourseKind, Effect
from training.courses.drawing import draw
from training.courses.marking import Marked, is_possible, is_right, result_of
from training.courses.models import Attempt, AttemptAnswer, Course, ExtraAttempt, QuestionVersion
from training.courses.registry import tell_passed
from training.courses.rules import (
    AttemptOver,
    CourseChanged,
    CourseWithdrawn,
    NoAttemptLeft,
    NotAnAnswer,
    NotAsked,
    NotYourAttempt,
    ReasonRequired,
    TooSoon,
)


@operation(savepoint=False)
def start_attempt(*, course: Course, by: Employee) -> Attempt:
    """Draw the questions, or go on with the attempt that is under way: on whatever device (K7).

    Raises `CourseWithdrawn`, `NoAttemptLeft`, `TooSoon`.
    """
    Employee.objects.held().get(pk=by.pk)
    course = Course.objects.select_related("current").get(pk=course.pk)
    if course.retired_at or course.current is None or course.kind != CourseKind.OWN:
        raise CourseWithdrawn
    under_way = _under_way(course, by)
    if under_way is not None:
        return under_way
    now = timezone.now()
    allowed = allowance(by, course.current, now)
    if allowed.is_exhausted:
        raise NoAttemptLeft
    if allowed.not_before is not None:
        raise TooSoon(allowed.not_before)
    bank = [
        row.question for row in course.current.bank.select_related("question__question").order_by("question")
    ]
    drawn = draw(bank, count=course.current.draw, shuffle=course.current.shuffle)
    return Attempt.objects.create(
        employee=by,
        course=course,
        version=course.current,
        drawn=drawn,
        asked=len(drawn),
        started_at=now,
    )


@operation(savepoint=False)
def answer_question(
    *, attempt: Attempt, question: int, choice: Sequence[str], confidence: str, by: Employee
) -> AttemptAnswer:
    """Keep one answer; the last one counts until the attempt is handed in.

    `question` is the primary key of a drawn version. Raises `NotAsked` for any other, `NotAnAnswer` for what
    cannot be an answer to it, `AttemptOver`, `NotYourAttempt`.
    """
    attempt = _own(attempt, by)
    drawn = next((one for one in attempt.drawn if one["question"] == question), None)
    if drawn is None:
        raise NotAsked
    version = QuestionVersion.objects.get(pk=question)
    if not is_possible(version.kind, drawn["options"], choice):
        raise NotAnAnswer
    sure = confidence if attempt.version.ask_confidence and confidence in Confidence.values else ""
    answer, _made = AttemptAnswer.objects.update_or_create(
        attempt=attempt,
        question=version,
        defaults={"choice": list(choice), "confidence": sure, "answered_at": timezone.now()},
    )
    return answer


def submit_attempt(*, attempt: Attempt, by: Employee) -> Attempt:
    """Mark the attempt. A second click, tab or device gets the first one's result (K7).

    Raises `CourseChanged` when the course has ended proof of this version meanwhile: the attempt is void,
    counts for nothing and against nobody. Raises `NotYourAttempt`.
    """
    attempt = _marked(attempt=attempt, by=by)
    if attempt.state == AttemptState.VOID:
        raise CourseChanged
    return attempt


@operation(refused="course.refused")
def give_extra_attempt(*, person: Employee, course: Course, reason: str, by: Employee) -> ExtraAttempt:
    """HR gives one more go to somebody who has used theirs up, with a reason."""
    require_hr(by, person)
    reason = storable(reason).strip()
    if not reason:
        raise ReasonRequired
    given = ExtraAttempt.objects.create(
        employee=person, course=course, reason=reason, given_by=by, given_at=timezone.now()
    )
    record(
        "attempt.extra",
        by=by,
        object_type="people.employee",
        object_id=str(person.ref),
        details={"course": course.slug},
    )
    return given


def is_outdated(attempt: Attempt) -> bool:
    """Whether what it would prove has ended: the course is withdrawn, or a later version ends all proof."""
    later = attempt.course.versions.filter(released_at__gt=attempt.version.released_at)
    ending = later.filter(change_class=ChangeClass.MATERIAL, effect=Effect.END)
    return attempt.course.retired_at is not None or ending.exists()


@operation(savepoint=False)
def _marked(*, attempt: Attempt, by: Employee) -> Attempt:
    attempt = _locked(attempt, by)
    if attempt.state != AttemptState.OPEN:
        return attempt
    if is_outdated(attempt):
        return _end(attempt, AttemptState.VOID)
    marked = _mark_answers(attempt)
    result = result_of(marked, pass_percent=attempt.version.pass_percent)
    attempt.right, attempt.critical_missed = result.right, result.critical_missed
    _end(attempt, AttemptState.PASSED if result.passed else AttemptState.FAILED)
    if result.passed:
        tell_passed(attempt)
    return attempt


def _mark_answers(attempt: Attempt) -> list[Marked]:
    """Every drawn question; one without an answer is wrong."""
    answers = {answer.question_id: answer for answer in attempt.answers.all()}
    versions = QuestionVersion.objects.in_bulk([one["question"] for one in attempt.drawn])
    marked = []
    for pk, version in versions.items():
        answer = answers.get(pk)
        right = answer is not None and is_right(version.kind, version.right, answer.choice)
        if answer is not None:
            answer.is_right = right
        marked.append(Marked(right, version.critical))
    AttemptAnswer.objects.bulk_update(answers.values(), ["is_right"])
    return marked


def _end(attempt: Attempt, state: AttemptState) -> Attempt:
    attempt.state, attempt.ended_at = state, timezone.now()
    attempt.save(update_fields=["state", "ended_at", "right", "critical_missed"])
    return attempt


def _under_way(course: Course, by: Employee) -> Attempt | None:
    found = Attempt.objects.filter(employee=by, course=course, state=AttemptState.OPEN).select_related(
        "version", "course"
    )
    attempt = found.first()
    if attempt is not None and is_outdated(attempt):
        _end(attempt, AttemptState.VOID)
        return None
    return attempt


def _locked(attempt: Attempt, by: Employee) -> Attempt:
    if attempt.employee_id != by.pk:
        raise NotYourAttempt
    Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)
    return Attempt.objects.select_related("version", "course").get(pk=attempt.pk)


def _own(attempt: Attempt, by: Employee) -> Attempt:
    attempt = _locked(attempt, by)
    if attempt.state != AttemptState.OPEN:
        raise AttemptOver
    return attempt
