"""What the demo company learns: one course, required of everybody, and who has done it so far."""

from typing import Any

from accounts.people.models import Audience, Employee
from training.assignments.choices import Enforcement
from training.assignments.operations.requirements import Terms, require_course
from training.courses.choices import ChangeClass, Confidence, Effect
from training.courses.drafts import authors_of, page_of, pinned_texts, questions_of
from training.courses.models import Attempt, Course, QuestionVersion
from training.courses.operations.attempts import answer_question, start_attempt, submit_attempt
from training.courses.operations.proposing import propose_course
from training.courses.operations.releasing import release_course
from training.courses.operations.starter import load_starter_course
from training.courses.starter.pack import starter_course

# Who passed it, some days ago; Ben is in the middle of it, and Jonas did not make it the first time.
PASSED = (
    (15, ("edda", "hanna", "amira")),
    (11, ("falk", "ingrid", "katrin", "mara")),
    (6, ("osman", "paul", "tarek")),
    (3, ("lena", "sven")),
)
UNDER_WAY, FAILED = "ben", "jonas"


def events() -> list[tuple[float, Any, tuple[Any, ...]]]:
    """In the shape of the story: days ago, act, arguments."""
    return [
        (22, _release, ()),
        (21, _require, ()),
        *((days, _pass, (people,)) for days, people in PASSED),
        (2, _fail, ()),
        (1.5, _begin, ()),
    ]


def _release() -> None:
    """Edda writes and proposes, Falk approves."""
    edda, falk = _person("edda"), _person("falk")
    starter = starter_course()
    course = load_starter_course(starter=starter, by=edda)
    page = page_of(course)
    assert page is not None
    terms = {
        "change_class": ChangeClass.MATERIAL,
        "effect": Effect.KEEP,
        "change_summary": {},
        "authoritative_language": "de",
        **starter.quiz,
    }
    proposal = propose_course(
        course=course,
        texts=pinned_texts(page),
        questions=questions_of(course),
        authors=authors_of(course, page),
        terms=terms,
        by=edda,
    )
    release_course(proposal=proposal, by=falk)


def _require() -> None:
    require_course(
        course=_course(),
        audience=Audience.objects.get(slug="everyone"),
        terms=Terms(due_days=30, validity_months=24, enforcement=Enforcement.REPORT),
        by=_person("hanna"),
    )


def _pass(people: tuple[str, ...]) -> None:
    for person in Employee.objects.filter(login_id__in=people).order_by("login_id"):
        attempt = start_attempt(course=_course(), by=person)
        for number, drawn in enumerate(attempt.drawn):
            _answer(attempt, drawn, person, is_right=number > 0 or _is_critical(drawn))
        submit_attempt(attempt=attempt, by=person)


def _fail() -> None:
    for person in Employee.objects.filter(login_id=FAILED):
        attempt = start_attempt(course=_course(), by=person)
        for number, drawn in enumerate(attempt.drawn):
            _answer(attempt, drawn, person, is_right=number % 2 == 0)
        submit_attempt(attempt=attempt, by=person)


def _begin() -> None:
    for person in Employee.objects.filter(login_id=UNDER_WAY):
        attempt = start_attempt(course=_course(), by=person)
        for drawn in attempt.drawn[:4]:
            _answer(attempt, drawn, person, is_right=True)


def _answer(attempt: Attempt, drawn: dict[str, Any], person: Employee, *, is_right: bool) -> None:
    version = QuestionVersion.objects.get(pk=drawn["question"])
    wrong = [key for key in version.options if key not in version.right][:1]
    choice = version.right if is_right or not wrong else wrong
    answer_question(
        attempt=attempt,
        question=version.pk,
        choice=choice,
        confidence=Confidence.SURE if is_right else Confidence.THINK_SO,
        by=person,
    )


def _is_critical(drawn: dict[str, Any]) -> bool:
    return QuestionVersion.objects.filter(pk=drawn["question"], critical=True).exists()


def _course() -> Course:
    return Course.objects.get(slug=starter_course().slug)


def _person(login_id: str) -> Employee:
    return Employee.objects.get(login_id=login_id)
