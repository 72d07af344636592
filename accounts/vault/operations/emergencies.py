"""Breaking the glass: at once, with a reason, loud, and never without a review and a change."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.people.calendar import is_working_day
from accounts.people.models import Employee, Location
from accounts.vault import emails
from accounts.vault.choices import CredentialKind, GlassState, RotationCause
from accounts.vault.models import BreakGlass, Credential, Reveal
from accounts.vault.operations.credentials import suspect_version
from accounts.vault.operations.reveals import ask_to_see
from accounts.vault.operations.rotations import open_rotation, versions_of
from accounts.vault.permissions import can_break_glass, can_review_glass
from accounts.vault.registry import Cause, tell_emergency_used
from accounts.vault.rules import (
    NotASecret,
    NothingStored,
    ReasonRequired,
    ReviewedAlready,
    ReviewedByAnother,
)
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

REVIEW_WORKING_DAYS = 2


@operation(refused="emergency.refused")
def break_glass(*, credential: Credential, reason: str, by: Employee, cause: Cause | None = None) -> Reveal:
    """Open a secret without access to the account. Owner, deputy and security are told in the same
    transaction, a change of the secret begins, and the review is due in two working days. `cause` is what a
    higher room knows it is for.

    Raises `NotPermitted`, `ReasonRequired`, `NothingStored`, and what `ask_to_see` raises.
    """
    if not can_break_glass(by, credential.account):
        raise NotPermitted
    if not reason.strip():
        raise ReasonRequired
    if credential.kind == CredentialKind.HARDWARE_KEY:
        raise NotASecret
    version = credential.versions.in_force().without_secret().select_related("credential").first()
    if version is None:
        raise NothingStored
    glass = BreakGlass.objects.create(
        credential=credential,
        person=by,
        reason=reason.strip(),
        used_at=timezone.now(),
        review_by=in_working_days(timezone.localdate(), REVIEW_WORKING_DAYS, by.location),
        cause_kind=cause.kind if cause else "",
        cause_ref=cause.ref if cause else None,
        cause_label=cause.label if cause else "",
    )
    record("emergency.used", by=by, obj=credential, details={"kind": credential.kind})
    open_rotation(account=credential.account, versions=[version], cause=RotationCause.BREAK_GLASS, by=by)
    emails.tell_emergency(glass)
    tell_emergency_used(glass)
    return ask_to_see(credential=credential, reason=reason, by=by, glass=glass)


@operation(refused="emergency.refused")
def review_emergency(*, glass: BreakGlass, verdict: GlassState, note: str, by: Employee) -> BreakGlass:
    """Say whether it was justified. Abuse closes everything of the account until it is changed.

    Raises `ReviewedByAnother`, `ReviewedAlready`, `ReasonRequired`.
    """
    locked = BreakGlass.objects.select_for_update(of=("self",), no_key=True)
    glass = locked.select_related("credential__account", "person").get(pk=glass.pk)
    if not can_review_glass(by, glass):
        raise ReviewedByAnother
    if glass.state != GlassState.UNDER_REVIEW or verdict == GlassState.UNDER_REVIEW:
        raise ReviewedAlready
    if not note.strip():
        raise ReasonRequired
    glass.state, glass.verdict_note = verdict, note.strip()
    glass.reviewed_by, glass.reviewed_at = by, timezone.now()
    glass.save()
    record("emergency.reviewed", by=by, obj=glass.credential, details={"verdict": verdict.value})
    if verdict == GlassState.ABUSE:
        versions = list(versions_of(glass.credential.account))
        for version in versions:
            suspect_version(version=version, by=by)
        open_rotation(
            account=glass.credential.account, versions=versions, cause=RotationCause.SUSPICION, by=by
        )
    return glass


def in_working_days(day: date, count: int, place: Location) -> date:
    """The working day at `place` that comes `count` working days after `day`."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, place)
    return day
