"""What this room tells others about a person: duties and stored data."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.people.operations import set_language
from accounts.people.registry import duties_of, my_data_of
from guidelines.library.reading import reading_minutes
from guidelines.policies.choices import Method, StatementKind
from guidelines.policies.models import AcknowledgementRequest, Rendition
from guidelines.policies.operations import (
    acknowledge,
    acknowledge_under_reservation,
    record_paper,
    withdraw_consent,
)
from guidelines.policies.querysets import word_count
from guidelines.policies.reading import minutes_of
from tests.factories.people import signed_in
from tests.factories.policies import read, release, request_of, text

pytestmark = pytest.mark.django_db


def ask(cast, kind=StatementKind.RECEIPT, slug="social-media", **facts):
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk, statement_kind=kind, slug=slug, **facts)
    return request_of(cast.ben)


def mine(person):
    return [duty for duty in duties_of(person) if duty.key.startswith("acknowledgement:")]


@pytest.mark.parametrize(("language", "title"), [("de", "Soziale Medien"), ("en", "Social media")])
def test_hr_reads_what_somebody_owes_in_its_own_language(cast, language, title):
    ask(cast)
    for person, spoken in ((cast.ben, "de" if language == "en" else "en"), (cast.hanna, language)):
        set_language(person=person, language=spoken, by=person)
    page = signed_in(Client(), cast.hanna).get(reverse("people:person-show", args=[cast.ben.ref]))
    assert title in [duty.title for duty in page.context["duties"]]
    cast.ben.refresh_from_db()
    assert cast.ben.language != language


def test_an_open_request_is_a_duty_in_the_persons_language(cast):
    request = ask(cast)
    (duty,) = mine(cast.ben)
    assert duty.key == f"acknowledgement:{request.ref}"
    assert (duty.title, duty.url) == ("Soziale Medien", f"/acknowledge/{request.ref}/")
    assert (duty.due_on, duty.required, duty.overdue, duty.minutes) == (request.due_on, True, False, 1)
    set_language(person=cast.ben, language="en", by=cast.ben)
    cast.ben.refresh_from_db()
    assert mine(cast.ben)[0].title == "Social media"


def test_a_consent_is_an_offer_and_never_overdue(cast):
    """K5"""
    ask(cast, StatementKind.CONSENT)
    (duty,) = mine(cast.ben)
    assert (duty.required, duty.overdue, duty.due_on) == (False, False, None)


@pytest.mark.parametrize(("facts", "overdue"), [({}, True), ({"paused_on": timezone.now().date()}, False)])
def test_overdue_counts_local_days_and_not_those_of_absence(cast, facts, overdue):
    request = ask(cast)
    yesterday = timezone.now().date() - timedelta(days=2)
    AcknowledgementRequest.objects.filter(pk=request.pk).update(due_on=yesterday, **facts)
    assert mine(cast.ben)[0].overdue is overdue


def test_an_answered_request_is_no_duty_any_more(cast):
    request = ask(cast)
    acknowledge(request=request, read=read(request), authenticated="password", by=cast.ben)
    assert mine(cast.ben) == []


@pytest.mark.parametrize(
    "words", ["eins", "eins zwei\ndrei", "wort " * 199 + "ende", ("zeile mit wort\n" * 100).strip()]
)
def test_the_database_counts_words_like_the_reading_page(cast, words):
    ask(cast, texts=[text("de", words), text("en")])
    counted = Rendition.objects.annotate(words=word_count("text")).get(language="de").words
    assert counted == len(words.split())
    assert minutes_of(counted) == reading_minutes(words)


def test_my_data_holds_everything_that_is_stored_about_me(cast):
    consent, receipt = ask(cast, StatementKind.CONSENT, "consent"), ask(cast, slug="receipt")
    given = acknowledge(request=consent, read=read(consent), authenticated="password+totp", by=cast.ben)
    withdraw_consent(acknowledgement=given, by=cast.ben)
    acknowledge_under_reservation(
        request=receipt,
        read=read(receipt),
        reason="Absatz zwei ist unklar.",
        authenticated="passkey",
        by=cast.ben,
    )
    with translation.override("de"):
        told = [
            str(value) for section in my_data_of(cast.ben) for row in section.rows for value in row.values()
        ]
    for part in (
        given.commitment,
        given.withdrawal.commitment,
        "Absatz zwei ist unklar.",
        "Passwort + Code aus einer Authenticator-App",
        "Soziale Medien",
        "Kenntnisnahme",
        "Unter Vorbehalt",
    ):
        assert part in told
    assert not {"receipt", "consent", "passkey", "under_reservation"} & set(told)
    others = str([section.rows for section in my_data_of(cast.mara)])
    assert "Absatz zwei" not in others


def test_my_data_names_papers_that_wait_for_a_second_person(cast):
    request = ask(cast)
    record_paper(
        request=request,
        rendition=request.version.renditions.get(language="de"),
        method=Method.PAPER,
        signed_on=timezone.now().date(),
        note="Unterschrift in der Werkstatt",
        scan_name="scan.pdf",
        scan=b"%PDF-1.4 scan",
        by=cast.hanna,
    )
    told = str([section.rows for section in my_data_of(cast.ben)])
    assert "Unterschrift in der Werkstatt" in told
    assert "scan.pdf" in told
