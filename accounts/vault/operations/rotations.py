"""Changing what somebody knows who should not: opened, taken over, changed, checked by another."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.access.choices import EndReason, TaskKind
from accounts.access.models import AccessGrant, PlatformTask
from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from accounts.vault import emails
from accounts.vault.choices import (
    CredentialKind,
    RotationCause,
    RotationState,
    StepKind,
)
from accounts.vault.exposure import Exposed
from accounts.vault.models import Credential, CredentialVersion, Rotation, RotationItem, RotationStep
from accounts.vault.operations.credentials import suspect_version
from accounts.vault.permissions import can_check_rotation, can_rotate, can_suspect
from accounts.vault.rules import (
    AlreadyRunning,
    CheckedByAnother,
    NothingStored,
    NotTheRotator,
    RotationIsDone,
    SessionsNotEnded,
    StepsMissing,
)
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

HOURS = {
    RotationCause.LEAVER: 24,
    RotationCause.REVOKED: 48,
    RotationCause.BREAK_GLASS: 24,
    RotationCause.SUSPICION: 4,
    RotationCause.PLANNED: 30 * 24,
}
STEP_OF = {
    CredentialKind.PASSWORD: StepKind.PASSWORD,
    CredentialKind.API_TOKEN: StepKind.TOOLS,
    CredentialKind.TOTP: StepKind.TOTP,
    CredentialKind.RECOVERY_CODES: StepKind.RECOVERY,
}


@operation
def open_rotation(
    *,
    account: CorporateAccount,
    versions: Iterable[CredentialVersion],
    cause: RotationCause,
    by: Employee | None,
) -> Rotation:
    """Have `versions` of `account` changed. What runs already takes them in, and its due time never moves
    back; what was changed and waits for its check is to be changed again."""
    return open_rotations(exposed=[Exposed(account, tuple(versions))], cause=cause, by=by)[0]


@operation
def open_rotations(
    *, exposed: Iterable[Exposed], cause: RotationCause, by: Employee | None
) -> list[Rotation]:
    """The same for several accounts, with one mail to each who could do it."""
    opened = [_open(one, cause, by) for one in exposed]
    emails.tell_rotations(opened)
    return opened


@operation(refused="rotation.refused")
def plan_rotation(*, account: CorporateAccount, cause: RotationCause, by: Employee) -> Rotation:
    """Have everything that is kept of an account changed: by plan, or because others may know it.

    Whoever has access may say so; a suspicion closes the secrets for all but whoever changes them. Raises
    `NotPermitted`, `NothingStored`, `AlreadyRunning` for a plan beside what runs.
    """
    may = can_suspect(by, account) if cause == RotationCause.SUSPICION else can_rotate(by, account)
    if cause not in (RotationCause.SUSPICION, RotationCause.PLANNED) or not may:
        raise NotPermitted
    if cause == RotationCause.PLANNED and Rotation.objects.unfinished().filter(account=account).exists():
        raise AlreadyRunning
    versions = list(versions_of(account))
    if not versions:
        raise NothingStored
    if cause == RotationCause.SUSPICION:
        for version in versions:
            suspect_version(version=version, by=by)
    return open_rotation(account=account, versions=versions, cause=cause, by=by)


@operation(refused="rotation.refused")
def take_over(*, rotation: Rotation, by: Employee) -> Rotation:
    """Do it: from now on this person opens what is to be changed. Raises `NotTheRotator` if another does."""
    rotation = unfinished(rotation)
    if not can_rotate(by, rotation.account):
        raise NotPermitted
    # Not by `rotation.taken_by`: PostgreSQL joins what was there before the lock that was waited for.
    others = Employee.objects.filter(pk=rotation.taken_by_id, is_active=True).exclude(pk=by.pk)
    if others.exists():
        raise NotTheRotator
    rotation.taken_by = by
    rotation.save(update_fields=["taken_by"])
    record("rotation.taken", by=by, obj=rotation)
    return rotation


@operation(refused="rotation.refused")
def let_go(*, rotation: Rotation, by: Employee) -> Rotation:
    """Leave it to somebody else."""
    rotation = _theirs(rotation, by)
    rotation.taken_by = None
    rotation.save(update_fields=["taken_by"])
    record("rotation.let_go", by=by, obj=rotation)
    return rotation


@operation(refused="rotation.refused")
def finish_step(*, rotation: Rotation, kind: StepKind, note: str, by: Employee) -> Rotation:
    """Say that a step was done on the platform, and what shows it. Raises `NotTheRotator`."""
    rotation = _theirs(rotation, by)
    step = rotation.steps.select_for_update(of=("self",), no_key=True).get(kind=kind)
    step.note, step.done_by, step.done_at = note, by, timezone.now()
    step.save()
    record("rotation.step_done", by=by, obj=rotation, details={"step": kind.value})
    return rotation


@operation(refused="rotation.refused")
def mark_changed(*, rotation: Rotation, by: Employee) -> Rotation:
    """Everything is new; now somebody else checks it. Raises `StepsMissing` (V6)."""
    rotation = _theirs(rotation, by)
    if still_exposed(rotation) or rotation.steps.filter(done_at=None).exists():
        raise StepsMissing
    rotation.state, rotation.changed_by, rotation.changed_at = RotationState.CHANGED, by, timezone.now()
    rotation.taken_by = None
    rotation.save(update_fields=["state", "changed_by", "changed_at", "taken_by"])
    record("rotation.changed", by=by, obj=rotation)
    emails.ask_to_check(rotation)
    return rotation


@operation(refused="rotation.refused")
def verify_rotation(*, rotation: Rotation, sessions_ended: bool, by: Employee) -> Rotation:
    """V6: another person attests that all sessions were ended; every exposed factor is new at this moment.

    Raises `RotationIsDone`, `CheckedByAnother`, `SessionsNotEnded`, `StepsMissing`.
    """
    rotation = unfinished(rotation)
    if rotation.state != RotationState.CHANGED:
        raise StepsMissing
    if not can_check_rotation(by, rotation):
        raise CheckedByAnother
    if not sessions_ended:
        raise SessionsNotEnded
    if still_exposed(rotation):
        raise StepsMissing
    rotation.state, rotation.verified_by, rotation.verified_at = RotationState.VERIFIED, by, timezone.now()
    rotation.save(update_fields=["state", "verified_by", "verified_at"])
    record("rotation.verified", by=by, obj=rotation)
    return rotation


def change_after_revoking(grant: AccessGrant, by: Employee | None) -> None:
    """Access that was taken away while something was known: it is changed. A departure has its own run, and
    whoever gave access back or reached its end stays bound to secrecy; the account's card says who knows."""
    if grant.end_reason not in (EndReason.REVOKED, EndReason.REVIEW):
        return
    known = CredentialVersion.objects.exposed_by(grant.person).filter(credential__account=grant.account_id)
    versions = list(known.without_secret().select_related("credential").order_by("pk"))
    if versions:
        open_rotation(account=grant.account, versions=versions, cause=RotationCause.REVOKED, by=by)


def versions_of(account: CorporateAccount) -> Iterable[CredentialVersion]:
    """What is in force of an account, without the secrets."""
    kept = Credential.objects.kept().filter(account=account)
    versions = CredentialVersion.objects.in_force().without_secret().filter(credential__in=kept)
    return versions.select_related("credential").order_by("pk")


def still_exposed(rotation: Rotation) -> list[RotationItem]:
    """V6: items whose credential is not newer than what was exposed."""
    items = rotation.items.select_related("credential")
    return [item for item in items if exposed_still(item) is not None]


def exposed_still(item: RotationItem) -> CredentialVersion | None:
    if item.credential.retired_at is not None:
        return None
    in_force = item.credential.versions.in_force().without_secret().select_related("credential").first()
    return in_force if in_force and in_force.number <= item.exposed_number else None


def _open(exposed: Exposed, cause: RotationCause, by: Employee | None) -> Rotation:
    locked = CorporateAccount.objects.select_for_update(of=("self",), no_key=True)
    account = locked.select_related("platform", "owner", "deputy").get(pk=exposed.account.pk)
    now = timezone.now()
    due_at = now + timedelta(hours=HOURS[cause])
    rotation, is_new = Rotation.objects.unfinished().get_or_create(
        account=account,
        defaults={"cause": cause, "opened_at": now, "due_at": due_at, "state": RotationState.OPEN},
    )
    rotation.account = account
    if not is_new:
        _open_again(rotation, due_at)
    for version in exposed.versions:
        _expose(rotation, version)
    kinds = {STEP_OF[CredentialKind(version.credential.kind)] for version in exposed.versions}
    _open_steps(rotation, {StepKind.SESSIONS} | kinds | _steps_beside(account))
    record("rotation.opened", by=by, obj=rotation, details={"cause": cause.value})
    return rotation


def _open_again(rotation: Rotation, due_at: datetime) -> None:
    rotation.due_at = min(rotation.due_at, due_at)
    rotation.state, rotation.changed_by, rotation.changed_at = RotationState.OPEN, None, None
    rotation.save(update_fields=["due_at", "state", "changed_by", "changed_at"])


def _steps_beside(account: CorporateAccount) -> set[StepKind]:
    """What hangs on the login besides the secrets: connected tools, and roles still to be removed."""
    kinds = set()
    if account.connections.connected().exists():
        kinds.add(StepKind.TOOLS)
    removals = PlatformTask.objects.open().filter(kind=TaskKind.REMOVE, grant__account=account)
    if removals.exists():
        kinds.add(StepKind.ROLES)
    return kinds


def _expose(rotation: Rotation, version: CredentialVersion) -> None:
    item, is_new = RotationItem.objects.get_or_create(
        rotation=rotation, credential=version.credential, defaults={"exposed_number": version.number}
    )
    if not is_new and item.exposed_number < version.number:
        item.exposed_number = version.number
        item.save(update_fields=["exposed_number"])


def _open_steps(rotation: Rotation, kinds: Iterable[StepKind]) -> None:
    rotation.steps.filter(kind__in=kinds).update(done_by=None, done_at=None, note="")
    there = set(rotation.steps.values_list("kind", flat=True))
    RotationStep.objects.bulk_create(
        RotationStep(rotation=rotation, kind=kind) for kind in sorted(kinds) if kind not in there
    )


def unfinished(rotation: Rotation) -> Rotation:
    locked = Rotation.objects.select_for_update(of=("self",), no_key=True).with_parts()
    found = locked.get(pk=rotation.pk)
    if found.state not in (RotationState.OPEN, RotationState.CHANGED):
        raise RotationIsDone
    return found


def _theirs(rotation: Rotation, by: Employee) -> Rotation:
    found = unfinished(rotation)
    if found.taken_by_id != by.pk:
        raise NotTheRotator
    return found
