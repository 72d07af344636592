"""Proof that ends: a course that has changed, a mistake, a course withdrawn."""

from datetime import date

import pytest

from portal.audit.models import AuditEvent
from tests.factories.training import assignment_of, attempt, do, new_version, require
from training.assignments.choices import AssignmentState, Cause, RevocationCause
from training.assignments.models import Assignment, Completion, CompletionRevocation
from training.assignments.operations import exempt, revoke_completion
from training.assignments.operations.completing import passed
from training.assignments.rules import NothingToRevoke, NotYourself, ReasonRequired
from training.courses.choices import ChangeClass, Effect
from training.courses.registry import tell_retired

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def march(time_machine):
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)
    return time_machine


@pytest.fixture
def done(cast, basics, march):
    """Ben has done it; Mara, who manages him, has not."""
    _ = cast.ben
    requirement = require(basics, validity_months=24)
    (completion,) = do(cast.ben, basics)
    march.move_to("2026-05-04T09:00:00Z", tick=False)
    assert requirement.assignments.open().exists()
    return completion


class TestAChangedCourse:
    @pytest.mark.parametrize(
        "facts",
        [
            {"change_class": ChangeClass.EDITORIAL, "effect": Effect.KEEP},
            {"change_class": ChangeClass.MATERIAL, "effect": Effect.KEEP},
            {"change_class": ChangeClass.EDITORIAL, "effect": Effect.END},
        ],
    )
    def test_most_changes_leave_proof_alone(self, cast, basics, done, facts):
        new_version(basics, by=cast.edda, **facts)
        assert Completion.objects.valid_on(date(2026, 5, 4)).get() == done

    def test_an_end_takes_effect_at_once_and_asks_anew(self, cast, basics, done):
        """T2: what counted until yesterday counted; a new cycle begins."""
        version = new_version(basics, by=cast.edda, effect=Effect.END)
        assert not Completion.objects.valid_on(date(2026, 5, 4)).exists()
        assert Completion.objects.valid_on(date(2026, 5, 3)).get() == done
        again = assignment_of(cast.ben)
        assert (again.cycle, again.cause, again.due_on) == (2, Cause.COURSE_CHANGED, date(2026, 6, 3))
        assert CompletionRevocation.objects.get().version == version
        assert AuditEvent.objects.filter(verb="completions.ended").count() == 1

    def test_grace_lasts_until_its_day(self, cast, basics, done):
        new_version(basics, by=cast.edda, effect=Effect.GRACE, grace_until=date(2026, 5, 31))
        assert Completion.objects.valid_on(date(2026, 5, 31)).get() == done
        assert not Completion.objects.valid_on(date(2026, 6, 1)).exists()
        assert assignment_of(cast.ben).due_on == date(2026, 5, 31)  # a Sunday, and still the last day

    def test_an_end_during_grace_comes_sooner(self, cast, basics, done):
        new_version(basics, by=cast.edda, effect=Effect.GRACE, grace_until=date(2026, 5, 31))
        new_version(basics, by=cast.edda, effect=Effect.END)
        assert not Completion.objects.valid_on(date(2026, 5, 4)).exists()
        assert Assignment.objects.of(cast.ben).open().count() == 1

    def test_who_has_not_done_it_keeps_the_due_date(self, cast, basics, done):
        before = assignment_of(cast.mara).due_on
        new_version(basics, by=cast.edda, effect=Effect.END)
        assert (assignment_of(cast.mara).cycle, assignment_of(cast.mara).due_on) == (1, before)

    def test_who_is_exempt_stays_exempt(self, cast, basics, done):
        exempt(assignment=assignment_of(cast.mara), reason="Teaches it", by=cast.hanna)
        new_version(basics, by=cast.edda, effect=Effect.END)
        assert not Assignment.objects.of(cast.mara).open().exists()

    def test_doing_the_new_version_is_proof_again(self, cast, basics, done):
        new_version(basics, by=cast.edda, effect=Effect.END)
        (second,) = do(cast.ben, basics)
        assert Completion.objects.valid_on(date(2026, 5, 4)).get() == second
        assert second.version.major == 2

    def test_an_attempt_at_the_older_version_counts_only_for_its_grace(self, cast, basics, done):
        """Begun before the release, passed after it: the new version stays to do."""
        old = attempt(cast.mara, basics)
        new_version(basics, by=cast.edda, effect=Effect.GRACE, grace_until=date(2026, 5, 31))
        passed(old)
        assert Completion.objects.valid_on(date(2026, 5, 31)).of(cast.mara).exists()
        assert not Completion.objects.valid_on(date(2026, 6, 1)).of(cast.mara).exists()
        assert assignment_of(cast.mara).state == AssignmentState.OPEN

    def test_who_joins_during_grace_has_a_due_date_of_their_own(self, cast, basics, done):
        from accounts.people.operations import define_audience

        new_version(basics, by=cast.edda, effect=Effect.GRACE, grace_until=date(2026, 5, 31))
        mine = define_audience(slug="ben", name="Ben", clauses=[{"person": cast.ben}], by=None)
        second = require(basics, audience=mine)
        assert assignment_of(cast.ben, second).state == AssignmentState.OPEN


class TestAMistake:
    def test_it_counts_until_it_was_found_and_is_asked_for_again(self, cast, basics, done):
        """T2: revoking takes nothing from the past."""
        revoke_completion(completion=done, reason="Somebody else's quiz", by=cast.hanna)
        assert Completion.objects.valid_on(date(2026, 5, 3)).get() == done
        assert not Completion.objects.valid_on(date(2026, 5, 4)).exists()
        again = assignment_of(cast.ben)
        assert (again.cause, again.state) == (Cause.REVOKED, AssignmentState.OPEN)
        (second,) = do(cast.ben, basics)
        assert second.assignment == again

    def test_its_copies_for_other_requirements_go_with_it(self, cast, basics, done):
        from accounts.people.operations import define_audience

        mine = define_audience(slug="ben", name="Ben", clauses=[{"person": cast.ben}], by=None)
        second = require(basics, audience=mine)
        assert Completion.objects.filter(requirement=second).exists()
        revoke_completion(completion=done, reason="Mistake", by=cast.hanna)
        assert not Completion.objects.valid_on(date(2026, 5, 4)).exists()
        assert Assignment.objects.of(cast.ben).open().count() == 2

    def test_it_needs_a_reason_and_another_person_and_works_once(self, cast, basics, done):
        with pytest.raises(ReasonRequired):
            revoke_completion(completion=done, reason=" ", by=cast.hanna)
        (own,) = do(cast.hanna, basics)
        with pytest.raises(NotYourself):
            revoke_completion(completion=own, reason="x", by=cast.hanna)
        (row,) = revoke_completion(completion=done, reason="x", by=cast.hanna)
        assert row.cause == RevocationCause.MISTAKE
        with pytest.raises(NothingToRevoke):
            revoke_completion(completion=done, reason="x", by=cast.hanna)


def test_a_withdrawn_course_is_owed_by_nobody_and_proof_stays(cast, basics, done):
    """T2"""
    from django.utils import timezone

    basics.retired_at, basics.retired_by = timezone.now(), cast.falk
    basics.save()
    tell_retired(basics)
    assert not Assignment.objects.open().exists()
    assert assignment_of(cast.mara).state == AssignmentState.WITHDRAWN
    assert Completion.objects.valid_on(date(2026, 5, 4)).get() == done
