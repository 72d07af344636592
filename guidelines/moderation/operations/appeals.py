"""Appeals: received, and decided by somebody who has decided nothing in the case before."""

from django.conf import settings
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from guidelines.moderation import emails
from guidelines.moderation.choices import BURDENS, AppealOutcome
from guidelines.moderation.deadlines import working_days_after
from guidelines.moderation.judging import Ruling
from guidelines.moderation.models import Appeal, ModerationCase, ModerationDecision
from guidelines.moderation.operations.cases import settle
from guidelines.moderation.operations.deciding import write_decision
from guidelines.moderation.operations.locks import locked, tell_incident
from guidelines.moderation.permissions import can_handle, deciders_so_far
from guidelines.moderation.rules import (
    AnswerRequired,
    AppealDecided,
    AppealWaits,
    DecidedByAnother,
    NothingToAppeal,
    SameDecision,
)
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="moderation.refused")
def receive_appeal(*, case: ModerationCase, grounds: str, by: Employee) -> Appeal:
    """Note that the author wants the newest decision changed. Raises `NotPermitted`, `NothingToAppeal`,
    `AppealWaits`."""
    case, now = locked(case), timezone.now()
    if not can_handle(by, case):
        raise NotPermitted
    if Appeal.objects.waiting().filter(decision__case=case).exists():
        raise AppealWaits
    decision = case.decisions.order_by("number").last()
    if decision is None or decision.measure not in BURDENS:
        raise NothingToAppeal
    appeal = Appeal.objects.create(
        decision=decision,
        received_at=now,
        noted_by=by,
        grounds=storable(grounds).strip(),
        due_at=working_days_after(now, settings.MODERATION_APPEAL_DAYS, by.location),
        contested_of=decision.decided_by,
    )
    settle(case)
    record("moderation.appeal_received", by=by, obj=appeal)
    emails.ask_for_appeal(appeal)
    return appeal


@operation(refused="moderation.refused")
def decide_appeal(
    *, appeal: Appeal, outcome: str, answer: str, ruling: Ruling | None = None, by: Employee
) -> Appeal:
    """Uphold the decision, or make another one (`ruling`); either way with an answer.

    Raises `NotPermitted`, `DecidedByAnother`, `AppealDecided`, `AnswerRequired`, `SameDecision`, and what
    `judging.check` raises.
    """
    case = locked(appeal.decision.case)
    appeal = Appeal.objects.select_for_update(of=("self",), no_key=True).with_parts().get(pk=appeal.pk)
    if not has_role(by, Role.LEGAL):
        raise NotPermitted
    if appeal.decided_at:
        raise AppealDecided
    if by.pk in deciders_so_far(case):
        raise DecidedByAnother
    if not answer.strip():
        raise AnswerRequired
    is_changed = outcome == AppealOutcome.CHANGED
    if is_changed:
        appeal.changed_to = _decided_anew(case, appeal.decision, ruling, by)
    appeal.outcome = AppealOutcome.CHANGED if is_changed else AppealOutcome.UPHELD
    appeal.answer, appeal.decided_by, appeal.decided_at = storable(answer).strip(), by, timezone.now()
    appeal.save()
    settle(case)
    record("moderation.appeal_decided", by=by, obj=appeal, details={"outcome": appeal.outcome})
    tell_incident(case, "appeal_decided", by=by, outcome=appeal.outcome)
    return appeal


def _decided_anew(
    case: ModerationCase, contested: ModerationDecision, ruling: Ruling | None, by: Employee
) -> ModerationDecision:
    if ruling is None or (ruling.measure == contested.measure and ruling.ban_last_day is None):
        raise SameDecision
    return write_decision(case, ruling, by=by, is_on_appeal=True)
