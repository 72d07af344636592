"""Private accounts: only by the person's own free act, and nothing is kept of whoever did not."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.access.choices import Blocker, ConsentState, EndReason, GrantState, TaskKind
from accounts.access.deciding import standing_of
from accounts.access.jobs import tidy
from accounts.access.models import AccessGrant, AccessRequest, PlatformTask, PrivateAccountConsent
from accounts.access.operations import (
    decide_request,
    give_consent,
    submit_request,
    volunteer_account,
    withdraw_consent,
)
from accounts.access.rules import ConsentIsOver, ConsentMissing, NotYours, RouteNotUsable
from accounts.people.operations import leave
from accounts.people.registry import my_data_of
from accounts.register.choices import PublishesThrough, RouteKind
from portal.audit.models import AuditEvent
from tests.factories.access import granted, wish
from tests.factories.people import signed_in
from tests.factories.register import route, sound_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def private(cast):
    return route(sound_account(cast), RouteKind.VOLUNTEERED, by=cast.anton)


@pytest.fixture
def profile(cast):
    facts = {"publishes_through": PublishesThrough.PROFILE, "publisher": cast.edda}
    return route(sound_account(cast), RouteKind.PUBLISHER, by=cast.anton, **facts)


def standing(grant):
    return standing_of(AccessGrant.objects.with_parts().get(pk=grant.pk), timezone.now())


def rows():
    """How many rows every table has, sessions apart."""
    models = [model for model in apps.get_models() if model._meta.label != "sessions.Session"]
    return {model._meta.label: model._default_manager.count() for model in models if model._meta.managed}


def test_a_private_account_needs_the_persons_own_consent(cast, private):
    """A4"""
    with pytest.raises(ConsentMissing):
        submit_request(wish=wish(private), by=cast.ben)
    grant = granted(private, to=cast.ben, by=cast.ada)
    assert standing(grant).can_be_used
    consent = PrivateAccountConsent.objects.get()
    assert consent.person == cast.ben
    assert all((consent.purpose, consent.data, consent.alternative, consent.withdrawal, consent.language))
    assert 360 < (consent.valid_until - consent.given_at).days <= 366


def test_a_consent_holds_no_credentials(private):
    """A4: there is no field in which one could be kept."""
    names = {field.name for field in PrivateAccountConsent._meta.get_fields()}
    assert not names & {"password", "secret", "login", "token", "handle", "address"}


def test_withdrawing_ends_access_and_opens_the_replacement_at_once(cast, private):
    """A4: in one transaction, by the person alone."""
    grant = granted(private, to=cast.ben, by=cast.ada)
    consent = PrivateAccountConsent.objects.get()
    for nobody in (cast.anton, cast.ada, cast.hanna):
        with pytest.raises(NotYours):
            withdraw_consent(consent=consent, by=nobody)
    withdraw_consent(consent=consent, by=cast.ben)
    grant.refresh_from_db()
    assert (grant.state, grant.end_reason) == (GrantState.ENDED, EndReason.CONSENT_WITHDRAWN)
    kinds = set(PlatformTask.objects.open().values_list("kind", flat=True))
    assert kinds == {TaskKind.REPLACE, TaskKind.REMOVE}
    with pytest.raises(ConsentIsOver):
        withdraw_consent(consent=consent, by=cast.ben)


def test_half_a_withdrawal_does_not_exist(cast, private, monkeypatch):
    """A4: if the task cannot be opened, the consent stands, and the person can try again."""
    granted(private, to=cast.ben, by=cast.ada)
    consent = PrivateAccountConsent.objects.get()

    def broken(**facts):
        raise RuntimeError("disk full")

    monkeypatch.setattr("accounts.access.operations.consents.open_task", broken)
    with pytest.raises(RuntimeError):
        withdraw_consent(consent=consent, by=cast.ben)
    consent.refresh_from_db()
    assert consent.state == ConsentState.GIVEN
    assert AccessGrant.objects.running().count() == 1


def test_whoever_reads_and_does_not_agree_leaves_no_trace(client, cast, private, caplog):
    """A5: not a row more in any table, not a word in the trail, in "my data" or in a log."""
    browser = signed_in(client, cast.ben)
    browser.get(f"/accounts/{private.account.ref}/ask/")
    assert str(cast.ben.ref) in caplog.text, "other pages are logged"
    caplog.clear()
    before, events = rows(), AuditEvent.objects.count()
    body = browser.get(f"/channels/private/{private.ref}/").content.decode()
    assert "nichts notiert" in body
    answer = browser.post(f"/channels/private/{private.ref}/", {"span": "7", "reason": "x"})
    assert answer.status_code == 200, "without the tick nothing happens"
    assert (rows(), AuditEvent.objects.count()) == (before, events)
    assert caplog.text == ""
    assert not any("privat" in str(section.title).lower() for section in my_data_of(cast.ben))


def test_nobody_is_offered_and_nobody_is_seen_to_decline(client, cast, private):
    """A5: there is no state, no verb and no page for an offer or a refusal."""
    from portal.audit.registry import _VERBS

    assert {verb for verb in _VERBS if verb.startswith("private_account.")} == {
        "private_account.given",
        "private_account.ended",
        "private_account.refused",
    }
    assert not {"offered", "declined", "refused"} & set(ConsentState.values)
    granted(private, to=cast.ben, by=cast.ada)
    card = signed_in(client, cast.anton).get(f"/accounts/{private.account.ref}/").content.decode()
    assert cast.edda.name not in card


def test_a_denied_request_keeps_no_consent(cast, private):
    request = volunteer_account(wish=wish(private), language="de", by=cast.ben)
    decide_request(request=request, approves=False, note="no", by=cast.ada)
    assert PrivateAccountConsent.objects.get().state == ConsentState.EXPIRED
    with pytest.raises(ConsentMissing):
        submit_request(wish=wish(private), by=cast.ben)


def test_consent_and_request_are_one(cast, private):
    """A4: where the request is refused, no consent remains either."""
    from accounts.access.rules import InThePast

    past = wish(private, starts_on=timezone.localdate() - timedelta(days=2))
    with pytest.raises(InThePast):
        volunteer_account(wish=past, language="de", by=cast.ben)
    assert not PrivateAccountConsent.objects.exists()
    assert not AccessRequest.objects.exists()


def test_a_consent_ends_after_a_year_unless_renewed(cast, private):
    grant = granted(private, to=cast.ben, by=cast.ada)
    PrivateAccountConsent.objects.update(valid_until=timezone.now())
    assert Blocker.CONSENT in standing(grant).blockers, "no job has run yet"
    give_consent(route=private, by=cast.ben, language="en")
    assert standing(grant).can_be_used
    states = list(PrivateAccountConsent.objects.order_by("pk").values_list("state", flat=True))
    assert states == [ConsentState.RENEWED, ConsentState.GIVEN]
    PrivateAccountConsent.objects.filter(state=ConsentState.GIVEN).update(valid_until=timezone.now())
    tidy(None)
    grant.refresh_from_db()
    assert grant.end_reason == EndReason.CONSENT_WITHDRAWN
    assert PlatformTask.objects.open().filter(kind=TaskKind.REPLACE).exists()


def test_a_leavers_consent_ends(cast, private):
    granted(private, to=cast.ben, by=cast.ada)
    leave(person=cast.ben, on=timezone.localdate(), by=cast.hanna)
    assert PrivateAccountConsent.objects.get().state == ConsentState.ENDED_LEAVER
    assert AccessGrant.objects.get().end_reason == EndReason.LEAVER


def test_a_colleagues_profile_needs_that_colleagues_consent(cast, profile):
    """R1, A4: whoever posts through it needs none of their own, the publisher does."""
    with pytest.raises(ConsentMissing):
        submit_request(wish=wish(profile), by=cast.ben)
    with pytest.raises(RouteNotUsable):
        give_consent(route=profile, by=cast.ben, language="de")
    give_consent(route=profile, by=cast.edda, language="de")
    grant = granted(profile, to=cast.ben, by=cast.ada)
    assert standing(grant).can_be_used
    withdraw_consent(consent=PrivateAccountConsent.objects.get(), by=cast.edda)
    grant.refresh_from_db()
    assert grant.state == GrantState.ENDED
