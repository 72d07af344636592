"""Access begins, is attested, rests and ends; whether it can be used is decided when it is used."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import registry
from accounts.access.choices import Blocker, EndReason, GrantState, TaskKind, TaskState
from accounts.access.deciding import standing_of
from accounts.access.jobs import look_for_lapses, tidy
from accounts.access.models import AccessGrant, PlatformTask
from accounts.access.operations import (
    attest_invitation,
    finish_task,
    give_back,
    resume_grant,
    revoke_grant,
    suspend_grant,
    use_grant,
)
from accounts.access.registry import Requirement
from accounts.access.rules import HasEnded, NotAnInvitation, NotSuspended, NotYours, TaskIsDone
from accounts.people.operations import leave
from accounts.register.choices import RouteKind
from accounts.register.operations import close_route
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories.access import asked, granted, in_days
from tests.factories.register import route, sound_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(cast):
    return sound_account(cast)


@pytest.fixture
def way(channel):
    return channel.routes.get()


@pytest.fixture
def required(monkeypatch):
    """A requirement that the test switches: what a higher room would say."""
    state = {"is_met": True, "lapsed_at": None}

    def check(person, key):
        return Requirement(key, "Richtlinie lesen", state["is_met"], "/read/", state["lapsed_at"])

    monkeypatch.setitem(registry._sources, "test", (lambda: [("test:one", "One")], check))
    return state


def standing(grant, at=None):
    return standing_of(AccessGrant.objects.with_parts().get(pk=grant.pk), at or timezone.now())


def test_access_on_a_platform_waits_for_the_attested_invitation(cast, way):
    """A9"""
    grant = granted(way, to=cast.ben, by=cast.ada, is_attested=False)
    assert grant.state == GrantState.PENDING
    assert standing(grant).blockers == (Blocker.INVITATION,)
    task = PlatformTask.objects.get(kind=TaskKind.INVITE)
    with pytest.raises(NotPermitted):
        attest_invitation(grant=grant, note="x", by=cast.edda)
    attest_invitation(grant=grant, note="Seen", by=cast.anton)
    task.refresh_from_db()
    grant.refresh_from_db()
    assert (grant.state, task.state, task.done_by) == (GrantState.ACTIVE, TaskState.DONE, cast.anton)
    assert standing(grant).can_be_used
    with pytest.raises(NotAnInvitation):
        attest_invitation(grant=grant, note="Again", by=cast.anton)


@pytest.mark.parametrize("how", ["expiry", "return", "revoke", "leave", "route"])
def test_every_end_opens_the_task_to_remove_it_there(cast, way, how):
    """A9: expiry, return, revoking, leaving and the end of the route alike."""
    grant = granted(way, to=cast.ben, by=cast.ada)
    if how == "expiry":
        AccessGrant.objects.update(starts_at=timezone.now() - timedelta(days=9), ends_at=timezone.now())
        tidy(None)
    elif how == "return":
        give_back(grant=grant, by=cast.ben)
    elif how == "revoke":
        revoke_grant(grant=grant, by=cast.anton)
    elif how == "leave":
        leave(person=cast.ben, on=timezone.localdate(), by=cast.hanna)
    else:
        close_route(route=way, by=cast.anton)
    grant.refresh_from_db()
    expected = {
        "expiry": EndReason.EXPIRED,
        "return": EndReason.RETURNED,
        "revoke": EndReason.REVOKED,
        "leave": EndReason.LEAVER,
        "route": EndReason.ROUTE_CLOSED,
    }
    assert (grant.state, grant.end_reason) == (GrantState.ENDED, expected[how])
    assert PlatformTask.objects.open().get().kind == TaskKind.REMOVE


def test_an_invitation_that_was_not_accepted_is_taken_back(cast, way):
    """A9: it may still be open on the platform."""
    grant = granted(way, to=cast.ben, by=cast.ada, is_attested=False)
    give_back(grant=grant, by=cast.ben)
    assert [task.kind for task in PlatformTask.objects.open()] == [TaskKind.REMOVE]
    assert grant.tasks.get(kind=TaskKind.INVITE).state == TaskState.NOT_NEEDED


def test_a_shared_login_needs_no_invitation_and_no_removal(cast, channel):
    shared = route(channel, RouteKind.SHARED, by=cast.anton)
    grant = granted(shared, to=cast.ben, by=cast.ada)
    assert grant.state == GrantState.ACTIVE
    give_back(grant=grant, by=cast.ben)
    assert not PlatformTask.objects.exists()


def test_only_the_holder_uses_and_gives_back(cast, way):
    grant = granted(way, to=cast.ben, by=cast.ada)
    for act in (use_grant, give_back):
        with pytest.raises(NotYours):
            act(grant=grant, by=cast.anton)


def test_suspending_is_undone_by_a_person_and_not_by_the_holder(cast, way):
    grant = granted(way, to=cast.ben, by=cast.ada)
    with pytest.raises(NotSuspended):
        resume_grant(grant=grant, by=cast.anton)
    suspend_grant(grant=grant, by=cast.ada)
    assert standing(grant).blockers == (Blocker.SUSPENDED,)
    look_for_lapses(None)
    assert standing(grant).blockers == (Blocker.SUSPENDED,)
    for nobody in (cast.ben, cast.hanna, cast.cleo):
        with pytest.raises(NotPermitted):
            resume_grant(grant=grant, by=nobody)
    resume_grant(grant=grant, by=cast.anton)
    assert standing(grant).can_be_used


def test_an_owner_with_access_does_not_end_her_own_suspension(cast, way):
    grant = granted(way, to=cast.ada, by=cast.mara)
    suspend_grant(grant=grant, by=cast.anton)
    with pytest.raises(NotPermitted):
        resume_grant(grant=grant, by=cast.ada)


def test_who_may_revoke(cast, way):
    grant = granted(way, to=cast.ben, by=cast.ada)
    for nobody in (cast.edda, cast.hanna, cast.cleo, cast.ines, cast.ben):
        with pytest.raises(NotPermitted):
            revoke_grant(grant=grant, by=nobody)
    revoke_grant(grant=grant, by=cast.mara)
    with pytest.raises(HasEnded):
        revoke_grant(grant=grant, by=cast.mara)


def test_history_outlives_the_end(cast, way):
    """A8: request, decision and grant stay when access is over."""
    grant = granted(way, to=cast.ben, by=cast.ada)
    give_back(grant=grant, by=cast.ben)
    again = granted(way, to=cast.ben, by=cast.mara)
    assert AccessGrant.objects.of(cast.ben).count() == 2
    assert grant.request.decisions.get().decided_by == cast.ada
    assert again.pk != grant.pk


def test_the_database_holds_one_running_grant_per_way(cast, way):
    """A7"""
    grant = granted(way, to=cast.ben, by=cast.ada)
    second = asked(sound_account(cast, handle="@b").routes.get(), by=cast.ben)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessGrant.objects.create(
            request=second,
            account=grant.account,
            route=grant.route,
            person=cast.ben,
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(days=1),
        )


def test_a_leaver_has_nothing_left(cast, way):
    grant = granted(way, to=cast.ben, by=cast.ada)
    waiting = asked(sound_account(cast, handle="@b").routes.get(), by=cast.ben)
    leave(person=cast.ben, on=timezone.localdate(), by=cast.hanna)
    grant.refresh_from_db()
    waiting.refresh_from_db()
    assert (grant.state, waiting.state) == (GrantState.ENDED, "closed_leaver")
    assert not Message.objects.filter(kind="access.grant_ended", recipient_ref=cast.ben.ref).exists()


def test_tasks_are_done_once_and_by_account_admins(cast, way):
    give_back(grant=granted(way, to=cast.ben, by=cast.ada), by=cast.ben)
    task = PlatformTask.objects.open().get()
    for nobody in (cast.ben, cast.ada, cast.cleo):
        with pytest.raises(NotPermitted):
            finish_task(task=task, note="x", by=nobody)
    finish_task(task=task, note="Removed", by=cast.anton)
    with pytest.raises(TaskIsDone):
        finish_task(task=task, note="Removed", by=cast.anton)


def test_holders_are_warned_once_before_the_end(cast, way):
    granted(way, to=cast.ben, by=cast.ada, days=5)
    tidy(None)
    tidy(None)
    assert Message.objects.filter(kind="access.grant_ending", recipient_ref=cast.ben.ref).count() == 1


def test_access_that_starts_later_starts_by_itself(cast, channel):
    shared = route(channel, RouteKind.SHARED, by=cast.anton)
    grant = granted(shared, to=cast.ben, by=cast.ada, starts_on=in_days(3))
    assert grant.state == GrantState.PENDING
    AccessGrant.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    tidy(None)
    grant.refresh_from_db()
    assert grant.state == GrantState.ACTIVE
    assert Message.objects.filter(kind="access.grant_active", recipient_ref=cast.ben.ref).count() == 1
