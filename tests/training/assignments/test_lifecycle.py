"""P1: joiners, movers, leavers, people on leave, and those who return."""

from datetime import date

import pytest

from accounts.people.operations import (
    bring_back,
    leave,
    move,
    record_absence,
    return_from_leave,
    send_on_leave,
)
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from tests.factories.people import EmployeeFactory, LocationFactory, department
from tests.factories.training import assignment_of, do, require
from tests.jobs_tools import drain
from training.assignments.choices import AssignmentState, Cause
from training.assignments.duties import duties_of
from training.assignments.jobs import recertification
from training.assignments.models import Assignment, Completion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def march(time_machine):
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)
    return time_machine


@pytest.fixture
def requirement(cast, basics, march):
    _ = cast.ben, cast.hanna
    return require(basics, validity_months=12)


def test_a_joiner_is_assigned(cast, requirement):
    """P1"""
    assert assignment_of(EmployeeFactory()).cause == Cause.AUDIENCE


def test_a_leaver_owes_nothing(cast, requirement):
    """P1: the open duty goes with whoever leaves."""
    leave(person=cast.ben, on=date(2026, 3, 1), by=cast.hanna)
    assert assignment_of(cast.ben).state == AssignmentState.CLOSED_LEAVER


def test_leaving_deletes_no_proof(cast, requirement, basics):
    """P2: what somebody did counts on after they left, and its record stays."""
    (done,) = do(cast.mara, basics)
    leave(person=cast.mara, on=date(2026, 3, 1), by=cast.hanna)
    assert Completion.objects.valid_on(date(2026, 3, 2)).of(cast.mara).get() == done
    assert done.record.subject["name"] == cast.mara.name


def test_a_returner_keeps_proof_that_counts_and_does_the_rest_again(cast, requirement, basics, march):
    """P1: a new cycle only for whoever has no proof any more."""
    do(cast.mara, basics)
    for person in (cast.ben, cast.mara):
        leave(person=person, on=date(2026, 3, 1), by=cast.hanna)
    march.move_to("2026-06-01T09:00:00Z", tick=False)
    for person in (cast.ben, cast.mara):
        bring_back(person=person, by=cast.hanna)
    again = assignment_of(cast.ben)
    assert (again.state, again.cycle) == (AssignmentState.OPEN, 2)
    assert not Assignment.objects.of(cast.mara).open().exists()
    march.move_to("2027-02-01T09:00:00Z", tick=False)
    leave(person=cast.mara, on=date(2027, 1, 31), by=cast.hanna)
    march.move_to("2027-05-03T09:00:00Z", tick=False)
    bring_back(person=cast.mara, by=cast.hanna)
    again = assignment_of(cast.mara)
    assert (again.state, again.cause, again.due_on) == (
        AssignmentState.OPEN,
        Cause.RETURN,
        date(2027, 6, 2),
    )


def test_open_assignments_follow_a_move(cast, requirement):
    move(person=cast.ben, department=department("IT"), location=LocationFactory(munich=True), by=None)
    assignment = assignment_of(cast.ben)
    assert (assignment.department.name, assignment.location.name) == ("IT", "München")


def test_leave_pauses_and_resumes(cast, requirement, march):
    send_on_leave(person=cast.ben, by=cast.hanna)
    assert not Assignment.objects.of(cast.ben).overdue_on(date(2026, 9, 1)).exists()
    (duty,) = duties_of(cast.ben)
    assert duty.paused
    march.move_to("2026-04-01T09:00:00Z", tick=False)
    return_from_leave(person=cast.ben, by=cast.hanna)
    assert assignment_of(cast.ben).due_on == date(2026, 5, 4)  # thirty days later, behind a holiday


def test_an_absence_moves_the_due_date(cast, requirement):
    record_absence(person=cast.ben, first_day=date(2026, 3, 9), last_day=date(2026, 3, 13), by=cast.hanna)
    assert assignment_of(cast.ben).due_on == date(2026, 4, 7)  # after Easter


def test_the_nightly_job_opens_the_next_cycle_once(cast, requirement, basics, march):
    do(cast.ben, basics)
    march.move_to("2027-01-11T09:00:00Z", tick=False)
    for _ in range(2):
        enqueue("training.recertification", payload={}, key="")
        drain(allow_errors=True)
    assert recertification is not None
    assert Job.objects.filter(kind="training.recertification", error="").exists()
    assert Assignment.objects.of(cast.ben).filter(cause=Cause.RECERTIFICATION).count() == 1


class TestDuties:
    def test_it_says_what_is_due_and_how_long_it_takes(self, cast, requirement):
        (duty,) = duties_of(cast.ben)
        assert (duty.key, duty.title, duty.due_on, duty.minutes, duty.overdue) == (
            f"training:{assignment_of(cast.ben).ref}",
            "Grundlagen basics",
            date(2026, 4, 1),
            20,
            False,
        )
        assert duty.url == "/learning/courses/basics/"

    def test_one_course_is_one_duty_however_many_ask_for_it(self, cast, requirement, basics):
        from accounts.people.operations import define_audience

        mine = define_audience(slug="ben", name="Ben", clauses=[{"person": cast.ben}], by=None)
        require(basics, audience=mine, due_days=7)
        (duty,) = duties_of(cast.ben)
        assert duty.due_on == date(2026, 3, 9)

    def test_two_queries(self, cast, requirement, django_assert_num_queries):
        with django_assert_num_queries(2):
            list(duties_of(cast.ben))
