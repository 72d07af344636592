"""Who has to do a course, when it falls due, and how it follows people."""

from datetime import date

import pytest

from accounts.people.operations import define_audience, move, record_absence
from tests.factories.people import EmployeeFactory, department
from tests.factories.training import assignment_of, course, do, require
from training.assignments.choices import AssignmentState, Basis, Cause, DueKind, ValidityKind
from training.assignments.models import Assignment, Completion
from training.assignments.operations import (
    Terms,
    change_requirement,
    end_requirement,
    recertify,
    require_course,
)
from training.assignments.rules import CourseNotInForce, IncompleteTerms, RequiredAlready, RequirementEnded

pytestmark = pytest.mark.django_db


@pytest.fixture
def march(time_machine):
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)


class TestRequiring:
    def test_the_whole_audience_is_assigned_at_once(self, cast, basics, march):
        _ = cast.ben, cast.ada
        requirement = require(basics, by=cast.hanna)
        assert set(requirement.assignments.values_list("cause", "cycle", "due_on")) == {
            (Cause.AUDIENCE, 1, date(2026, 4, 1))
        }
        assert requirement.assignments.open().count() == len(
            {cast.ben, cast.ada, cast.mara, cast.edda, cast.hanna}
        )

    def test_only_a_released_course_is_required(self, cast, basics):
        basics.current = None
        basics.save()
        with pytest.raises(CourseNotInForce):
            require(basics, by=cast.hanna)

    def test_not_twice_of_the_same_audience(self, cast, basics):
        require(basics)
        with pytest.raises(RequiredAlready):
            require(basics)

    def test_a_named_day_is_needed_where_the_rule_is_one(self, cast, basics):
        with pytest.raises(IncompleteTerms):
            require(basics, due_kind=DueKind.DATE)

    def test_others_than_hr_do_not_require(self, cast, basics):
        from portal.audit.rules import NotPermitted

        with pytest.raises(NotPermitted):
            require(basics, by=cast.ben)

    def test_a_day_is_due_for_all_and_later_for_who_comes_after_it(self, cast, basics, march, time_machine):
        requirement = require(basics, due_kind=DueKind.DATE, due_on=date(2026, 3, 31), due_days=14)
        assert assignment_of(cast.ben, requirement).due_on == date(2026, 3, 31)
        time_machine.move_to("2026-04-01T09:00:00Z", tick=False)
        assert assignment_of(EmployeeFactory()).due_on == date(2026, 4, 15)

    def test_a_joiner_counts_from_the_first_day(self, cast, basics, march):
        require(basics, due_days=30)
        assert assignment_of(EmployeeFactory(hired_on=date(2026, 3, 16))).due_on == date(2026, 4, 15)

    def test_absences_move_the_due_date(self, cast, yearly, march, basics):
        _ = cast.ada
        record_absence(person=cast.ada, first_day=date(2026, 3, 9), last_day=date(2026, 3, 20), by=cast.hanna)
        other = course("other", by=cast.edda)
        assert assignment_of(cast.ada, require(other)).due_on == date(2026, 4, 13)

    def test_a_new_due_rule_moves_what_is_open(self, cast, basics, march):
        _ = cast.ben
        requirement = require(basics)
        change_requirement(requirement=requirement, terms=Terms(due_days=14), by=cast.hanna)
        assert assignment_of(cast.ben).due_on == date(2026, 3, 16)

    def test_ending_withdraws_what_is_open_and_keeps_proof(self, cast, basics):
        """T2: proof stays proof."""
        requirement = require(basics)
        do(cast.ben, basics)
        _ = cast.ada
        end_requirement(requirement=requirement, by=cast.hanna)
        assert assignment_of(cast.ada).state == AssignmentState.WITHDRAWN
        assert assignment_of(cast.ben).state == AssignmentState.DONE
        assert Completion.objects.count() == 1
        with pytest.raises(RequirementEnded):
            end_requirement(requirement=requirement, by=cast.hanna)
        assert require(basics).pk != requirement.pk


class TestFollowing:
    def test_a_mover_changes_audience(self, cast, basics):
        """P1: out of one audience, into another."""
        sales, it = department("Sales"), department("IT")
        audience = define_audience(slug="sales", name="Sales", clauses=[{"department": sales}], by=None)
        person = EmployeeFactory(department=sales)
        require(basics, audience=audience)
        move(person=person, department=it, by=cast.hanna)
        assert assignment_of(person).state == AssignmentState.WITHDRAWN
        move(person=person, department=sales, by=cast.hanna)
        again = assignment_of(person)
        assert (again.state, again.cycle) == (AssignmentState.OPEN, 2)

    def test_whoever_comes_back_to_an_audience_keeps_proof_that_counts(self, cast, basics):
        sales, it = department("Sales"), department("IT")
        audience = define_audience(slug="sales", name="Sales", clauses=[{"department": sales}], by=None)
        person = EmployeeFactory(department=sales)
        require(basics, audience=audience)
        do(person, basics)
        move(person=person, department=it, by=cast.hanna)
        move(person=person, department=sales, by=cast.hanna)
        assert not Assignment.objects.of(person).open().exists()


class TestRecertifying:
    def test_the_next_cycle_opens_with_the_window_and_is_due_on_the_last_day(
        self, cast, basics, time_machine
    ):
        time_machine.move_to("2026-01-15T09:00:00Z", tick=False)
        requirement = require(basics, validity_months=12, window_days=60)
        (first,) = do(cast.ben, basics)
        assert first.valid_until == date(2027, 1, 15)
        assert recertify(requirement=requirement, today=date(2026, 11, 15)) == 0
        time_machine.move_to("2026-11-16T09:00:00Z", tick=False)
        assert recertify(requirement=requirement, today=date(2026, 11, 16)) == 1
        assert recertify(requirement=requirement, today=date(2026, 11, 16)) == 0
        again = assignment_of(cast.ben)
        assert (again.cycle, again.cause, again.due_on) == (2, Cause.RECERTIFICATION, date(2027, 1, 15))

    def test_the_last_day_may_be_a_day_off(self, cast, basics, time_machine):
        time_machine.move_to("2026-01-31T09:00:00Z", tick=False)
        requirement = require(basics, validity_months=12)
        do(cast.ben, basics)
        recertify(requirement=requirement, today=date(2027, 1, 1))
        assert assignment_of(cast.ben).due_on == date(2027, 1, 31)  # a Sunday

    def test_proof_that_ran_out_unseen_is_asked_for_anew(self, cast, basics, time_machine):
        """After downtime nobody is overdue at once."""
        time_machine.move_to("2026-01-15T09:00:00Z", tick=False)
        requirement = require(basics, validity_months=12)
        do(cast.ben, basics)
        time_machine.move_to("2027-03-01T09:00:00Z", tick=False)
        assert recertify(requirement=requirement, today=date(2027, 3, 1)) == 1
        assert assignment_of(cast.ben).due_on == date(2027, 3, 31)

    def test_what_does_not_expire_is_never_asked_for_again(self, cast, basics, time_machine):
        time_machine.move_to("2026-01-15T09:00:00Z", tick=False)
        requirement = require(basics, validity_kind=ValidityKind.NONE)
        do(cast.ben, basics)
        assert recertify(requirement=requirement, today=date(2046, 1, 1)) == 0

    def test_older_proof_stays_as_it_was(self, cast, basics, time_machine):
        """T2, T3: the second cycle adds a row, and counts from the end of the first."""
        time_machine.move_to("2026-01-15T09:00:00Z", tick=False)
        requirement = require(basics, validity_months=12)
        (first,) = do(cast.ben, basics)
        before = Completion.objects.filter(pk=first.pk).values().get()
        time_machine.move_to("2026-12-20T09:00:00Z", tick=False)
        recertify(requirement=requirement, today=date(2026, 12, 20))
        (second,) = do(cast.ben, basics)
        assert second.valid_until == date(2028, 1, 15)
        assert Completion.objects.filter(pk=first.pk).values().get() == before

    def test_renewing_works_before_the_nightly_job(self, cast, basics, time_machine):
        """T3: the window opens at midnight where somebody works, not when a job runs."""
        time_machine.move_to("2026-01-15T09:00:00Z", tick=False)
        require(basics, validity_months=12, window_days=60)
        do(cast.ben, basics)
        time_machine.move_to("2026-11-15T23:30:00Z", tick=False)  # half past midnight in Hamburg
        (second,) = do(cast.ben, basics)
        assert (second.valid_from, second.valid_until) == (date(2026, 11, 16), date(2028, 1, 15))
        assert second.assignment.cycle == 2

    def test_too_early_is_of_ones_own_accord(self, cast, basics, time_machine):
        time_machine.move_to("2026-01-15T09:00:00Z", tick=False)
        require(basics, validity_months=12)
        do(cast.ben, basics)
        time_machine.move_to("2026-06-15T09:00:00Z", tick=False)
        (second,) = do(cast.ben, basics)
        assert (second.requirement, second.valid_until) == (None, None)


class TestCarryingOver:
    def test_voluntary_proof_counts_at_once(self, cast, basics, time_machine):
        """Nobody does twice what they have done."""
        time_machine.move_to("2026-01-15T09:00:00Z", tick=False)
        (own,) = do(cast.ben, basics)
        assert own.requirement is None
        time_machine.move_to("2026-03-02T09:00:00Z", tick=False)
        requirement = require(basics, validity_months=12)
        carried = Completion.objects.get(requirement=requirement)
        assert (carried.attempt, carried.basis, carried.version) == (own.attempt, Basis.PASSED, own.version)
        assert (carried.valid_from, carried.valid_until) == (date(2026, 1, 15), date(2027, 1, 15))
        assert assignment_of(cast.ben).state == AssignmentState.DONE

    def test_what_would_have_run_out_does_not_count(self, cast, basics, time_machine):
        time_machine.move_to("2024-01-15T09:00:00Z", tick=False)
        do(cast.ben, basics)
        time_machine.move_to("2026-03-02T09:00:00Z", tick=False)
        require(basics, validity_months=12)
        assert assignment_of(cast.ben).state == AssignmentState.OPEN

    def test_proof_of_another_requirement_counts_too(self, cast, basics):
        require(basics)
        (first,) = do(cast.ben, basics)
        sales = define_audience(slug="ben", name="Ben", clauses=[{"person": cast.ben}], by=None)
        second = require(basics, audience=sales, validity_kind=ValidityKind.NONE)
        carried = Completion.objects.get(requirement=second)
        assert (carried.attempt_id, carried.valid_until) == (first.attempt_id, None)


def test_the_terms_are_what_was_asked_for(cast, basics):
    requirement = require_course(
        course=basics,
        audience=require(course("other", by=cast.edda)).audience,
        terms=Terms(grace_days=3),
        by=cast.hanna,
    )
    assert (requirement.grace_days, requirement.made_by) == (3, cast.hanna)
