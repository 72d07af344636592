"""My channels, one access, and what is done about it, page by page."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import registry
from accounts.access.choices import EndReason, GrantState
from accounts.access.models import AccessGrant, AccessRequest, PlatformTask
from accounts.access.operations import suspend_grant
from accounts.access.registry import Requirement
from tests.accounts.access.pages import beside, primary, words
from tests.factories.access import granted, in_days, rules
from tests.factories.people import signed_in
from tests.factories.register import sound_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(monkeypatch):
    state = {"is_met": False}

    def check(person, key):
        return Requirement(key, "Richtlinie lesen", state["is_met"], "/guidelines/social-media/")

    monkeypatch.setitem(registry._sources, "test", (lambda: [("test:one", "One")], check))
    return state


def test_without_access_the_page_leads_to_the_accounts(cast, pages):
    page = pages.see(cast.ben, "channel-list")
    assert "Ein privates Konto brauchen Sie nie" in words(page)
    assert primary(page) == ["Zu den Konten"]


def _invited(cast, way):
    granted(way, to=cast.ben, by=cast.ada, is_attested=False)


def _ready(cast, way):
    granted(way, to=cast.ben, by=cast.ada)


def _later(cast, way):
    granted(way, to=cast.ben, by=cast.ada, starts_on=in_days(3))


def _suspended(cast, way):
    suspend_grant(grant=granted(way, to=cast.ben, by=cast.ada), by=cast.anton)


def _lapsed(cast, way):
    rules(way.account, by=cast.anton, required=["test:one"])
    granted(way, to=cast.ben, by=cast.ada)


STEPS = [
    (_ready, "Bereit", "Sie können jetzt daran arbeiten.", "Loslegen"),
    (
        _invited,
        "Noch nicht nutzbar",
        "Einladung an Ihre dienstliche Adresse",
        "Ich habe angenommen",
    ),
    (_later, "Noch nicht nutzbar", "noch nicht begonnen", ""),
    (_suspended, "Ausgesetzt", "ausgesetzt", ""),
    (_lapsed, "Noch nicht nutzbar", "Richtlinie lesen", "Jetzt erledigen"),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step[0].__name__)
def test_each_channel_has_one_next_step(cast, way, pages, required, step):
    arrange, badge, text, label = step
    arrange(cast, way)
    page = pages.see(cast.ben, "channel-list")
    assert badge in words(page)
    assert text in words(page)
    assert primary(page) == ([label] if label else [])
    grant = AccessGrant.objects.get()
    assert badge in words(pages.see(cast.ben, "grant-show", grant.ref))


def test_what_can_be_used_comes_first_and_what_is_past_last(cast, way, pages, send_back):
    granted(
        sound_account(cast, handle="@zuerst").routes.get(),
        to=cast.ben,
        by=cast.ada,
        days=3,
        is_attested=False,
    )
    granted(way, to=cast.ben, by=cast.ada)
    send_back(granted(sound_account(cast, handle="@vorbei").routes.get(), to=cast.ben, by=cast.ada))
    page = pages.see(cast.ben, "channel-list")
    assert [name.get_text() for name in page.select("main .card h3")] == ["@hafenlicht", "@zuerst"]
    assert "@vorbei Bildnetz Zurückgegeben" in words(page)


@pytest.fixture
def send_back(cast, pages):
    return lambda grant: pages.send(cast.ben, "grant-act", grant.ref, "give-back")


def test_the_last_day_is_said_not_the_midnight_after(cast, way, pages):
    grant = granted(way, to=cast.ben, by=cast.ada, days=10)
    day = f"{in_days(10):%d.%m.%Y}"
    for page in (pages.see(cast.ben, "channel-list"), pages.see(cast.anton, "grant-list")):
        assert day in words(page)
    assert in_days(10) == AccessGrant.objects.with_parts().get(pk=grant.pk).last_day


def test_the_holder_says_that_they_accepted(cast, way, pages):
    """A9: on their word, without having to prove it to themself."""
    grant = granted(way, to=cast.ben, by=cast.ada, is_attested=False)
    assert primary(pages.see(cast.ben, "grant-attest", grant.ref)) == ["Bestätigen"]
    page = pages.send(cast.ben, "grant-attest", grant.ref)
    assert "Bereit" in words(page)
    assert PlatformTask.objects.get().done_by == cast.ben


def test_an_account_admin_says_what_shows_it(cast, way, pages):
    """A9"""
    grant = granted(way, to=cast.ben, by=cast.ada, is_attested=False)
    assert primary(pages.see(cast.anton, "grant-show", grant.ref)) == ["Die Einladung ist angenommen"]
    assert beside(pages.send(cast.anton, "grant-attest", grant.ref, note=""), "note")
    pages.send(cast.anton, "grant-attest", grant.ref, note="In der Liste gesehen", attested_by=cast.ben.pk)
    grant.refresh_from_db()
    assert (grant.state, grant.attested_by) == (GrantState.ACTIVE, cast.anton)


def test_using_it_is_decided_now(cast, channel, way, pages, required):
    """A1: a button on a page that was opened an hour ago does not decide."""
    required["is_met"] = True
    rules(channel, by=cast.anton, required=["test:one"])
    grant = granted(way, to=cast.ben, by=cast.ada)
    assert primary(pages.see(cast.ben, "channel-list")) == ["Loslegen"]
    required["is_met"] = False
    page = pages.send(cast.ben, "grant-act", grant.ref, "use")
    assert "Richtlinie lesen" in page.get_text()
    grant.refresh_from_db()
    assert grant.state == GrantState.SUSPENDED


def test_it_is_kept_longer_by_a_new_request(cast, way, pages):
    grant = granted(way, to=cast.ben, by=cast.ada, days=10)
    for wrong in ({"ends_on": ""}, {"ends_on": "0001-01-01"}, {"ends_on": in_days(5), "reason": ""}):
        page = pages.send(cast.ben, "grant-extend", grant.ref, **wrong)
        assert page.select(".has-error")
    page = pages.send(cast.ben, "grant-extend", grant.ref, ends_on=in_days(40), reason="Die Messe dauert")
    assert page.find("h1").get_text(" ").startswith("Längerer Zugriff für Ben")
    made = AccessRequest.objects.get(extends=grant)
    pages.send(cast.ada, "request-decide", made.ref, answer="yes")
    grant.refresh_from_db()
    assert AccessGrant.objects.with_parts().get().last_day == in_days(40)


def test_others_access_is_rested_and_goes_on(cast, way, pages):
    grant = granted(way, to=cast.ben, by=cast.ada)
    page = pages.send(cast.ada, "grant-act", grant.ref, "suspend")
    assert "Ausgesetzt" in words(page)
    assert "Aussetzung beenden" in words(page)
    page = pages.send(cast.ben, "grant-act", grant.ref, "resume")
    assert "Ausgesetzt" in words(page), "the holder does not end it"
    page = pages.send(cast.anton, "grant-act", grant.ref, "resume")
    assert "Bereit" in words(page)


def test_access_is_revoked(cast, way, pages):
    grant = granted(way, to=cast.ben, by=cast.ada)
    page = pages.send(cast.anton, "grant-act", grant.ref, "revoke")
    grant.refresh_from_db()
    assert (grant.end_reason, grant.ended_by) == (EndReason.REVOKED, cast.anton)
    assert "Auf der Plattform entfernen" in words(page)
    assert not page.select("main form")


def test_overseers_read_and_do_not_act(cast, way, pages):
    grant = granted(way, to=cast.ben, by=cast.ada)
    assert not pages.see(cast.cleo, "grant-show", grant.ref).select("main form")
    for act in ("revoke", "suspend", "give-back", "use"):
        pages.send(cast.cleo, "grant-act", grant.ref, act)
    grant.refresh_from_db()
    assert grant.state == GrantState.ACTIVE
    assert pages.answer(cast.anton, "grant-act", grant.ref, "nonsense").status_code == 405
    assert pages.refuses(cast.edda, "grant-show", grant.ref)
    assert pages.refuses(cast.edda, "grant-act", grant.ref, "revoke")


def test_the_list_of_access_is_filtered_by_account(cast, way, pages):
    granted(way, to=cast.ben, by=cast.ada)
    granted(sound_account(cast, handle="@anderes").routes.get(), to=cast.edda, by=cast.ada)
    assert "Edda" in words(pages.see(cast.anton, "grant-list"))
    assert "Edda" not in words(pages.see(cast.anton, "grant-list", account="HAFEN"))
    assert "niemand Zugriff" in words(pages.see(cast.anton, "grant-list", account="%' OR 1=1 --"))


def test_my_channels_cost_the_same_for_one_and_for_fifteen(cast, pages, django_assert_max_num_queries):
    """Person, menu, channels, requests, consents, past ones."""
    for number in range(15):
        granted(sound_account(cast, handle=f"@k{number}").routes.get(), to=cast.ben, by=cast.ada)
    pages.answer(cast.ben, "channel-list")
    with django_assert_max_num_queries(12):
        pages.answer(cast.ben, "channel-list")


def test_the_card_of_an_account_costs_no_query_per_access(cast, channel, way, django_assert_max_num_queries):
    for person in (cast.ben, cast.edda, cast.falk, cast.hanna, cast.dana):
        granted(way, to=person, by=cast.anton)
    browser = signed_in(Client(), cast.ada)
    address = reverse("register:account-show", args=[channel.ref])
    browser.get(address)
    with django_assert_max_num_queries(26):
        browser.get(address)
