"""Private accounts, page by page: only by one's own act, and taken back in two clicks."""

import pytest

from accounts.access.choices import ConsentState, EndReason
from accounts.access.models import AccessGrant, AccessRequest, PrivateAccountConsent
from accounts.people.models import Employee
from accounts.register.choices import RouteKind
from accounts.register.operations import close_route
from tests.accounts.access.pages import beside, primary, words
from tests.factories.access import granted
from tests.factories.register import route

pytestmark = pytest.mark.django_db


def test_a_private_account_is_lent_and_taken_back_in_two_clicks(cast, channel, pages):
    """A4: opening "My channels" and one button; without JavaScript nothing more is asked."""
    private = route(channel, RouteKind.VOLUNTEERED, by=cast.anton)
    page = pages.see(cast.ben, "request-ask", channel.ref)
    link = page.select_one(f'a[href="/channels/private/{private.ref}/"]')
    assert link is not None
    told = pages.see(cast.ben, "consent-give", private.ref)
    assert primary(told) == [], "nothing pushes towards a yes"
    for part in ("Zweck", "Was für wen sichtbar wird", "Widerruf", "Rolle für einen dienstlichen Zugang"):
        assert part in words(told)
    data = {"span": "30", "reason": "Störungen"}
    assert beside(pages.send(cast.ben, "consent-give", private.ref, **data), "is_free")
    pages.send(cast.ben, "consent-give", private.ref, **data, is_free="on", person=cast.edda.pk)
    consent, request = PrivateAccountConsent.objects.get(), AccessRequest.objects.get()
    assert (consent.person, request.person, consent.language) == (cast.ben, cast.ben, "de")
    pages.send(cast.ada, "request-decide", request.ref, answer="yes")
    page = pages.see(cast.ben, "channel-list")
    form = page.select_one(f'form[action="/channels/private/{consent.ref}/withdraw/"]')
    assert form is not None
    page = pages.send(cast.ben, "consent-withdraw", consent.ref)
    assert "Meine privaten Konten" not in words(page)
    consent.refresh_from_db()
    assert consent.state == ConsentState.WITHDRAWN
    assert AccessGrant.objects.get().end_reason == EndReason.CONSENT_WITHDRAWN


def test_a_consent_is_renewed(cast, channel, pages):
    """A4"""
    private = route(channel, RouteKind.VOLUNTEERED, by=cast.anton)
    granted(private, to=cast.ben, by=cast.ada)
    page = pages.see(cast.ben, "consent-give", private.ref)
    assert page.find(attrs={"name": "reason"}) is None
    pages.send(cast.ben, "consent-give", private.ref, is_free="on")
    states = PrivateAccountConsent.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [ConsentState.RENEWED, ConsentState.GIVEN]
    assert AccessGrant.objects.running().count() == 1


def test_consents_are_shown_in_the_language_of_the_page(cast, channel, pages):
    private = route(channel, RouteKind.VOLUNTEERED, by=cast.anton, seen_en="Your picture")
    Employee.objects.filter(pk=cast.ben.pk).update(language="en")
    assert "Your picture" in words(pages.see(cast.ben, "consent-give", private.ref))
    data = {"span": "30", "reason": "x", "is_free": "on"}
    pages.send(cast.ben, "consent-give", private.ref, **data)
    consent = PrivateAccountConsent.objects.get()
    assert (consent.language, consent.data) == ("en", "Your picture")


def test_a_consent_is_nobody_elses(cast, channel, pages):
    """A4, A5: neither to see, nor to end; a route that is closed asks nobody."""
    private = route(channel, RouteKind.VOLUNTEERED, by=cast.anton)
    granted(private, to=cast.ben, by=cast.ada)
    consent = PrivateAccountConsent.objects.get()
    for person in (cast.ada, cast.anton, cast.hanna, cast.dana, cast.ines):
        assert pages.refuses(person, "consent-withdraw", consent.ref)
        assert "Meine privaten Konten" not in words(pages.see(person, "channel-list"))
    close_route(route=private, by=cast.anton)
    assert pages.refuses(cast.edda, "consent-give", private.ref)
