"""R1, R3: what is wrong with an account is told from its data, opens and closes by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.people.operations import bring_back, leave
from accounts.register.choices import (
    FindingKind,
    FindingState,
    PlatformKind,
    Presence,
    PublishesThrough,
    RecoveryMail,
    RouteKind,
    SecondFactor,
    StandsOn,
    Terms,
)
from accounts.register.models import CorporateAccount, Finding, ToolConnection
from accounts.register.operations import (
    change_account,
    close_account,
    close_route,
    confirm_acceptance,
    connect_tool,
    decline_acceptance,
    plan_finding,
    propose_acceptance,
    refresh_all_findings,
    sign_off_route,
)
from accounts.register.rules import (
    AcceptedTooLong,
    DateInThePast,
    FindingIsResolved,
    NeverAccepted,
    NothingProposed,
    OwnerSignsOff,
    SecondPersonRequired,
)
from portal.audit.rules import NotPermitted
from tests.factories.people import EmployeeFactory
from tests.factories.register import account, fact, platform, route, sound_account

pytestmark = pytest.mark.django_db


def kinds(of: CorporateAccount) -> set[str]:
    return set(Finding.objects.standing().filter(account=of).values_list("kind", flat=True))


def today():
    return timezone.localdate()


def only_finding(of: CorporateAccount) -> Finding:
    return Finding.objects.standing().get(account=of)


def test_a_live_account_without_a_private_free_route_is_a_finding(cast):
    """R1: every live account has a route without a private account, or an open finding."""
    made = account(cast)
    assert kinds(made) == {FindingKind.NO_PRIVATE_FREE_ROUTE}
    way = route(made, by=cast.anton)
    assert kinds(made) == set()
    close_route(route=way, by=cast.anton)
    assert kinds(made) == {FindingKind.NO_PRIVATE_FREE_ROUTE}


@pytest.mark.parametrize(("through", "is_free"), [("agency", True), ("api", True), ("profile", False)])
def test_a_publisher_is_private_free_only_by_agency_or_api(cast, through, is_free):
    """R1: a named publisher on a colleague's private profile is a finding of its own."""
    made = account(cast)
    publisher = cast.ben if through == PublishesThrough.PROFILE else None
    route(made, RouteKind.PUBLISHER, by=cast.anton, publishes_through=through, publisher=publisher)
    private = {FindingKind.NO_PRIVATE_FREE_ROUTE, FindingKind.PRIVATE_PROFILE}
    assert kinds(made) == (set() if is_free else private)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"second_factor": SecondFactor.PRIVATE_PHONE}, FindingKind.PRIVATE_PHONE),
        ({"second_factor": SecondFactor.NONE}, FindingKind.NO_SECOND_FACTOR),
        ({"recovery_mail": RecoveryMail.PRIVATE}, FindingKind.PRIVATE_RECOVERY),
        ({"administrators": 1}, FindingKind.SINGLE_ADMIN),
        ({"imprint": Presence.MISSING}, FindingKind.MISSING_IMPRINT),
        ({"privacy_notice": Presence.MISSING}, FindingKind.MISSING_PRIVACY),
        ({"takes_messages": True}, FindingKind.UNAPPROVED_MESSAGES),
    ],
)
def test_each_defect_opens_one_finding_and_closes_it_when_mended(cast, facts, kind):
    made = sound_account(cast, **facts)
    assert kinds(made) == {kind}
    for name, value in sound_account(cast, handle="@other").__dict__.items():
        if name in facts:
            setattr(made, name, value)
    change_account(account=made, by=cast.anton)
    assert kinds(made) == set()
    assert Finding.objects.get(account=made, kind=kind).resolved_at is not None


def test_what_nobody_knows_is_no_finding(cast):
    unknown = {"administrators": None, "imprint": Presence.UNKNOWN, "second_factor": SecondFactor.UNKNOWN}
    assert kinds(sound_account(cast, **unknown)) == set()


@pytest.mark.parametrize(
    ("kind", "terms", "finding"),
    [
        (RouteKind.GHOST, Terms.FORBIDDEN, FindingKind.GHOST),
        (RouteKind.SHARED, Terms.FORBIDDEN, FindingKind.FORBIDDEN_SHARING),
        (RouteKind.SHARED, Terms.UNCLEAR, FindingKind.UNCLEAR_TERMS),
    ],
)
def test_routes_against_or_beside_the_terms_are_findings(cast, kind, terms, finding):
    made = sound_account(cast)
    route(made, kind, by=cast.anton, terms=terms)
    assert kinds(made) == {finding}


def test_the_owner_signs_off_unclear_terms_and_nobody_else(cast):
    made = sound_account(cast)
    shared = route(made, RouteKind.SHARED, by=cast.anton, terms=Terms.UNCLEAR)
    with pytest.raises(OwnerSignsOff):
        sign_off_route(route=shared, by=cast.anton)
    sign_off_route(route=shared, by=cast.ada)
    assert kinds(made) == set()


def test_a_messenger_is_urgent_until_it_is_approved(cast):
    made = sound_account(cast, platform=platform("botenfunk", PlatformKind.MESSENGER))
    finding = only_finding(made)
    assert (finding.kind, finding.severity) == (FindingKind.UNAPPROVED_MESSAGES, "urgent")
    assert finding.due_on == today() + timedelta(days=7)


def test_planned_and_closed_accounts_have_no_findings(cast):
    planned = account(cast, is_live=False, second_factor=SecondFactor.PRIVATE_PHONE)
    assert kinds(planned) == set()
    live = account(cast, handle="@live", second_factor=SecondFactor.PRIVATE_PHONE)
    assert kinds(live)
    close_account(account=live, by=cast.anton)
    assert kinds(live) == set()


def test_a_leaver_opens_findings_on_what_stood_on_them(cast):
    """R3: whoever leaves does so with a finding on every account that stands on them."""
    made = sound_account(cast)
    gone = EmployeeFactory()
    tool = ToolConnection(account=made, tool="Planer", stands_on=StandsOn.PERSON, person=gone)
    connect_tool(connection=tool, by=cast.anton)
    assert kinds(made) == set()
    leave(person=gone, on=today(), by=None)
    assert kinds(made) == {FindingKind.DEAD_CONNECTION}
    gone.refresh_from_db()
    bring_back(person=gone, by=None)
    assert kinds(made) == set()


def test_an_owner_who_leaves_is_missed(cast):
    made = sound_account(cast)
    leave(person=cast.mara, on=today(), by=None)
    assert kinds(made) == {FindingKind.OWNER_LEFT}


def test_whoever_keeps_the_key_is_missed(cast):
    """R3"""
    made = sound_account(cast, custodian=cast.ben)
    assert kinds(made) == set()
    leave(person=cast.ben, on=today(), by=None)
    assert kinds(made) == {FindingKind.CUSTODIAN_LEFT}


def test_old_facts_about_a_platform_ask_to_be_checked_once(cast):
    where = platform()
    fact(where, checked_on=today() - timedelta(days=181))
    refresh_all_findings()
    refresh_all_findings()
    assert Finding.objects.standing().get(platform=where).kind == FindingKind.STALE_FACT
    fact(where)
    refresh_all_findings()
    assert not Finding.objects.standing().filter(platform=where).exists()


def test_accepting_takes_two_and_ends(cast):
    made = sound_account(cast, administrators=1)
    finding = only_finding(made)
    until = today() + timedelta(days=90)
    propose_acceptance(finding=finding, reason="A second one starts in May.", until=until, by=cast.ada)
    with pytest.raises(SecondPersonRequired):
        confirm_acceptance(finding=finding, by=cast.ada)
    with pytest.raises(NotPermitted):
        confirm_acceptance(finding=finding, by=cast.ben)
    assert confirm_acceptance(finding=finding, by=cast.dana).state == FindingState.ACCEPTED
    with time_machine.travel(timezone.now() + timedelta(days=92)):
        refresh_all_findings()
        finding.refresh_from_db()
        assert (finding.state, finding.acceptance_by) == (FindingState.OPEN, None)


def test_one_person_with_two_roles_is_still_one(cast):
    made = sound_account(cast, administrators=1)
    finding = only_finding(made)
    until = today() + timedelta(days=9)
    propose_acceptance(finding=finding, reason="Soon.", until=until, by=cast.anton)
    with pytest.raises(SecondPersonRequired):
        confirm_acceptance(finding=finding, by=cast.anton)
    decline_acceptance(finding=finding, by=cast.dana)
    with pytest.raises(NothingProposed):
        confirm_acceptance(finding=finding, by=cast.dana)


@pytest.mark.parametrize(("days", "refusal"), [(91, AcceptedTooLong), (-1, DateInThePast)])
def test_nothing_is_accepted_for_longer_than_90_days(cast, days, refusal):
    finding = only_finding(sound_account(cast, administrators=1))
    with pytest.raises(refusal):
        propose_acceptance(finding=finding, reason="?", until=today() + timedelta(days=days), by=cast.ada)


def test_forbidden_sharing_is_never_accepted_not_even_by_the_database(cast):
    made = sound_account(cast)
    route(made, RouteKind.SHARED, by=cast.anton, terms=Terms.FORBIDDEN)
    finding = only_finding(made)
    with pytest.raises(NeverAccepted):
        propose_acceptance(finding=finding, reason="?", until=today(), by=cast.ada)
    planted = Finding.objects.filter(pk=finding.pk)
    facts = {"accepted_until": today(), "acceptance_by": cast.ada, "acceptance_confirmed_by": cast.dana}
    with pytest.raises(IntegrityError), transaction.atomic():
        planted.update(state=FindingState.ACCEPTED, **facts)


def test_a_plan_has_an_owner_and_a_day(cast):
    finding = only_finding(sound_account(cast, administrators=1))
    day = today() + timedelta(days=5)
    with pytest.raises(NotPermitted):
        plan_finding(finding=finding, owner=cast.ben, due_on=day, plan="Add Ben", by=cast.ben)
    planned = plan_finding(finding=finding, owner=cast.ben, due_on=day, plan="Add Ben", by=cast.mara)
    assert (planned.state, planned.owner, planned.due_on) == (FindingState.PLANNED, cast.ben, day)


def test_what_is_resolved_is_not_planned_any_more(cast):
    made = sound_account(cast, administrators=1)
    finding = only_finding(made)
    made.administrators = 3
    change_account(account=made, by=cast.anton)
    with pytest.raises(FindingIsResolved):
        plan_finding(finding=finding, owner=cast.ben, due_on=today(), plan="?", by=cast.anton)
