from accounts.people.choices import Role
from tests.factories import courses
from tests.whole_house.access import ONLY_OWNER, SIGNED_IN, Access, World, only
from training.courses.models import Attempt, Course
from training.courses.operations.attempts import start_attempt

WRITERS = only(Role.EDITOR, Role.APPROVER)
APPROVERS = only(Role.APPROVER)


def _learned(world: World) -> Course:
    """Released; everybody may learn it."""
    made = courses.course("everybodys")
    courses.release(made, editor=world.cast.edda, approver=world.cast.falk)
    return made


def _attempt(world: World) -> Attempt:
    """Ada is in the middle of it."""
    return start_attempt(course=world.find("safe_course"), by=world.cast.ada)


def _taken(world: World) -> Attempt:
    """Ada has passed another course."""
    made = courses.course("passed-one")
    courses.release(made, editor=world.cast.edda, approver=world.cast.falk)
    return courses.take(world.cast.ada, made)


THINGS = {
    "safe_course": _learned,
    "running": _attempt,
    "taken": _taken,
    "drafted": lambda world: courses.drafted(by=world.cast.edda),
    "course_proposal": lambda world: courses.propose(courses.course("proposed"), by=world.cast.edda),
    "first_lesson": lambda world: "one",
    "question": lambda world: world.find("drafted").questions.get(key="q1"),
}
COURSE = {"slug": "safe_course.slug"}
DRAFT = {"slug": "drafted.slug"}
QUESTION = {**DRAFT, "key": "question.key"}
RUNNING = {"ref": "running.ref"}
PROPOSAL = {"ref": "course_proposal.ref"}
ROUTES = {
    "assignments:learning": Access(get=SIGNED_IN),
    "courses:course-show": Access(get=SIGNED_IN, ids=COURSE),
    "courses:lesson-show": Access(get=SIGNED_IN, post=SIGNED_IN, ids={**COURSE, "key": "first_lesson"}),
    "courses:quiz-start": Access(post=SIGNED_IN, ids=COURSE),
    "courses:attempt-show": Access(get=ONLY_OWNER, post=ONLY_OWNER, ids=RUNNING),
    "courses:attempt-review": Access(get=ONLY_OWNER, ids=RUNNING),
    "courses:attempt-submit": Access(post=ONLY_OWNER, ids=RUNNING),
    "courses:attempt-result": Access(get=ONLY_OWNER, ids={"ref": "taken.ref"}),
    "courses:desk": Access(get=WRITERS),
    "courses:desk-course": Access(get=WRITERS, ids=DRAFT),
    "courses:desk-figures": Access(get=WRITERS, ids=COURSE),
    "courses:desk-retire": Access(post=APPROVERS, ids=COURSE),
    "courses:course-propose": Access(get=WRITERS, post=WRITERS, ids=DRAFT),
    "courses:question-new": Access(get=WRITERS, post=WRITERS, ids=DRAFT),
    "courses:question-edit": Access(get=WRITERS, post=WRITERS, ids=QUESTION),
    "courses:question-retire": Access(post=WRITERS, ids=QUESTION),
    "courses:proposal-show": Access(get=WRITERS, ids=PROPOSAL),
    "courses:proposal-decide": Access(post=APPROVERS, ids=PROPOSAL),
    "courses:proposal-withdraw": Access(post=WRITERS, ids=PROPOSAL),
}
