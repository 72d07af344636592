"""Asking for access and deciding on it, page by page."""

import pytest
from django.utils import timezone

from accounts.access.choices import RequestState
from accounts.access.models import AccessGrant, AccessRequest, RequestDecision
from accounts.people.models import Employee
from accounts.register.choices import PublishesThrough, RouteKind, Terms
from accounts.register.operations import close_account
from tests.accounts.access.pages import beside, primary, words
from tests.factories.access import asked, in_days, rules
from tests.factories.people import EmployeeFactory
from tests.factories.register import route, sound_account
from tests.faults.hostile import STRANGE

pytestmark = pytest.mark.django_db


def offered(page):
    return [button["value"] for button in page.select("[name=route]")]


def facts(way, **more):
    return {"route": way.pk, "span": "7", "reason": "Beiträge am Wochenende", **more}


IN_WORDS = {
    "de": ("Zugriff beantragen", "Rolle für einen dienstlichen Zugang", "Ohne privates Konto", "1 Woche"),
    "en": ("Ask for access", "Role for a work login", "No private account", "1 week"),
}


@pytest.mark.parametrize("language", IN_WORDS)
def test_the_page_says_how_long_and_who_decides(cast, channel, pages, language):
    title, *rest = IN_WORDS[language]
    Employee.objects.filter(pk=cast.ben.pk).update(language=language)
    page = pages.see(Employee.objects.get(pk=cast.ben.pk), "request-ask", channel.ref)
    said = words(page)
    assert page.find("h1").get_text() == title
    assert [one for one in rest if one not in said] == []
    for decider in (cast.ada, cast.mara, cast.anton):
        assert decider.name in said
    assert len(primary(page)) == 1


def test_routes_are_ranked_and_say_what_they_cost(cast, channel, pages):
    """R2: private-free ones first, the best one recommended and chosen, with what others will see."""
    facts = {"publishes_through": PublishesThrough.AGENCY, "needs_private_phone": True}
    route(channel, RouteKind.PUBLISHER, by=cast.anton, **facts)
    route(channel, RouteKind.SHARED, by=cast.anton, terms=Terms.UNCLEAR, seen_de="Alle sehen das Logo.")
    page = pages.see(cast.ben, "request-ask", channel.ref)
    rows = [" ".join(label.get_text(" ").split()) for label in page.select("label:has([name=route])")]
    assert [row.split(" Ohne")[0] for row in rows] == [
        "Rolle für einen dienstlichen Zugang",
        "Geteilter Zugang im Tresor",
        "Benannte Person oder Agentur veröffentlicht",
    ]
    assert ["Empfohlen" in row for row in rows] == [True, False, False]
    assert "Alle sehen das Logo." in rows[1]
    assert "Privates Telefon" in rows[2]
    assert page.find("input", attrs={"name": "route", "checked": True})["value"] == str(
        channel.routes.first().pk
    )


def test_a_colleagues_profile_is_offered_only_while_they_agree(cast, channel, pages):
    """A5: nobody learns from a refusal that somebody does not lend their profile."""
    facts = {"publishes_through": PublishesThrough.PROFILE, "publisher": cast.edda}
    profile = route(channel, RouteKind.PUBLISHER, by=cast.anton, **facts)
    assert str(profile.pk) not in offered(pages.see(cast.ben, "request-ask", channel.ref))
    pages.send(cast.edda, "consent-give", profile.ref, is_free="on")
    assert profile.consents.get().person == cast.edda
    page = pages.see(cast.ben, "request-ask", channel.ref)
    assert str(profile.pk) in offered(page)
    assert "Über ein privates Profil" in words(page)
    assert cast.edda.name not in words(page)


def test_an_employee_asks(cast, channel, way, pages):
    page = pages.send(cast.ben, "request-ask", channel.ref, **facts(way))
    request = AccessRequest.objects.get()
    assert (request.person, request.route, request.requested_by) == (cast.ben, way, cast.ben)
    assert (request.starts_on, request.ends_on) == (timezone.localdate(), in_days(6))
    assert request.reason == "Beiträge am Wochenende"
    assert page.find("h1").get_text(" ").startswith("Zugriff für Ben Öztürk")


WRONG = [
    ({"reason": ""}, "reason", "Dieses Feld"),
    ({"reason": "x" * 2001}, "reason", "2000"),
    ({"span": "day"}, "ends_on", "Bitte wählen Sie den letzten Tag."),
    ({"span": "day", "ends_on": "2020-01-01"}, "ends_on", "vor dem ersten"),
    ({"span": "day", "ends_on": "0026-01-01"}, "ends_on", "Jahr"),
    ({"span": "day", "ends_on": "2199-01-01"}, "ends_on", "höchstens 365 Tage"),
    ({"span": "365000"}, "span", "Auswahl"),
    ({"route": "999999"}, "route", "Auswahl"),
    ({"route": "x"}, "route", "Auswahl"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_missing_is_said_beside_the_field(cast, channel, way, pages, wrong):
    change, field, said = wrong
    page = pages.send(cast.ben, "request-ask", channel.ref, **facts(way, **change))
    assert said in beside(page, field)
    assert not AccessRequest.objects.exists()


def test_what_the_operation_refuses_is_said_too(cast, channel, way, pages):
    pages.send(cast.ben, "request-ask", channel.ref, **facts(way))
    page = pages.send(cast.ben, "request-ask", channel.ref, **facts(way))
    assert "gibt es schon" in words(page) or "wartet" in words(page)
    assert AccessRequest.objects.count() == 1


def test_nobody_asks_on_a_closed_account(cast, channel, pages):
    close_account(account=channel, by=cast.anton)
    assert pages.answer(cast.ben, "request-ask", channel.ref).status_code == 404


def test_who_asks_state_and_policy_are_nobodys_to_post(cast, channel, way, pages):
    """A2: whatever else stands in the form, the person signed in asks, and nothing is decided by it."""
    smuggled = {
        "person": cast.anton.pk,
        "requested_by": cast.ada.pk,
        "state": "approved",
        "policy": "1",
        "decided_by": cast.ada.pk,
        "starts_on": "2020-01-01",
    }
    pages.send(cast.ben, "request-ask", channel.ref, **facts(way, **smuggled))
    request = AccessRequest.objects.get()
    assert (request.person, request.requested_by, request.state) == (
        cast.ben,
        cast.ben,
        RequestState.SUBMITTED,
    )
    assert request.starts_on == timezone.localdate()
    pages.send(
        cast.ada,
        "request-decide",
        request.ref,
        answer="yes",
        decided_by=cast.mara.pk,
        in_place_of=cast.mara.pk,
    )
    decision = RequestDecision.objects.get()
    assert (decision.decided_by, decision.in_place_of) == (cast.ada, None)


def test_a_route_of_another_account_is_no_choice(cast, channel, way, pages):
    other = sound_account(cast, handle="@other").routes.get()
    page = pages.send(cast.ben, "request-ask", channel.ref, **facts(other))
    assert "Auswahl" in beside(page, "route")


def test_hostile_text_is_shown_as_text(cast, channel, way, pages):
    pages.send(cast.ben, "request-ask", channel.ref, **facts(way, reason=STRANGE))
    request = AccessRequest.objects.get()
    assert request.reason == STRANGE
    for name, refs in (("request-list", ()), ("request-show", (request.ref,))):
        page = pages.see(cast.ada, name, *refs)
        assert page.find("script", string="alert(1)") is None
        assert page.find("img", attrs={"onerror": True}) is None
        assert "{{ 7|add:7 }}" in words(page)


def test_the_owner_decides(cast, channel, way, pages):
    request = asked(way, by=cast.ben)
    listed = pages.see(cast.ada, "request-list")
    assert "Wartet auf Ihre Entscheidung" in words(listed)
    page = pages.see(cast.ada, "request-show", request.ref)
    assert primary(page) == ["Genehmigen"]
    page = pages.send(cast.ada, "request-decide", request.ref, answer="yes")
    assert "Genehmigt" in words(page)
    assert AccessGrant.objects.get().person == cast.ben
    assert "Ihre Entscheidung" not in words(page)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"answer": "no"}, "Bitte nennen Sie den Grund der Ablehnung."),
        ({"answer": "perhaps", "note": "x"}, "Bitte genehmigen Sie oder lehnen Sie ab."),
        ({}, "Bitte genehmigen Sie oder lehnen Sie ab."),
    ],
)
def test_a_no_has_a_reason_and_only_a_no_denies(cast, way, pages, data, said):
    request = asked(way, by=cast.ben)
    page = pages.send(cast.ada, "request-decide", request.ref, **data)
    assert said in words(page)
    request.refresh_from_db()
    assert request.state == RequestState.SUBMITTED


def test_a_no_reaches_whoever_asked(cast, way, pages):
    request = asked(way, by=cast.ben)
    pages.send(cast.ada, "request-decide", request.ref, answer="no", note="Im Sommer gern")
    said = words(pages.see(cast.ben, "request-show", request.ref))
    assert "Abgelehnt" in said
    assert "Im Sommer gern" in said


def test_a_question_and_its_answer(cast, way, pages):
    request = asked(way, by=cast.ben)
    pages.send(cast.ada, "request-note", request.ref, text="Auch am Wochenende?")
    page = pages.see(cast.ben, "request-show", request.ref)
    assert "Auch am Wochenende?" in words(page)
    assert primary(page) == ["Antworten"]
    assert "Rückfrage offen" in words(pages.see(cast.ben, "channel-list"))
    pages.send(cast.ben, "request-note", request.ref, text="Ja, samstags.")
    assert "Ja, samstags." in words(pages.see(cast.ada, "request-show", request.ref))
    empty = pages.send(cast.ada, "request-note", request.ref, text=" ")
    assert beside(empty, "text")


def test_a_request_is_taken_back(cast, way, pages):
    request = asked(way, by=cast.ben)
    page = pages.send(cast.ben, "request-withdraw", request.ref)
    assert "Zurückgezogen" in words(page)


def test_what_is_missing_is_shown_to_the_person_alone(cast, channel, way, pages):
    """A1: access cannot be used before, so whoever decides need not know what somebody has not read yet."""
    rules(channel, by=cast.anton, required=["nowhere:secret-course"])
    request = asked(way, by=cast.ben)
    assert "secret-course" in words(pages.see(cast.ben, "request-show", request.ref))
    for other in (cast.ada, cast.anton, cast.cleo):
        assert "secret-course" not in words(pages.see(other, "request-show", request.ref))


def test_pages_cost_a_few_queries(cast, channel, way, pages, django_assert_max_num_queries):
    """Session, person, location, groups, the menu's count; then: what waits, the list, its length."""
    for _ in range(30):
        asked(way, by=EmployeeFactory())
    pages.answer(cast.ada, "request-list")
    with django_assert_max_num_queries(12):
        pages.answer(cast.ada, "request-list")
    # Decisions, notes, and three times who may decide: to see it, to decide, to name them all.
    with django_assert_max_num_queries(20):
        pages.answer(cast.ada, "request-show", AccessRequest.objects.first().ref)
    with django_assert_max_num_queries(14):
        pages.answer(cast.ada, "request-ask", channel.ref)
