"""What is wrong with an account, told from its data alone. Pure: rows in, defects out.

R1: an account in use has a route that needs nobody's private account, or a finding says so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.people.choices import Status
from accounts.register.choices import (
    AccountStatus,
    ChannelUse,
    FindingKind,
    PlatformKind,
    Presence,
    PublishesThrough,
    RecoveryMail,
    RouteKind,
    SecondFactor,
    Severity,
    StandsOn,
    Terms,
)
from accounts.register.models import AccessRoute, ChannelApproval, CorporateAccount, ToolConnection

ENOUGH_ADMINISTRATORS = 2


@dataclass(frozen=True)
class Defect:
    """One thing that is wrong; `subject` names the route or connection where there can be several."""

    kind: FindingKind
    severity: Severity
    subject: str = ""


@dataclass(frozen=True)
class Case:
    """An account with all that is looked at. `approvals` holds those in force, by use."""

    account: CorporateAccount
    routes: tuple[AccessRoute, ...]
    connections: tuple[ToolConnection, ...]
    approvals: Mapping[str, ChannelApproval]
    day: date

    @property
    def is_live(self) -> bool:
        return self.account.status == AccountStatus.LIVE

    @property
    def exists(self) -> bool:
        """A planned account does not exist on the platform yet, a closed one no longer."""
        return self.account.is_in_use


Rule = Callable[[Case], Iterable[Defect]]


def defects(case: Case) -> set[Defect]:
    """Everything that is wrong with the account of `case`; nothing for one that is planned or closed."""
    if not case.exists:
        return set()
    return {defect for rule in RULES for defect in rule(case)}


def ghost_routes(case: Case) -> Iterable[Defect]:
    for route in case.routes:
        if route.kind == RouteKind.GHOST:
            yield Defect(FindingKind.GHOST, Severity.URGENT, str(route.ref))


def forbidden_sharing(case: Case) -> Iterable[Defect]:
    for route in case.routes:
        if route.kind == RouteKind.SHARED and route.terms == Terms.FORBIDDEN:
            yield Defect(FindingKind.FORBIDDEN_SHARING, Severity.URGENT, str(route.ref))


def unclear_terms(case: Case) -> Iterable[Defect]:
    for route in case.routes:
        unclear = route.kind == RouteKind.SHARED and route.terms == Terms.UNCLEAR
        if unclear and route.signed_off_by_id is None:
            yield Defect(FindingKind.UNCLEAR_TERMS, Severity.MINOR, str(route.ref))


def no_private_free_route(case: Case) -> Iterable[Defect]:
    if case.is_live and not any(route.is_private_free for route in case.routes):
        yield Defect(FindingKind.NO_PRIVATE_FREE_ROUTE, Severity.SERIOUS)


def private_profile(case: Case) -> Iterable[Defect]:
    for route in case.routes:
        if route.publishes_through == PublishesThrough.PROFILE:
            yield Defect(FindingKind.PRIVATE_PROFILE, Severity.SERIOUS, str(route.ref))


def private_phone(case: Case) -> Iterable[Defect]:
    if case.account.second_factor == SecondFactor.PRIVATE_PHONE:
        yield Defect(FindingKind.PRIVATE_PHONE, Severity.SERIOUS)
    for route in case.routes:
        if route.needs_private_phone and route.kind != RouteKind.VOLUNTEERED:
            yield Defect(FindingKind.PRIVATE_PHONE, Severity.SERIOUS, str(route.ref))


def no_second_factor(case: Case) -> Iterable[Defect]:
    if case.account.second_factor == SecondFactor.NONE:
        yield Defect(FindingKind.NO_SECOND_FACTOR, Severity.SERIOUS)


def private_recovery(case: Case) -> Iterable[Defect]:
    if case.account.recovery_mail == RecoveryMail.PRIVATE:
        yield Defect(FindingKind.PRIVATE_RECOVERY, Severity.SERIOUS)


def single_administrator(case: Case) -> Iterable[Defect]:
    count = case.account.administrators
    if count is not None and count < ENOUGH_ADMINISTRATORS:
        yield Defect(FindingKind.SINGLE_ADMIN, Severity.SERIOUS)


def dead_connections(case: Case) -> Iterable[Defect]:
    for connection in case.connections:
        if connection.stands_on == StandsOn.PERSON and connection.person.status == Status.LEFT:
            yield Defect(FindingKind.DEAD_CONNECTION, Severity.SERIOUS, str(connection.ref))


def nobody_answers(case: Case) -> Iterable[Defect]:
    if Status.LEFT in (case.account.owner.status, case.account.deputy.status):
        yield Defect(FindingKind.OWNER_LEFT, Severity.SERIOUS)


def nobody_keeps(case: Case) -> Iterable[Defect]:
    custodian = case.account.custodian
    if custodian is not None and custodian.status == Status.LEFT:
        yield Defect(FindingKind.CUSTODIAN_LEFT, Severity.SERIOUS)


def missing_links(case: Case) -> Iterable[Defect]:
    if case.is_live and case.account.imprint == Presence.MISSING:
        yield Defect(FindingKind.MISSING_IMPRINT, Severity.SERIOUS)
    if case.is_live and case.account.privacy_notice == Presence.MISSING:
        yield Defect(FindingKind.MISSING_PRIVACY, Severity.SERIOUS)


def unapproved_use(case: Case) -> Iterable[Defect]:
    for use in needed_approvals(case.account):
        approval = case.approvals.get(use)
        if case.is_live and approval is None:
            yield Defect(FindingKind.UNAPPROVED_MESSAGES, Severity.URGENT)
        elif approval and approval.review_on and approval.review_on < case.day:
            yield Defect(FindingKind.APPROVAL_REVIEW, Severity.MINOR)


RULES: tuple[Rule, ...] = (
    ghost_routes,
    forbidden_sharing,
    unclear_terms,
    no_private_free_route,
    private_profile,
    private_phone,
    no_second_factor,
    private_recovery,
    single_administrator,
    dead_connections,
    nobody_answers,
    nobody_keeps,
    missing_links,
    unapproved_use,
)


def needed_approvals(account: CorporateAccount) -> list[ChannelUse]:
    """What DPO and legal must have approved before the account goes live: every use as a messenger."""
    return approvals_needed(account.platform.kind, takes_messages=account.takes_messages)


def approvals_needed(kind: str, *, takes_messages: bool) -> list[ChannelUse]:
    """The same for an account on a platform of that kind."""
    is_messenger = kind == PlatformKind.MESSENGER
    return [ChannelUse.MESSAGES] if is_messenger or takes_messages else []
