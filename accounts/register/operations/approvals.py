"""Channel approvals: DPO and legal decide, each for their side, whether a platform may be used for something.

Whoever decides first settles the terms; the other side says yes or no to exactly these.
"""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register import emails
from accounts.register.choices import ApprovalState
from accounts.register.models import ApprovalDecision, ChannelApproval, CorporateAccount
from accounts.register.operations.findings import refresh_findings
from accounts.register.permissions import can_end_approval, can_request_approval, sides_of
from accounts.register.querysets import ApprovalQuerySet
from accounts.register.rules import (
    AlreadyDecided,
    AlreadyRequested,
    ApprovalIncomplete,
    DateInThePast,
    NobodyDecidesForBoth,
    NotTheirSide,
    TermsAreSettled,
)
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@dataclass(frozen=True)
class ApprovalTerms:
    """Under which conditions a use is approved. An approval holds all of them, a request may lack some."""

    conditions_de: str
    conditions_en: str
    disclaimer_de: str
    disclaimer_en: str
    forbidden_data: str
    alternative: str
    processor_contract: str
    review_on: date | None
    processor_contract_on: date | None = None

    @classmethod
    def of(cls, approval: ChannelApproval) -> "ApprovalTerms":
        return cls(**{name: getattr(approval, name) for name in cls.__dataclass_fields__})

    @property
    def are_complete(self) -> bool:
        optional = {"processor_contract_on"}
        return all(value for name, value in asdict(self).items() if name not in optional)


@operation(refused="approval.refused")
def request_approval(*, approval: ChannelApproval, by: Employee) -> ChannelApproval:
    """Ask DPO and legal for a use of a platform; one that holds stays in force until they have decided.

    `approval` has been validated by its form. Raises `NotPermitted`, `AlreadyRequested`.
    """
    if not can_request_approval(by, approval.platform):
        raise NotPermitted
    if _same(approval).waiting().exists():
        raise AlreadyRequested
    approval.requested_by, approval.requested_at = by, timezone.now()
    approval.save()
    record("approval.requested", by=by, obj=approval, details={"use": approval.use})
    emails.ask_sides(approval)
    return approval


@operation(refused="approval.refused")
def decide_approval(
    *,
    approval: ChannelApproval,
    side: str,
    approves: bool,
    note: str,
    by: Employee,
    terms: ApprovalTerms | None = None,
) -> ChannelApproval:
    """Say yes or no for one side. One no rejects; the second yes puts the approval in force.

    `terms` are what this person read and means; only who decides first may change them. Raises
    `AlreadyDecided`, `NotTheirSide`, `NobodyDecidesForBoth`, `TermsAreSettled`, `ApprovalIncomplete`,
    `DateInThePast`.
    """
    approval = _waiting(approval)
    others = list(approval.decisions.all())
    _require_side(approval, side, others, by)
    if terms is not None:
        _settle(approval, terms, others)
    if approves:
        _require_complete(approval)
    ApprovalDecision.objects.create(
        approval=approval, side=side, approves=approves, note=note, decided_by=by, decided_at=timezone.now()
    )
    verb = "approval.agreed" if approves else "approval.rejected"
    record(verb, by=by, obj=approval, details={"use": approval.use, "side": side})
    if not approves:
        return _conclude(approval, ApprovalState.REJECTED, by)
    if others:
        _replace(approval)
        return _conclude(approval, ApprovalState.APPROVED, by)
    approval.save()
    return approval


@operation(refused="approval.refused")
def end_approval(*, approval: ChannelApproval, by: Employee) -> ChannelApproval:
    """Take back a request, or end an approval that holds. Accounts that stand on it get an urgent finding.

    Raises `NotPermitted`, `AlreadyDecided`.
    """
    approval = _locked(approval)
    if not can_end_approval(by, approval):
        raise NotPermitted
    if approval.state not in (ApprovalState.REQUESTED, ApprovalState.APPROVED):
        raise AlreadyDecided
    approval.state, approval.ended_at = ApprovalState.ENDED, timezone.now()
    approval.save()
    record("approval.ended", by=by, obj=approval, details={"use": approval.use})
    _refresh_accounts(approval, by)
    return approval


def _require_side(approval: ChannelApproval, side: str, others: list[ApprovalDecision], by: Employee) -> None:
    if side not in sides_of(by):
        raise NotTheirSide
    if any(decision.side == side for decision in others):
        raise AlreadyDecided
    if any(decision.decided_by_id == by.pk for decision in others):
        raise NobodyDecidesForBoth


def _settle(approval: ChannelApproval, terms: ApprovalTerms, others: list[ApprovalDecision]) -> None:
    """Two tabs: what the second side read has to be what the first side settled."""
    if others and terms != ApprovalTerms.of(approval):
        raise TermsAreSettled
    for name, value in asdict(terms).items():
        setattr(approval, name, value)


def _require_complete(approval: ChannelApproval) -> None:
    terms = ApprovalTerms.of(approval)
    if not terms.are_complete or terms.review_on is None:
        raise ApprovalIncomplete
    if terms.review_on <= timezone.localdate():
        raise DateInThePast


def _conclude(approval: ChannelApproval, state: ApprovalState, by: Employee) -> ChannelApproval:
    approval.state, approval.decided_at = state, timezone.now()
    approval.save()
    if state == ApprovalState.APPROVED:
        record("approval.in_force", by=by, obj=approval, details={"use": approval.use})
    _refresh_accounts(approval, by)
    emails.tell_decision(approval)
    return approval


def _replace(approval: ChannelApproval) -> None:
    for older in _same(approval).holding():
        older.state, older.ended_at = ApprovalState.ENDED, timezone.now()
        older.save()


def _refresh_accounts(approval: ChannelApproval, by: Employee) -> None:
    for account in CorporateAccount.objects.in_use().filter(platform=approval.platform_id).order_by("pk"):
        refresh_findings(account=account, by=by)


def _same(approval: ChannelApproval) -> ApprovalQuerySet:
    return ChannelApproval.objects.filter(platform=approval.platform, use=approval.use)


def _locked(approval: ChannelApproval) -> ChannelApproval:
    locked = ChannelApproval.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("platform", "requested_by").get(pk=approval.pk)


def _waiting(approval: ChannelApproval) -> ChannelApproval:
    found = _locked(approval)
    if found.state != ApprovalState.REQUESTED:
        raise AlreadyDecided
    return found
