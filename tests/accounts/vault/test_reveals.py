"""Seeing a secret: written down first, once, by whoever has access at that moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access.operations import give_back, suspend_grant
from accounts.people.operations import leave
from accounts.register.choices import RouteKind, Terms
from accounts.vault.choices import CredentialKind, RevealState
from accounts.vault.models import RecoveryCode, Reveal
from accounts.vault.operations import (
    Secret,
    agree,
    ask_to_see,
    check_in,
    draw_ticket,
    lapse_reveals,
    refuse,
    show,
    stage_version,
)
from accounts.vault.rules import (
    HeldByOther,
    NeedsSecondPerson,
    NoAccess,
    NoCodesLeft,
    NotASecondPerson,
    NotASecret,
    NothingStored,
    OnlyTheHolder,
    ReasonRequired,
    Tampered,
    TicketIsOver,
    TooManyReveals,
)
from portal.audit.models import AuditEvent
from portal.mail.models import Message
from tests.factories.vault import (
    PASSWORD,
    SESSION,
    access_to,
    credential,
    looked,
    seen,
    shared_account,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return shared_account(cast)


@pytest.fixture
def login(cast, account):
    return credential(account, by=cast.anton, login="kanal@hafenlicht.example")


@pytest.fixture
def grant(cast, account):
    """Ben works on it; Ada approved."""
    return access_to(account, to=cast.ben, by=cast.ada)


def test_whoever_has_access_sees_it_once(cast, login, grant):
    """V2"""
    reveal = ask_to_see(credential=login, reason="Posting", by=cast.ben)
    ticket = draw_ticket(reveal=reveal, session_key=SESSION, by=cast.ben)
    facts = {"reveal": reveal, "token": ticket.token, "session_key": SESSION, "by": cast.ben}
    assert show(**facts).text == PASSWORD
    with pytest.raises(TicketIsOver):
        show(**facts)
    assert Reveal.objects.shown().count() == 1


@pytest.mark.parametrize("who", ["ada", "anton", "hanna", "ines", "cleo", "edda"])
def test_no_role_reads_a_secret(cast, login, grant, who):
    """V2: not the owner, not the account admin, nobody without access of their own."""
    with pytest.raises(NoAccess):
        ask_to_see(credential=login, reason="x", by=getattr(cast, who))
    assert AuditEvent.objects.filter(verb="secret.refused").count() == 1


def test_access_by_another_route_opens_no_login(cast, account, login):
    """V2"""
    from tests.factories.access import granted

    granted(account.routes.get(kind=RouteKind.DELEGATED), to=cast.edda, by=cast.ada)
    with pytest.raises(NoAccess):
        ask_to_see(credential=login, reason="x", by=cast.edda)


def test_the_row_is_committed_before_the_secret_is_opened(cast, login, grant, monkeypatch):
    """V1: when opening fails, the trail says that it was shown; the other way round cannot be."""
    at_opening = []

    def watched(sealed, place, mark):
        at_opening.append(AuditEvent.objects.filter(verb="secret.shown").count())
        raise Tampered

    monkeypatch.setattr("accounts.vault.operations.reveals.open_sealed", watched)
    reveal = ask_to_see(credential=login, reason="x", by=cast.ben)
    with pytest.raises(Tampered):
        looked(reveal, by=cast.ben)
    assert at_opening == [1]
    assert AuditEvent.objects.filter(verb="secret.tampered").count() == 1


def test_without_its_row_nothing_is_opened(cast, login, grant, monkeypatch):
    """V1: a trail that cannot be written shows nothing."""

    def full(entries):
        raise OSError("disk full")

    opened = []
    monkeypatch.setattr("accounts.vault.operations.reveals.open_sealed", lambda *facts: opened.append(1))
    reveal = ask_to_see(credential=login, reason="x", by=cast.ben)
    ticket = draw_ticket(reveal=reveal, session_key=SESSION, by=cast.ben)
    monkeypatch.setattr("portal.audit.trail._append", full)
    with pytest.raises(OSError, match="disk full"):
        show(reveal=reveal, token=ticket.token, session_key=SESSION, by=cast.ben)
    assert opened == []
    reveal.refresh_from_db()
    assert reveal.state == RevealState.TICKET


@pytest.mark.parametrize("wrong", ["token", "session", "person", "late"])
def test_a_ticket_is_bound_to_person_session_and_time(cast, login, grant, wrong):
    """V2"""
    reveal = ask_to_see(credential=login, reason="x", by=cast.ben)
    ticket = draw_ticket(reveal=reveal, session_key=SESSION, by=cast.ben)
    facts = {"token": ticket.token, "session_key": SESSION, "by": cast.ben}
    if wrong == "token":
        facts["token"] = "A" * 43
    elif wrong == "session":
        facts["session_key"] = "another"
    elif wrong == "person":
        facts["by"] = cast.edda
    else:
        Reveal.objects.update(ticket_until=timezone.now())
    with pytest.raises(TicketIsOver):
        show(reveal=reveal, **facts)
    assert not Reveal.objects.shown().exists()


def test_only_the_hash_of_a_ticket_is_stored(cast, login, grant):
    """V3"""
    reveal = ask_to_see(credential=login, reason="x", by=cast.ben)
    ticket = draw_ticket(reveal=reveal, session_key=SESSION, by=cast.ben)
    reveal.refresh_from_db()
    assert ticket.token not in repr(reveal.__dict__)
    assert SESSION not in repr(reveal.__dict__)


@pytest.mark.parametrize("how", ["returned", "suspended", "left", "expired", "closed"])
def test_access_that_ends_between_ticket_and_use_opens_nothing(cast, login, grant, how):
    """A1, V2: expiry, return, suspension, leaving and a closed route during a reveal."""
    reveal = ask_to_see(credential=login, reason="x", by=cast.ben)
    ticket = draw_ticket(reveal=reveal, session_key=SESSION, by=cast.ben)
    if how == "returned":
        give_back(grant=grant, by=cast.ben)
    elif how == "suspended":
        suspend_grant(grant=grant, by=cast.anton)
    elif how == "left":
        leave(person=cast.ben, on=timezone.localdate(), by=cast.hanna)
    elif how == "expired":
        type(grant).objects.update(starts_at=timezone.now() - timedelta(days=3), ends_at=timezone.now())
    else:
        grant.route.terms = Terms.FORBIDDEN
        grant.route.save()
    with pytest.raises(NoAccess):
        show(reveal=reveal, token=ticket.token, session_key=SESSION, by=cast.ben)


def test_what_is_prepared_is_not_shown_and_the_old_one_holds(cast, login, grant):
    stage_version(credential=login, secret=Secret("not-yet"), by=cast.anton)
    assert seen(login, by=cast.ben).text == PASSWORD


def test_a_reason_is_needed(cast, login, grant):
    with pytest.raises(ReasonRequired):
        ask_to_see(credential=login, reason="  ", by=cast.ben)


def test_the_number_of_reveals_is_limited(cast, login, grant, settings):
    """V2"""
    settings.VAULT_REVEALS_PER_HOUR = 2
    for _ in range(2):
        seen(login, by=cast.ben)
    with pytest.raises(TooManyReveals):
        ask_to_see(credential=login, reason="x", by=cast.ben)
    Reveal.objects.update(requested_at=timezone.now() - timedelta(hours=2))
    assert seen(login, by=cast.ben).text == PASSWORD


def test_four_eyes(cast, account, grant):
    login = credential(account, by=cast.anton, four_eyes=True)
    reveal = ask_to_see(credential=login, reason="Messe", by=cast.ben)
    with pytest.raises(NeedsSecondPerson):
        draw_ticket(reveal=reveal, session_key=SESSION, by=cast.ben)
    for nobody in (cast.ben, cast.edda, cast.cleo):
        with pytest.raises(NotASecondPerson):
            agree(reveal=reveal, by=nobody)
    agree(reveal=reveal, by=cast.mara)
    assert looked(reveal, by=cast.ben).text == PASSWORD
    told = Message.objects.filter(kind="vault.second_person").values_list("recipient_ref", flat=True)
    assert cast.ben.ref not in set(told)
    assert cast.mara.ref in set(told)


def test_a_second_person_may_decline(cast, account, grant):
    login = credential(account, by=cast.anton, four_eyes=True)
    reveal = ask_to_see(credential=login, reason="x", by=cast.ben)
    refuse(reveal=reveal, by=cast.ada)
    with pytest.raises(TicketIsOver):
        draw_ticket(reveal=reveal, session_key=SESSION, by=cast.ben)


def test_an_owner_with_access_does_not_agree_with_herself(cast, account):
    access_to(account, to=cast.ada, by=cast.mara)
    login = credential(account, by=cast.anton, four_eyes=True)
    reveal = ask_to_see(credential=login, reason="x", by=cast.ada)
    with pytest.raises(NotASecondPerson):
        agree(reveal=reveal, by=cast.ada)


def test_one_person_at_a_time(cast, account, grant):
    login = credential(account, by=cast.anton, is_exclusive=True)
    access_to(account, to=cast.edda, by=cast.ada)
    seen(login, by=cast.ben)
    with pytest.raises(HeldByOther):
        ask_to_see(credential=login, reason="x", by=cast.edda)
    check_in(credential=login, by=cast.ben)
    assert seen(login, by=cast.edda).text == PASSWORD


def test_only_the_holder(cast, account, grant):
    login = credential(account, by=cast.anton, holder=cast.edda)
    with pytest.raises(OnlyTheHolder):
        ask_to_see(credential=login, reason="x", by=cast.ben)


def test_recovery_codes_are_burnt_by_being_shown(cast, account, grant):
    codes = ("aaaa-1111", "bbbb-2222", "cccc-3333", "dddd-4444")
    login = credential(account, by=cast.anton, kind=CredentialKind.RECOVERY_CODES, codes=codes)
    assert [seen(login, by=cast.ben).text for _ in range(4)] == list(codes)
    with pytest.raises(NoCodesLeft):
        seen(login, by=cast.ben)
    assert RecoveryCode.objects.left().count() == 0
    warned = Message.objects.filter(kind="vault.few_codes", recipient_ref=cast.ada.ref)
    assert warned.count() == 4, "at three, two, one and none"


def test_a_security_key_has_nothing_to_show(cast, account, grant):
    key = credential(
        account, by=cast.anton, kind=CredentialKind.HARDWARE_KEY, custodian=cast.ada, place="Safe"
    )
    with pytest.raises(NotASecret):
        ask_to_see(credential=key, reason="x", by=cast.ben)


def test_nothing_stored_is_said(cast, account, grant):
    from accounts.vault.models import Credential

    empty = Credential.objects.create(account=account, kind=CredentialKind.PASSWORD, label="x")
    with pytest.raises(NothingStored):
        ask_to_see(credential=empty, reason="x", by=cast.ben)


def test_a_wish_is_good_for_an_hour_whether_a_job_has_run_or_not(cast, login, grant):
    """V2"""
    reveal = ask_to_see(credential=login, reason="x", by=cast.ben)
    Reveal.objects.update(requested_at=timezone.now() - timedelta(minutes=61))
    with pytest.raises(TicketIsOver):
        draw_ticket(reveal=reveal, session_key=SESSION, by=cast.ben)
    lapse_reveals()
    reveal.refresh_from_db()
    assert reveal.state == RevealState.LAPSED
