"""The shelf, the reading page, earlier versions and what changed."""

from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.people.operations import define_audience
from guidelines.policies.choices import Cause, StatementKind, Visibility
from guidelines.policies.models import AcknowledgementRequest, Policy
from guidelines.policies.operations import (
    acknowledge_under_reservation,
    decline_consent,
    exempt,
    retire_policy,
    withdraw_consent,
)
from guidelines.policies.operations.asking import ask_again
from portal.ui import bundle
from tests.factories.people import EmployeeFactory, department, signed_in
from tests.factories.policies import read, release, request_of, text
from tests.guidelines.policies.shelves import HTML, confirm, frozen, speak

pytestmark = pytest.mark.django_db


def test_an_empty_shelf_says_so(cast, browse):
    assert "Für Sie ist noch keine Richtlinie freigegeben" in browse("guideline-list")


def test_the_shelf_shows_what_the_text_is(cast, version, browse):
    page = browse("guideline-list")
    with translation.override("de"):
        applies = f"gilt ab {date_format(version.effective_on, 'j. F Y')}"
    for words in ("Soziale Medien", "Fassung 1.0", "1 Minute", applies, "offen bis"):
        assert words in page


STANDINGS = {
    "confirmed": (StatementKind.RECEIPT, "bestätigt am"),
    "reserved": (StatementKind.UNDERTAKING, "unter Vorbehalt seit"),
    "overdue": (StatementKind.RECEIPT, "überfällig seit"),
    "soon": (StatementKind.RECEIPT, "tone-warning"),
    "exempt": (StatementKind.RECEIPT, "Sie müssen das nicht bestätigen"),
    "paused": (StatementKind.RECEIPT, "offen, ruht während Ihrer Abwesenheit"),
    "offered": (StatementKind.CONSENT, "freiwillig, noch nicht beantwortet"),
    "consented": (StatementKind.CONSENT, "eingewilligt am"),
    "declined": (StatementKind.CONSENT, "keine Einwilligung, beantwortet am"),
    "withdrawn": (StatementKind.CONSENT, "Einwilligung widerrufen am"),
}


def bring_to(standing, cast, request):
    """Bring Ben's request into the state behind `standing`."""
    rows, today = AcknowledgementRequest.objects.filter(pk=request.pk), timezone.now().date()
    reason = {"reason": "Unklar.", "authenticated": "password"}
    acts = {
        "confirmed": lambda: confirm(cast.ben, request.policy),
        "consented": lambda: confirm(cast.ben, request.policy),
        "reserved": lambda: acknowledge_under_reservation(
            request=request, read=read(request), by=cast.ben, **reason
        ),
        "overdue": lambda: rows.update(due_on=today - timedelta(days=3)),
        "soon": lambda: rows.update(due_on=today + timedelta(days=3)),
        "paused": lambda: rows.update(paused_on=today),
        "exempt": lambda: exempt(request=request, reason="Elternzeit", by=cast.hanna),
        "offered": lambda: None,
        "declined": lambda: decline_consent(request=request, by=cast.ben),
        "withdrawn": lambda: withdraw_consent(acknowledgement=confirm(cast.ben, request.policy), by=cast.ben),
    }
    acts[standing]()


@pytest.mark.parametrize("standing", STANDINGS)
def test_the_shelf_says_where_i_stand(cast, browse, standing):
    kind, words = STANDINGS[standing]
    release(editor=cast.edda, approver=cast.falk, statement_kind=kind)
    bring_to(standing, cast, request_of(cast.ben))
    assert words in browse("guideline-list")
    assert words in browse("guideline-read", "social-media")


def test_who_is_not_asked_reads_for_information(cast, version, client):
    AcknowledgementRequest.objects.filter(employee=cast.ben).delete()
    page = signed_in(client, cast.ben, mfa=False).get(reverse("policies:guideline-list")).content.decode()
    assert "zur Information" in page


def test_what_waits_comes_first(cast, browse):
    for title in ("Zebra", "Affe", "Maus"):
        release(
            editor=cast.edda,
            approver=cast.falk,
            slug=title.lower(),
            texts=[text("de", title=title), text("en")],
        )
    for slug in ("affe", "maus"):
        confirm(cast.ben, Policy.objects.get(slug=slug))
    page = browse("guideline-list")
    assert page.index("Zebra") < page.index("Affe") < page.index("Maus")


def test_the_reading_page_has_all_that_belongs_to_the_text(cast, version, browse):
    page = browse("guideline-read", "social-media")
    for words in (
        '<h2 id="two">Zweitens</h2>',
        'href="#three"',
        "1 Minute Lesezeit",
        "Fassung 1.0",
        "mailto:medien@example.com",
        "Team Medien",
        f"/acknowledge/{request_of(cast.ben).ref}/",
        "versions/1.0/de.pdf",
        'lang="de"',
    ):
        assert words in page


def test_the_other_language_is_one_click_away(cast, version, browse):
    page = browse("guideline-read", "social-media", lang="en")
    assert "Firstly" in page
    assert "Das ist eine Übersetzung. Weichen die Sprachen voneinander ab, gilt diese: Deutsch." in page
    assert "Richtlinien" in page


def test_the_persons_language_is_the_default_of_page_and_text(cast, version, client):
    speak(cast.ben, "en")
    page = signed_in(client, cast.ben, mfa=False).get(
        reverse("policies:guideline-read", args=["social-media"])
    )
    assert "Firstly" in page.content.decode()
    assert "1 minute to read" in page.content.decode()


@pytest.mark.parametrize("lang", ["xx", "", "de<script>", "\0"])
def test_an_unknown_language_is_none(cast, version, browse, lang):
    assert "Erstens" in browse("guideline-read", "social-media", lang=lang)


def test_a_missing_language_gives_the_authoritative_text_with_a_notice(cast, client):
    from guidelines.policies.operations import release_version
    from tests.factories.policies import propose

    proposal = propose(by=cast.edda, texts=[frozen("de", HTML)])
    release_version(proposal=proposal, by=cast.falk, left_out=["en"])
    speak(cast.ben, "en")
    signed_in(client, cast.ben, mfa=False)
    page = client.get(reverse("policies:guideline-read", args=["social-media"])).content.decode()
    assert "This text does not exist in your language" in page
    assert "Erstens" in page


def test_what_is_not_mine_to_read_does_not_exist(cast, client):
    audience = define_audience(slug="it", name="IT", clauses=[{"department": department("IT")}], by=None)
    facts = {"slug": "it-only", "audience": audience, "visibility": Visibility.AUDIENCE}
    release(editor=cast.edda, approver=cast.falk, **facts)
    signed_in(client, cast.ben, mfa=False)
    assert b"it-only" not in client.get(reverse("policies:guideline-list")).content
    for name, args in (
        ("guideline-read", ["it-only"]),
        ("guideline-changes", ["it-only"]),
        ("version-read", ["it-only", 1, 0]),
        ("version-pdf", ["it-only", 1, 0, "de"]),
        ("guideline-read", ["never-was"]),
        ("version-read", ["it-only", 7, 7]),
    ):
        assert client.get(reverse(f"policies:{name}", args=args)).status_code == 404


def test_a_retired_guideline_leads_to_what_i_answered(cast, version, client):
    confirm(cast.ben, version.policy)
    retire_policy(policy=version.policy, by=cast.falk)
    signed_in(client, cast.ben, mfa=False)
    response = client.get(reverse("policies:guideline-read", args=["social-media"]), follow=True)
    assert response.redirect_chain[-1][0].endswith("/versions/1.0/")
    assert "Diese Richtlinie gilt nicht mehr" in response.content.decode()
    signed_in(client, cast.mara, mfa=False)
    assert client.get(reverse("policies:guideline-read", args=["social-media"])).status_code == 404


def test_an_unread_guideline_blocks_nothing(cast, version, browse, client):
    """K12: help, privacy, other pages and signing out are reached with an overdue request open."""
    AcknowledgementRequest.objects.update(due_on=timezone.now().date() - timedelta(days=90))
    addresses = [
        reverse("ui:help"),
        reverse("ui:privacy"),
        reverse("ui:imprint"),
        reverse("policies:guideline-list"),
    ]
    assert [client.get(address).status_code for address in addresses] == [200] * 4
    response = client.post(reverse("account_logout"))
    assert (response.status_code, "acknowledge" in response["Location"]) == (302, False)


def test_hostile_names_are_only_text(cast, browse):
    title = "<b>Ü</b>\u202eesrever \U0001f600 e\u0301 =cmd()" + "x" * 200
    release(editor=cast.edda, approver=cast.falk, texts=[text("de", title=title), text("en", title=title)])
    for page in (browse("guideline-list"), browse("guideline-read", "social-media")):
        assert "&lt;b&gt;Ü&lt;/b&gt;" in page
        assert "<b>Ü" not in page


def test_reading_takes_few_queries(cast, newer, client, of_this_room):
    """Of this room: policy with version, versions, renditions with PDF, my requests with answers. Before them
    session, person, location and roles; what the menu asks comes on top."""
    signed_in(client, cast.ben, mfa=False)
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("policies:guideline-read", args=["social-media"]))
    assert len(captured) <= 12
    assert len(of_this_room(captured)) <= 4 + 2


def test_the_shelf_takes_the_same_queries_whatever_is_on_it(cast, client, of_this_room):
    """Policies with versions; titles and lengths of their renditions; my requests."""
    signed_in(client, cast.ben, mfa=False)
    for number in range(5):
        release(editor=cast.edda, approver=cast.falk, slug=f"guideline-{number}")
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("policies:guideline-list"))
    assert len(of_this_room(captured)) == 3
    assert len(captured) <= 12


def test_the_cost_of_reading_does_not_grow_with_the_people(
    cast, version, client, django_assert_max_num_queries
):
    EmployeeFactory.create_batch(5)
    ask_again(policy=version.policy, only=cast.ben, cause=Cause.RECONFIRMATION)
    signed_in(client, cast.ben, mfa=False)
    with django_assert_max_num_queries(12):
        client.get(reverse("policies:guideline-read", args=["social-media"]))


def test_the_first_view_fits_into_70_kilobytes(cast, version, browse):
    """HTML, CSS and JavaScript, compressed, without fonts; htmx and the embeds' script included."""
    from django.contrib.staticfiles import finders

    page = browse("guideline-read", "social-media")
    long_text = page.replace(
        "Freundlich bleiben.", " ".join(f"Satz {n} über soziale Medien." for n in range(400))
    )
    scripts = [
        Path(finders.find(name)).read_bytes() for name in ("django_htmx/htmx-2.min.js", "library/js/embed.js")
    ]
    parts = [long_text.encode(), *scripts]
    size = sum(len(brotli.compress(part)) for part in parts)
    size += len(bundle.stylesheet().brotli) + len(bundle.script().brotli)
    assert size <= 70_000
