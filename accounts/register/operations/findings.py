"""Findings follow the data: they open with a defect and close when it is mended (R1)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.choices import FindingKind, FindingState, Severity
from accounts.register.detecting import Case, Defect, defects
from accounts.register.models import ChannelApproval, CorporateAccount, Finding, Platform, PlatformFact
from accounts.register.permissions import can_confirm_acceptance, can_plan
from accounts.register.rules import (
    AcceptedTooLong,
    DateInThePast,
    FindingIsResolved,
    NeverAccepted,
    NothingProposed,
    SecondPersonRequired,
    WorksHereNoMore,
)
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

DAYS_TO_MEND = {Severity.URGENT: 7, Severity.SERIOUS: 30, Severity.MINOR: 90}
LONGEST_ACCEPTANCE_DAYS = 90


@operation
def refresh_findings(*, account: CorporateAccount, by: Employee | None) -> None:
    """Open what is new and close what is mended on `account`, after anything about it changed."""
    # The lock makes two changes at once see each other's findings.
    CorporateAccount.objects.select_for_update(of=("self",), no_key=True).get(pk=account.pk)
    account = CorporateAccount.objects.with_parts().get(pk=account.pk)
    _follow(Q(account=account), defects(_case(account)), by=by, account=account, owner=account.owner)


@operation
def refresh_platform_findings(*, platform: Platform, by: Employee | None) -> None:
    """Whether the facts about `platform` have to be checked again."""
    stale = PlatformFact.objects.current().filter(platform=platform).stale_on(timezone.localdate())
    found = {
        Defect(FindingKind.STALE_FACT, Severity.MINOR, key) for key in stale.values_list("key", flat=True)
    }
    _follow(Q(platform=platform), found, by=by, platform=platform)


def refresh_all_findings() -> int:
    """Look at every account in use and every platform, each in a transaction of its own; how many."""
    accounts = list(CorporateAccount.objects.in_use().order_by("pk"))
    platforms = list(Platform.objects.order_by("pk"))
    reopen_expired(day=timezone.localdate())
    for account in accounts:
        refresh_findings(account=account, by=None)
    for platform in platforms:
        refresh_platform_findings(platform=platform, by=None)
    return len(accounts) + len(platforms)


@operation
def reopen_expired(*, day: date) -> None:
    """What was accepted for a time is open again when that time is over."""
    for finding in Finding.objects.filter(state=FindingState.ACCEPTED, accepted_until__lt=day):
        finding.state = FindingState.OPEN
        finding.due_on = day + timedelta(days=DAYS_TO_MEND[Severity(finding.severity)])
        _forget_acceptance(finding)
        finding.save()
        record("finding.reopened", by=None, obj=finding, details={"kind": finding.kind})


@operation(refused="finding.refused")
def plan_finding(*, finding: Finding, owner: Employee, due_on: date, plan: str, by: Employee) -> Finding:
    """Say who mends it, how, and until when. Raises `NotPermitted` and the rules of dates and people."""
    finding = _standing(finding)
    if not can_plan(by, finding):
        raise NotPermitted
    if not owner.is_active and owner.pk != finding.owner_id:
        raise WorksHereNoMore
    if due_on < timezone.localdate():
        raise DateInThePast
    finding.owner, finding.due_on, finding.plan = owner, due_on, plan
    if finding.state == FindingState.OPEN:
        finding.state = FindingState.PLANNED
    finding.save()
    record("finding.planned", by=by, obj=finding, details={"kind": finding.kind})
    return finding


@operation(refused="finding.refused")
def propose_acceptance(*, finding: Finding, reason: str, until: date, by: Employee) -> Finding:
    """Propose to live with a finding for a time; it stays as it is until somebody else confirms.

    Raises `NotPermitted`, `NeverAccepted`, `AcceptedTooLong`, `DateInThePast`.
    """
    finding = _standing(finding)
    if not can_plan(by, finding):
        raise NotPermitted
    if not finding.can_be_accepted:
        raise NeverAccepted
    finding.accepted_until = _within_reach(until)
    finding.acceptance_reason, finding.acceptance_by, finding.acceptance_confirmed_by = reason, by, None
    finding.save()
    record("finding.acceptance_proposed", by=by, obj=finding, details={"kind": finding.kind})
    return finding


@operation(refused="finding.refused")
def confirm_acceptance(*, finding: Finding, by: Employee) -> Finding:
    """Be the second person. Raises `NothingProposed`, `SecondPersonRequired`, `NotPermitted`."""
    finding = _proposed(finding, by)
    finding.due_on = _within_reach(finding.accepted_until)
    finding.acceptance_confirmed_by = by
    finding.state = FindingState.ACCEPTED
    finding.save()
    record("finding.accepted", by=by, obj=finding, details={"kind": finding.kind})
    return finding


@operation(refused="finding.refused")
def decline_acceptance(*, finding: Finding, by: Employee) -> Finding:
    """Say no to a proposed acceptance; the finding stays as it was."""
    finding = _proposed(finding, by)
    _forget_acceptance(finding)
    finding.save()
    record("finding.acceptance_declined", by=by, obj=finding, details={"kind": finding.kind})
    return finding


def _case(account: CorporateAccount) -> Case:
    holding = ChannelApproval.objects.holding().filter(platform=account.platform_id)
    return Case(
        account=account,
        routes=tuple(account.routes.all()),
        connections=tuple(account.connections.all()),
        approvals={approval.use: approval for approval in holding},
        day=timezone.localdate(),
    )


def _follow(
    of: Q,
    found: Iterable[Defect],
    *,
    by: Employee | None,
    account: CorporateAccount | None = None,
    platform: Platform | None = None,
    owner: Employee | None = None,
) -> None:
    standing = {(one.kind, one.subject): one for one in Finding.objects.standing().filter(of)}
    wanted = {(defect.kind.value, defect.subject): defect for defect in found}
    for key in standing.keys() - wanted.keys():
        _resolve(standing[key], by)
    today = timezone.localdate()
    for key in sorted(wanted.keys() - standing.keys()):
        defect = wanted[key]
        finding = Finding.objects.create(
            account=account,
            platform=platform,
            kind=defect.kind,
            subject=defect.subject,
            severity=defect.severity,
            opened_at=timezone.now(),
            owner=owner,
            due_on=today + timedelta(days=DAYS_TO_MEND[defect.severity]),
        )
        record("finding.opened", by=by, obj=finding, details={"kind": finding.kind})


def _resolve(finding: Finding, by: Employee | None) -> None:
    finding.state, finding.resolved_at = FindingState.RESOLVED, timezone.now()
    finding.save()
    record("finding.resolved", by=by, obj=finding, details={"kind": finding.kind})


def _standing(finding: Finding) -> Finding:
    locked = Finding.objects.select_for_update(of=("self",), no_key=True).select_related("account")
    found = locked.get(pk=finding.pk)
    if found.state == FindingState.RESOLVED:
        raise FindingIsResolved
    return found


def _proposed(finding: Finding, by: Employee) -> Finding:
    found = _standing(finding)
    if found.acceptance_by_id is None or found.state == FindingState.ACCEPTED:
        raise NothingProposed
    if found.acceptance_by_id == by.pk:
        raise SecondPersonRequired
    if not can_confirm_acceptance(by, found):
        raise NotPermitted
    return found


def _within_reach(until: date | None) -> date:
    today = timezone.localdate()
    if until is None or until < today:
        raise DateInThePast
    if until > today + timedelta(days=LONGEST_ACCEPTANCE_DAYS):
        raise AcceptedTooLong
    return until


def _forget_acceptance(finding: Finding) -> None:
    finding.acceptance_reason, finding.accepted_until = "", None
    finding.acceptance_by = finding.acceptance_confirmed_by = None
