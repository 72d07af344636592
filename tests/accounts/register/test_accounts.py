"""Accounts are registered, live, at rest, closed, and handed over."""

import pytest
from django.db import IntegrityError, transaction

from accounts.people.models import Employee
from accounts.register.choices import AccountStatus, PlatformKind, RouteKind, Terms
from accounts.register.models import CorporateAccount
from accounts.register.operations import (
    change_account,
    change_route,
    close_account,
    go_live,
    hand_over,
    rest_account,
    sign_off_route,
)
from accounts.register.ranking import ranked
from accounts.register.rules import (
    AlreadyRegistered,
    DeputyIsOwner,
    NotApprovedForMessages,
    NotFromThisStatus,
    RouteIsClosed,
    WorksHereNoMore,
)
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories.register import account, platform, route, sound_account

pytestmark = pytest.mark.django_db


def test_private_free_routes_come_first(cast):
    """R2: whoever grants access sees private-free routes first, then what the platform recommends."""
    made = account(cast, platform=platform(route_order=["token", "delegated"]))
    volunteered = route(made, RouteKind.VOLUNTEERED, by=cast.anton)
    shared = route(made, RouteKind.SHARED, by=cast.anton, terms=Terms.UNCLEAR)
    delegated = route(made, RouteKind.DELEGATED, by=cast.anton)
    token = route(made, RouteKind.TOKEN, by=cast.anton)
    profile = {"publishes_through": "profile", "publisher": cast.ben}
    publisher = route(made, RouteKind.PUBLISHER, by=cast.anton, **profile)
    order = ranked(made.routes.all(), made.platform.route_order)
    assert order == [token, delegated, shared, publisher, volunteered]


def test_owner_and_deputy_are_two_people_who_work_here(cast):
    with pytest.raises(DeputyIsOwner):
        account(cast, deputy=cast.ada)
    with pytest.raises(WorksHereNoMore):
        account(cast, owner=cast.dirk)
    made = account(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        CorporateAccount.objects.filter(pk=made.pk).update(deputy=cast.ada)


def test_a_handle_is_registered_once_per_platform(cast):
    account(cast)
    with pytest.raises(AlreadyRegistered):
        account(cast)
    assert account(cast, platform=platform("anders")).pk


def test_a_messenger_goes_live_only_when_approved(cast):
    made = account(cast, is_live=False, platform=platform("botenfunk", PlatformKind.MESSENGER))
    with pytest.raises(NotApprovedForMessages):
        go_live(account=made, by=cast.anton)
    assert CorporateAccount.objects.get().status == AccountStatus.PLANNED
    assert AuditEvent.objects.filter(verb="account.refused").count() == 1


def test_a_messenger_that_is_live_already_stays_live_with_an_urgent_finding(cast):
    made = account(cast, platform=platform("botenfunk", PlatformKind.MESSENGER))
    assert made.status == AccountStatus.LIVE
    assert made.findings.filter(kind="unapproved_messages", severity="urgent").count() == 1


def test_the_states_of_an_account(cast):
    made = account(cast, is_live=False)
    with pytest.raises(NotFromThisStatus):
        rest_account(account=made, by=cast.anton)
    for act, status in (
        (go_live, "live"),
        (rest_account, "dormant"),
        (go_live, "live"),
        (close_account, "closed"),
    ):
        assert act(account=made, by=cast.anton).status == status
    with pytest.raises(NotFromThisStatus):
        go_live(account=made, by=cast.anton)


@pytest.mark.parametrize("who", ["ben", "ada", "hanna", "dana", "ines"])
def test_only_account_admins_change_status_and_people(cast, who):
    made, person = account(cast), getattr(cast, who)
    for act, facts in ((rest_account, {}), (hand_over, {"owner": cast.ben, "deputy": cast.mara})):
        with pytest.raises(NotPermitted):
            act(account=made, by=person, **facts)


def test_whoever_answers_for_an_account_keeps_its_facts(cast):
    made = account(cast)
    made.purpose = "Jobs"
    change_account(account=made, by=cast.ada)
    made.purpose = "Nonsense"
    with pytest.raises(NotPermitted):
        change_account(account=made, by=cast.ben)
    assert CorporateAccount.objects.get().purpose == "Jobs"


def test_facts_are_saved_without_touching_status_owner_or_deputy(cast):
    """Two people edit at once: saving the form of an account does not undo a hand-over or a closing."""
    made = account(cast)
    stale = CorporateAccount.objects.get(pk=made.pk)
    hand_over(account=made, owner=cast.ben, deputy=cast.ada, by=cast.anton)
    close_account(account=made, by=cast.anton)
    stale.purpose = "Late edit"
    change_account(account=stale, by=cast.anton)
    now = CorporateAccount.objects.get(pk=made.pk)
    assert (now.owner, now.status, now.purpose) == (cast.ben, AccountStatus.CLOSED, "Late edit")


def test_new_terms_end_the_signature_of_the_owner(cast):
    made = sound_account(cast)
    shared = route(made, RouteKind.SHARED, by=cast.anton, terms=Terms.UNCLEAR)
    signed = sign_off_route(route=shared, by=cast.ada)
    signed.clause = "section 4 says more now"
    change_route(route=signed, by=cast.anton)
    assert signed.signed_off_by is None
    assert made.findings.standing().filter(kind="unclear_terms").exists()


def test_a_closed_route_is_not_changed(cast):
    from accounts.register.operations import close_route

    made = sound_account(cast)
    way = made.routes.get()
    close_route(route=way, by=cast.anton)
    with pytest.raises(RouteIsClosed):
        change_route(route=way, by=cast.anton)


def test_hostile_names_are_stored_as_they_are(cast):
    name = "=cmd()|' /C calc'!A1 \u202eمحمد 🙂" + "ä" * 150
    made = account(cast, handle=name, purpose="<script>alert(1)</script>")
    assert CorporateAccount.objects.get(pk=made.pk).handle == name
    assert Employee.objects.get(pk=made.owner_id) == cast.ada
