"""Changing what somebody knows who should not: complete, and checked by somebody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access.operations import give_back, revoke_grant
from accounts.people.choices import Role
from accounts.vault.choices import CredentialKind, RotationCause, RotationState, StepKind, VersionState
from accounts.vault.jobs import tidy
from accounts.vault.models import Rotation
from accounts.vault.operations import (
    ask_to_see,
    confirm_waiver,
    finish_step,
    let_go,
    mark_changed,
    open_rotation,
    plan_rotation,
    propose_waiver,
    take_over,
    verify_rotation,
)
from accounts.vault.rules import (
    AlreadyRunning,
    CheckedByAnother,
    NothingStored,
    NotTheRotator,
    OnlyRotators,
    OwnerWaives,
    RotationIsDone,
    SessionsNotEnded,
    StepsMissing,
    WaivedTooLong,
)
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories.access import in_days
from tests.factories.people import EmployeeFactory
from tests.factories.vault import SEED, access_to, credential, looked, renewed, seen, shared_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return shared_account(cast)


@pytest.fixture
def login(cast, account):
    return credential(account, by=cast.anton)


@pytest.fixture
def rotation(cast, account, login):
    """Ben has seen the password; Anton changes it."""
    grant = access_to(account, to=cast.ben, by=cast.ada)
    seen(login, by=cast.ben)
    revoke_grant(grant=grant, by=cast.ada)
    return take_over(rotation=Rotation.objects.get(), by=cast.anton)


def finish(rotation, by):
    for step in rotation.steps.filter(done_at=None):
        finish_step(rotation=rotation, kind=StepKind(step.kind), note="Seen", by=by)


def changed(rotation, login, by):
    renewed(login, by=by)
    finish(rotation, by)
    return mark_changed(rotation=rotation, by=by)


def test_revoking_from_whoever_knows_it_opens_a_change(cast, rotation):
    assert (rotation.cause, rotation.state) == (RotationCause.REVOKED, RotationState.OPEN)
    assert {step.kind for step in rotation.steps.all()} == {StepKind.PASSWORD, StepKind.SESSIONS}
    assert Message.objects.filter(kind="vault.rotation_due", recipient_ref=cast.ada.ref).count() == 1


def test_giving_back_opens_none(cast, account, login):
    grant = access_to(account, to=cast.ben, by=cast.ada)
    seen(login, by=cast.ben)
    give_back(grant=grant, by=cast.ben)
    assert not Rotation.objects.exists()


def test_it_is_finished_when_everything_is_new_and_another_saw_the_sessions_end(cast, login, rotation):
    """V6"""
    with pytest.raises(StepsMissing):
        mark_changed(rotation=rotation, by=cast.anton)
    finish(rotation, cast.anton)
    with pytest.raises(StepsMissing):
        mark_changed(rotation=rotation, by=cast.anton)
    with pytest.raises(StepsMissing):
        verify_rotation(rotation=rotation, sessions_ended=True, by=cast.mara)
    renewed(login, by=cast.anton)
    assert mark_changed(rotation=rotation, by=cast.anton).state == RotationState.CHANGED
    with pytest.raises(CheckedByAnother):
        verify_rotation(rotation=rotation, sessions_ended=True, by=cast.anton)
    with pytest.raises(SessionsNotEnded):
        verify_rotation(rotation=rotation, sessions_ended=False, by=cast.mara)
    assert (
        verify_rotation(rotation=rotation, sessions_ended=True, by=cast.mara).state == RotationState.VERIFIED
    )
    with pytest.raises(RotationIsDone):
        verify_rotation(rotation=rotation, sessions_ended=True, by=cast.mara)


@pytest.mark.parametrize("who", ["ben", "hanna", "cleo", "ines", "edda"])
def test_whoever_has_nothing_to_do_with_it_does_not_check(cast, login, rotation, who):
    """V6"""
    changed(rotation, login, cast.anton)
    with pytest.raises(CheckedByAnother):
        verify_rotation(rotation=rotation, sessions_ended=True, by=getattr(cast, who))


def test_whoever_did_a_step_does_not_check(cast, login, rotation):
    """V6: two people shared the work; neither of them is the other person."""
    finish_step(rotation=rotation, kind=StepKind.SESSIONS, note="Seen", by=cast.anton)
    let_go(rotation=rotation, by=cast.anton)
    take_over(rotation=rotation, by=cast.mara)
    finish_step(rotation=rotation, kind=StepKind.PASSWORD, note="Seen", by=cast.mara)
    renewed(login, by=cast.mara)
    mark_changed(rotation=rotation, by=cast.mara)
    for party in (cast.anton, cast.mara):
        with pytest.raises(CheckedByAnother):
            verify_rotation(rotation=rotation, sessions_ended=True, by=party)
    assert verify_rotation(rotation=rotation, sessions_ended=True, by=cast.ada).verified_by == cast.ada


def test_what_was_exposed_again_meanwhile_is_not_finished(cast, account, login, rotation):
    """V6: between changing and checking somebody who knows the new one leaves."""
    changed(rotation, login, cast.anton)
    grant = access_to(account, to=cast.edda, by=cast.ada)
    seen(login, by=cast.edda)
    revoke_grant(grant=grant, by=cast.ada)
    rotation.refresh_from_db()
    assert rotation.state == RotationState.OPEN
    with pytest.raises(StepsMissing):
        verify_rotation(rotation=rotation, sessions_ended=True, by=cast.mara)


def test_every_exposed_factor_counts(cast, account):
    """V6: a new password does not make up for a second factor that is known."""
    grant = access_to(account, to=cast.ben, by=cast.ada)
    login = credential(account, by=cast.anton)
    factor = credential(account, by=cast.anton, kind=CredentialKind.TOTP, text=SEED)
    for one in (login, factor):
        seen(one, by=cast.ben)
    revoke_grant(grant=grant, by=cast.ada)
    rotation = take_over(rotation=Rotation.objects.get(), by=cast.anton)
    renewed(login, by=cast.anton)
    finish(rotation, cast.anton)
    with pytest.raises(StepsMissing):
        mark_changed(rotation=rotation, by=cast.anton)
    renewed(factor, by=cast.anton, text="NBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ")
    assert mark_changed(rotation=rotation, by=cast.anton).state == RotationState.CHANGED


def test_one_change_at_a_time_takes_in_what_comes(cast, account, rotation):
    token = credential(account, by=cast.anton, kind=CredentialKind.API_TOKEN, text="t")
    again = open_rotation(
        account=account, versions=[token.in_force], cause=RotationCause.SUSPICION, by=cast.ada
    )
    assert again.pk == rotation.pk
    assert again.items.count() == 2
    assert again.due_at < timezone.now() + timedelta(hours=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rotation.objects.create(
            account=account, cause=RotationCause.PLANNED, opened_at=timezone.now(), due_at=timezone.now()
        )


def test_only_one_person_changes_it(cast, rotation):
    with pytest.raises(NotTheRotator):
        take_over(rotation=rotation, by=cast.ada)
    with pytest.raises(NotTheRotator):
        finish_step(rotation=rotation, kind=StepKind.SESSIONS, note="x", by=cast.ada)
    with pytest.raises(NotPermitted):
        take_over(rotation=rotation, by=cast.ben)
    cast.anton.is_active = False
    type(rotation).objects.filter(pk=rotation.pk).update(taken_by=cast.edda)
    from accounts.people.operations import leave

    leave(person=cast.edda, on=timezone.localdate(), by=cast.hanna)
    assert take_over(rotation=rotation, by=cast.ada).taken_by == cast.ada


def test_a_suspicion_closes_it_for_all_but_who_changes_it(cast, account, login):
    access_to(account, to=cast.ben, by=cast.ada)
    rotation = plan_rotation(account=account, cause=RotationCause.SUSPICION, by=cast.ben)
    assert login.in_force.state == VersionState.SUSPECT
    with pytest.raises(OnlyRotators):
        ask_to_see(credential=login, reason="x", by=cast.ben)
    take_over(rotation=rotation, by=cast.ada)
    reveal = ask_to_see(credential=login, reason="Changing it", by=cast.ada)
    assert looked(reveal, by=cast.ada).text
    renewed(login, by=cast.ada)
    assert seen(login, by=cast.ben).text == "new-one"


@pytest.mark.parametrize("who", ["edda", "hanna", "dana"])
def test_strangers_neither_plan_nor_suspect(cast, account, login, who):
    for cause in (RotationCause.SUSPICION, RotationCause.PLANNED, RotationCause.LEAVER):
        with pytest.raises(NotPermitted):
            plan_rotation(account=account, cause=cause, by=getattr(cast, who))


def test_there_must_be_something_to_change(cast, account, login, rotation):
    with pytest.raises(AlreadyRunning):
        plan_rotation(account=account, cause=RotationCause.PLANNED, by=cast.anton)
    empty = shared_account(cast, handle="@empty")
    with pytest.raises(NothingStored):
        plan_rotation(account=empty, cause=RotationCause.PLANNED, by=cast.anton)


def test_waiving_takes_the_owner_and_a_second_person_and_ends(cast, login, rotation):
    with pytest.raises(OwnerWaives):
        propose_waiver(rotation=rotation, reason="x", until=in_days(3), by=cast.anton)
    with pytest.raises(WaivedTooLong):
        propose_waiver(rotation=rotation, reason="x", until=in_days(91), by=cast.ada)
    with pytest.raises(OwnerWaives):
        confirm_waiver(rotation=rotation, by=cast.anton)
    propose_waiver(rotation=rotation, reason="Launch", until=in_days(3), by=cast.ada)
    security = EmployeeFactory(roles=[Role.SECURITY_OFFICER])
    assert confirm_waiver(rotation=rotation, by=security).state == RotationState.WAIVED
    Rotation.objects.update(waived_until=in_days(-1))
    tidy(None)
    tidy(None)
    again = Rotation.objects.exclude(pk=rotation.pk).get()
    assert again.state == RotationState.OPEN
    assert [item.credential for item in again.items.all()] == [login]


def test_the_owner_does_not_confirm_her_own_waiver(cast, rotation):
    from accounts.people.operations import give_role

    give_role(person=cast.ada, role=Role.ACCOUNT_ADMIN, by=None)
    propose_waiver(rotation=rotation, reason="Launch", until=in_days(3), by=cast.ada)
    with pytest.raises(OwnerWaives):
        confirm_waiver(rotation=rotation, by=cast.ada)


def test_tools_and_roles_that_hang_on_it_are_steps_too(cast, account, login):
    from accounts.register.choices import RouteKind, StandsOn
    from accounts.register.models import ToolConnection
    from accounts.register.operations import connect_tool
    from tests.factories.access import granted

    tool = ToolConnection(account=account, tool="Planner", stands_on=StandsOn.COMPANY)
    connect_tool(connection=tool, by=cast.anton)
    role = granted(account.routes.get(kind=RouteKind.DELEGATED), to=cast.ben, by=cast.ada)
    revoke_grant(grant=role, by=cast.anton)
    made = plan_rotation(account=account, cause=RotationCause.PLANNED, by=cast.anton)
    assert {StepKind.TOOLS, StepKind.ROLES} <= {step.kind for step in made.steps.all()}
