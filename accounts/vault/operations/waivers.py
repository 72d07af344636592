"""Waivers: an account is not changed for a time, by the word of two people."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.permissions import answers_for
from accounts.vault.choices import RotationCause, RotationState
from accounts.vault.models import Rotation
from accounts.vault.operations.rotations import exposed_still, open_rotation, unfinished
from accounts.vault.permissions import can_confirm_waiver
from accounts.vault.rules import OwnerWaives, ReasonRequired, WaivedTooLong
from portal.audit.trail import operation, record

LONGEST_DAYS = 90


@operation(refused="rotation.refused")
def propose_waiver(*, rotation: Rotation, reason: str, until: date, by: Employee) -> Rotation:
    """The owner or deputy would rather not change it for a time. Raises `OwnerWaives`, `WaivedTooLong`."""
    rotation = unfinished(rotation)
    if not answers_for(by, rotation.account):
        raise OwnerWaives
    if not reason.strip():
        raise ReasonRequired
    today = timezone.localdate()
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        raise WaivedTooLong
    rotation.waiver_reason, rotation.waived_until, rotation.waiver_by = reason, until, by
    rotation.save(update_fields=["waiver_reason", "waived_until", "waiver_by"])
    record("rotation.waiver_proposed", by=by, obj=rotation)
    return rotation


@operation(refused="rotation.refused")
def confirm_waiver(*, rotation: Rotation, by: Employee) -> Rotation:
    """Be the second person of a waiver. Raises `OwnerWaives` without a proposal or for who made it."""
    rotation = unfinished(rotation)
    if rotation.waiver_by_id is None or not can_confirm_waiver(by, rotation):
        raise OwnerWaives
    rotation.state, rotation.waived_by, rotation.waived_at = RotationState.WAIVED, by, timezone.now()
    rotation.save(update_fields=["state", "waived_by", "waived_at"])
    record("rotation.waived", by=by, obj=rotation)
    return rotation


@operation
def end_waiver(*, rotation: Rotation) -> Rotation | None:
    """The time of a waiver is over: what is still exposed is to be changed after all, by a new rotation."""
    items = rotation.items.select_related("credential")
    versions = [version for item in items if (version := exposed_still(item)) is not None]
    rotation.waiver_ended_at = timezone.now()
    rotation.save(update_fields=["waiver_ended_at"])
    if not versions:
        return None
    return open_rotation(
        account=rotation.account, versions=versions, cause=RotationCause(rotation.cause), by=None
    )
