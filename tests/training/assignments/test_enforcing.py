"""A1: a certificate that counts opens the channel, and one that has run out closes it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.access import registry
from accounts.access.choices import Blocker, GrantState
from accounts.access.deciding import standing_of, standings_of
from accounts.access.models import AccessGrant
from accounts.access.operations import give_back, use_grant
from tests.factories.access import asked, granted, rules
from tests.factories.register import sound_account
from tests.factories.training import assignment_of, course, do, new_version, require
from training.assignments.choices import AssignmentState, DueKind, Enforcement
from training.assignments.enforcing import check, choices
from training.assignments.models import Assignment
from training.assignments.operations import exempt
from training.courses.choices import Effect

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def march(time_machine):
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)
    return time_machine


@pytest.fixture
def channel(cast, march):
    return sound_account(cast)


@pytest.fixture
def way(channel):
    return channel.routes.get()


def standing(grant):
    return standing_of(AccessGrant.objects.with_parts().get(pk=grant.pk), timezone.now())


class TestRulesOfAnAccount:
    """An account requires the course, whoever else does."""

    @pytest.fixture
    def grant(self, cast, channel, way, basics):
        rules(channel, by=cast.anton, required=["training:basics"])
        return granted(way, to=cast.ben, by=cast.ada, days=300)

    def test_the_course_can_be_chosen(self, basics):
        assert choices() == [("training:basics", "Basics basics")]

    def test_passing_opens_at_once(self, cast, grant, basics):
        """A1: no job, no approval, no waiting."""
        closed = standing(grant)
        assert closed.blockers == (Blocker.REQUIREMENT,)
        assert closed.missing[0].url == "/learning/courses/basics/"
        do(cast.ben, basics)
        assert standing(grant).can_be_used

    def test_it_closes_at_midnight_where_somebody_works(self, cast, grant, basics, march):
        """A1: proof runs out by the day of the person's place."""
        require(basics, validity_months=6)
        (done,) = do(cast.ben, basics)
        assert done.valid_until == date(2026, 9, 2)
        march.move_to("2026-09-02T21:59:59Z", tick=False)
        assert standing(grant).can_be_used
        march.move_to("2026-09-02T22:00:00Z", tick=False)  # midnight in Hamburg
        assert standing(grant).blockers == (Blocker.REQUIREMENT,)
        assert standing(grant).missing[0].lapsed_at == timezone.now()

    def test_a_withdrawn_course_holds_nobody(self, cast, grant, basics):
        basics.retired_at, basics.retired_by = timezone.now(), cast.falk
        basics.save()
        assert standing(grant).can_be_used

    def test_a_course_that_is_gone_is_never_met(self, cast):
        assert not check(cast.ben, "training:gone").is_met


class TestSuspending:
    """A requirement suspends access, whatever the rules of the accounts say."""

    @pytest.fixture
    def requirement(self, cast, basics, march):
        _ = cast.ben
        return require(basics, due_days=14, validity_months=12, grace_days=5, enforcement=Enforcement.SUSPEND)

    @pytest.fixture
    def grant(self, cast, way, requirement):
        return granted(way, to=cast.ben, by=cast.ada, days=360)

    def test_until_the_days_of_grace_are_over_access_goes_on(self, cast, grant, march):
        assert assignment_of(cast.ben).due_on == date(2026, 3, 16)
        march.move_to("2026-03-21T22:59:00Z", tick=False)
        assert standing(grant).can_be_used
        march.move_to("2026-03-21T23:00:00Z", tick=False)
        assert standing(grant).blockers == (Blocker.REQUIREMENT,)

    def test_doing_it_opens_again_and_the_state_follows(self, cast, grant, basics, march):
        """A1, and the path of every lapse: suspended when somebody looks, going on when it is there again."""
        march.move_to("2026-04-01T09:00:00Z", tick=False)
        use_grant(grant=grant, by=cast.ben)
        grant.refresh_from_db()
        assert grant.state == GrantState.SUSPENDED
        do(cast.ben, basics)
        assert use_grant(grant=grant, by=cast.ben).can_be_used
        grant.refresh_from_db()
        assert grant.state == GrantState.ACTIVE

    def test_proof_that_ran_out_closes_after_grace_without_any_job(self, cast, grant, basics, march):
        do(cast.ben, basics)
        AccessGrant.objects.filter(pk=grant.pk).update(ends_at=timezone.now() + timedelta(days=900))
        march.move_to("2027-03-07T12:00:00Z", tick=False)  # ran out on 2 March
        assert standing(grant).can_be_used
        march.move_to("2027-03-08T12:00:00Z", tick=False)
        assert standing(grant).blockers == (Blocker.REQUIREMENT,)

    def test_a_changed_course_closes(self, cast, grant, basics, march):
        """ "End": after the days of grace that the requirement gives, if any."""
        do(cast.ben, basics)
        march.move_to("2026-05-04T09:00:00Z", tick=False)
        new_version(basics, by=cast.edda, effect=Effect.END)
        assert standing(grant).can_be_used
        march.move_to("2026-05-09T09:00:00Z", tick=False)
        assert standing(grant).blockers == (Blocker.REQUIREMENT,)

    def test_who_is_exempt_goes_on(self, cast, grant, march):
        exempt(assignment=assignment_of(cast.ben), reason="Teaches it", by=cast.hanna)
        march.move_to("2026-04-01T09:00:00Z", tick=False)
        assert standing(grant).can_be_used

    def test_on_call_goes_on_for_a_day_but_never_before_the_first_time(
        self, cast, grant, basics, march, monkeypatch
    ):
        """A1: grace for whoever is on call, loud, and only for what was fulfilled once."""
        monkeypatch.setattr(registry, "_on_call", [lambda person: True])
        march.move_to("2026-03-22T09:00:00Z", tick=False)
        assert not standing(grant).can_be_used
        do(cast.ben, basics)
        AccessGrant.objects.filter(pk=grant.pk).update(ends_at=timezone.now() + timedelta(days=900))
        march.move_to("2027-03-28T10:00:00Z", tick=False)  # 22 March and five days of grace
        assert standing(grant).is_grace
        march.move_to("2027-03-29T10:00:00Z", tick=False)
        assert not standing(grant).can_be_used

    def test_away_is_not_overdue(self, cast, grant, march):
        Assignment.objects.of(cast.ben).update(paused_on=date(2026, 3, 3))
        march.move_to("2026-06-01T09:00:00Z", tick=False)
        assert standing(grant).can_be_used


class TestBlocking:
    """New access only with proof; what somebody has goes on."""

    def test_what_began_without_proof_waits_for_it(self, cast, basics, way):
        require(basics, enforcement=Enforcement.BLOCK)
        grant = granted(way, to=cast.ben, by=cast.ada)
        assert standing(grant).blockers == (Blocker.REQUIREMENT,)
        do(cast.ben, basics)
        assert standing(grant).can_be_used

    def test_what_was_there_before_goes_on(self, cast, basics, way, march):
        grant = granted(way, to=cast.ben, by=cast.ada, days=90)
        march.move_to("2026-03-03T09:00:00Z", tick=False)
        require(basics, enforcement=Enforcement.BLOCK)
        march.move_to("2026-05-20T09:00:00Z", tick=False)
        assert standing(grant).can_be_used

    def test_what_began_with_proof_outlives_it(self, cast, basics, way, march):
        require(basics, validity_months=1, enforcement=Enforcement.BLOCK)
        do(cast.ben, basics)
        grant = granted(way, to=cast.ben, by=cast.ada, days=90)
        march.move_to("2026-05-20T09:00:00Z", tick=False)
        assert standing(grant).can_be_used


class TestDueBeforeAccess:
    """Only who has, or wants, access has to do it."""

    @pytest.fixture
    def requirement(self, cast, basics, march):
        _ = cast.ben
        return require(basics, due_kind=DueKind.GRANT, due_days=3)

    def test_nobody_without_access_is_assigned(self, cast, requirement):
        assert not Assignment.objects.exists()

    def test_asking_for_access_assigns_days_before_it_begins(self, cast, requirement, way):
        asked(way, by=cast.ben, starts_on=date(2026, 3, 20))
        assert assignment_of(cast.ben).due_on == date(2026, 3, 17)

    def test_access_that_runs_already_leaves_time(self, cast, requirement, way):
        granted(way, to=cast.ben, by=cast.ada)
        assert assignment_of(cast.ben).due_on == date(2026, 3, 5)

    def test_giving_access_back_takes_the_duty_away(self, cast, requirement, way):
        grant = granted(way, to=cast.ben, by=cast.ada)
        give_back(grant=grant, by=cast.ben)
        assert assignment_of(cast.ben).state == AssignmentState.WITHDRAWN


def test_many_grants_cost_few_queries(cast, basics, way, march, django_assert_max_num_queries):
    require(basics, enforcement=Enforcement.SUSPEND)
    require(course("other", by=cast.edda), enforcement=Enforcement.BLOCK)
    for person in (cast.ben, cast.mara, cast.edda):
        granted(way, to=person, by=cast.ada)
    grants = list(AccessGrant.objects.with_parts())
    with django_assert_max_num_queries(3):
        standings_of(grants, timezone.now())


def test_where_nothing_is_enforced_it_is_one_query(cast, basics, way, django_assert_num_queries):
    require(basics)
    granted(way, to=cast.ben, by=cast.ada)
    grants = list(AccessGrant.objects.with_parts())
    with django_assert_num_queries(1):
        standings_of(grants, timezone.now())
