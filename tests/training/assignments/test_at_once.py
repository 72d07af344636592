"""Two tabs, two workers, two people in HR: what happens at the same moment."""

import pytest

from accounts.people.choices import Role
from portal.audit.models import AuditEvent
from portal.audit.verification import verify_trail
from tests.factories import training
from tests.factories.people import Cast, EmployeeFactory
from tests.guidelines.policies.test_at_once import together
from training.assignments.choices import AssignmentState
from training.assignments.lists import lines_of
from training.assignments.models import Assignment, Attendance, Completion
from training.assignments.operations import exempt, record_attendance
from training.assignments.operations.completing import passed
from training.courses.choices import Effect

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db) -> Cast:
    return Cast()


@pytest.fixture
def required(people):
    _ = people.ben, people.hanna
    basics = training.course(by=people.edda)
    return training.require(basics)


@pytest.mark.parametrize("is_required", [True, False])
def test_six_workers_write_one_completion(people, is_required):
    """K7, T4: one attempt is one completion, owed or of one's own accord, however often it is told."""
    _ = people.ben
    basics = training.course(by=people.edda)
    if is_required:
        training.require(basics)
    gone = training.attempt(people.ben, basics)
    together([lambda: passed(gone)] * 6)
    assert Completion.objects.of(people.ben).count() == 1
    assert AuditEvent.objects.filter(verb="completion.recorded").count() == 1
    assert verify_trail() is None


def test_passing_while_the_course_ends_all_proof_leaves_nobody_out(people, required):
    """T2: everybody has either proof that counts or the new version to do; nothing deadlocks."""
    basics = required.course
    staff = [EmployeeFactory() for _ in range(4)]
    gone = [training.attempt(person, basics) for person in staff]
    together(
        [
            *(lambda one=one: passed(one) for one in gone),
            lambda: training.new_version(basics, by=people.edda, effect=Effect.END),
        ]
    )
    from django.utils import timezone

    proven = set(Completion.objects.valid_on(timezone.localdate()).values_list("employee", flat=True))
    owing = set(Assignment.objects.open().values_list("employee", flat=True))
    assert {person.pk for person in staff} <= proven | owing
    assert verify_trail() is None


def test_exempting_while_somebody_passes_has_one_effect(people, required):
    gone = training.attempt(people.ben, required.course)
    assignment = training.assignment_of(people.ben)
    together(
        [
            lambda: passed(gone),
            lambda: exempt(assignment=assignment, reason="Teaches it", by=people.hanna),
        ]
    )
    assert Completion.objects.filter(assignment=assignment).count() == 1
    assert training.assignment_of(people.ben).state in (AssignmentState.DONE, AssignmentState.EXEMPT)


def test_the_same_list_from_two_desks_is_recorded_once(people, required):
    from django.utils import timezone

    hr = [people.hanna, EmployeeFactory(roles=[Role.HR])]
    together(
        [
            lambda by=by: record_attendance(
                course=required.course,
                held_on=timezone.localdate(),
                place="Hamburg",
                trainer="Kim",
                lines=lines_of("ben"),
                by=by,
            )
            for by in hr
        ]
    )
    assert (Attendance.objects.count(), Completion.objects.of(people.ben).count()) == (1, 1)
