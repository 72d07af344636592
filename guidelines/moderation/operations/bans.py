"""Bans as they stand on the platform: lifted when their time is over, looked at yearly without one."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.moderation.choices import BanVerdict
from guidelines.moderation.deadlines import look_again_at
from guidelines.moderation.models import Ban, BanReview
from guidelines.moderation.operations.cases import settle
from guidelines.moderation.operations.locks import locked
from guidelines.moderation.permissions import can_decide, can_handle
from guidelines.moderation.rules import BanHasAnEnd, BanLifted, ReasonRequired
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="moderation.refused")
def lift_ban(*, ban: Ban, note: str, by: Employee) -> Ban:
    """Attest that the ban was lifted on the platform. Raises `NotPermitted`, `BanLifted`."""
    case = locked(ban.decision.case)
    ban = _held(ban)
    if not can_handle(by, case):
        raise NotPermitted
    _lift(ban, storable(note).strip(), by)
    settle(case)
    record("moderation.ban_lifted", by=by, obj=ban)
    return ban


@operation(refused="moderation.refused")
def review_ban(*, ban: Ban, verdict: str, reason: str, by: Employee) -> BanReview:
    """Look at a ban for good: it stays for another year, or was lifted on the platform.

    Raises `NotPermitted`, `BanLifted`, `BanHasAnEnd`, `ReasonRequired`.
    """
    case = locked(ban.decision.case)
    ban = _held(ban)
    if not can_decide(by, case):
        raise NotPermitted
    if not ban.is_permanent:
        raise BanHasAnEnd
    if not reason.strip():
        raise ReasonRequired
    now, reason = timezone.now(), storable(reason).strip()
    if verdict == BanVerdict.LIFTED:
        _lift(ban, "", by)
    else:
        _refuse_lifted(ban)
        ban.due_at = look_again_at(now, by.location)
        ban.reminded_at = None
        ban.save(update_fields=["due_at", "reminded_at"])
    review = BanReview.objects.create(
        ban=ban, verdict=verdict, reason=reason, reviewed_by=by, reviewed_at=now
    )
    settle(case)
    record("moderation.ban_reviewed", by=by, obj=ban, details={"verdict": verdict})
    return review


def _held(ban: Ban) -> Ban:
    return Ban.objects.select_for_update(of=("self",), no_key=True).with_parts().get(pk=ban.pk)


def _refuse_lifted(ban: Ban) -> None:
    if ban.lifted_at:
        raise BanLifted


def _lift(ban: Ban, note: str, by: Employee) -> None:
    _refuse_lifted(ban)
    ban.lifted_at, ban.lifted_by, ban.lift_note = timezone.now(), by, note[:500]
    ban.save(update_fields=["lifted_at", "lifted_by", "lift_note"])
