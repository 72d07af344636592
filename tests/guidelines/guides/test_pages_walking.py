"""One question per screen; nothing is remembered; a walk that has begun goes on."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.people.choices import Role
from guidelines.editions.models import Work
from guidelines.editions.operations.works import retire_work
from guidelines.guides.choices import Verdict
from guidelines.guides.models import PathCount
from portal.audit.models import AuditEvent
from tests.factories import guides
from tests.factories.people import signed_in
from tests.factories.policies import release as release_guideline
from tests.factories.policies import text as guideline_text


@pytest.fixture
def guide(cast):
    return guides.release(cast)


@pytest.fixture
def ben(cast, client):
    return signed_in(client, cast.ben, mfa=False)


def walk(client, way: str, number: int = 1, slug: str = "small", status: int = 200) -> str:
    response = client.get(reverse("guides:guide-walk", args=[slug, number]), {"way": way})
    assert response.status_code == status, response
    return response.content.decode()


def test_the_list_groups_guides_by_track(cast, ben, guide):
    guides.release(cast, {**guides.small(), "track": "sales"}, slug="sell", title="May we sell?")
    guides.release(cast, guides.checklist(), slug="eight", genre="checklist", title="The eight")
    shown = ben.get(reverse("guides:guide-list")).content.decode()
    assert shown.index("Für alle") < shown.index("May we? (de)") < shown.index("Vertrieb")
    assert shown.index("Vertrieb") < shown.index("May we sell? (de)") < shown.index("The eight (de)")


def test_nothing_released_says_so(ben):
    shown = ben.get(reverse("guides:guide-list")).content.decode()
    assert "Noch keine Entscheidungshilfe" in shown


def test_from_the_first_question_to_the_outcome(ben, guide):
    first = ben.get(reverse("guides:guide-show", args=["small"])).content.decode()
    assert "Question public? (de)" in first
    assert "Frage 1 von höchstens 2" in first
    assert reverse("guides:guide-walk", args=["small", 1]) + "?way=a" in first
    second = walk(ben, "a")
    assert "Frage 2 von höchstens 2" in second
    assert "Question customer? (de)" in second
    assert "To customer (de)" in second  # the answer given so far
    assert 'href="/guides/small/1/?way="' in second  # it can be opened again
    end = walk(ben, "ac")
    assert "Unter Bedingungen erlaubt" in end
    assert "Say who you are. (de)" in end
    assert "Because it is so. (de)" in end
    assert "GDPR, Art. 6 (de)" in end
    assert 'href="/guides/small/1/?way=a"' in end


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("b", "Nicht erlaubt"),
        ("aa", "Erst beim Datenschutz nachfragen"),
        ("ab", "Erlaubt"),
        ("ac", "Unter Bedingungen erlaubt"),
    ],
)
def test_a_verdict_is_a_word_and_an_icon_and_never_only_a_colour(ben, guide, way, words):
    verdict = walk(ben, way).partition('<p class="verdict')[2].partition("</p>")[0]
    assert f"<strong>{words}</strong>" in verdict
    assert "<svg" in verdict
    assert len({one.icon for one in Verdict}) == len(Verdict)


def test_whom_to_ask_is_named(cast, ben, guide):
    cast.dana.email = "dana@example.com"
    cast.dana.save()
    assert cast.dana.groups.filter(name=Role.DPO).exists()
    end = walk(ben, "aa")
    assert cast.dana.name in end
    assert "mailto:dana@example.com" in end


def test_a_role_nobody_holds_says_so(cast, ben):
    outcomes = [guides.outcome("x"), guides.outcome("y", "ask-dpo", ask=["legal", "gone"])]
    guides.release(cast, guides.content([guides.question("q", "x", "y")], outcomes))
    assert "Diese Rolle hat noch niemand" in walk(ben, "b")


def test_the_passage_is_shown_as_it_is_in_force(cast, client):
    release_guideline(
        editor=cast.edda,
        approver=cast.falk,
        slug="customer-dialogue",
        texts=[guideline_text("de"), guideline_text("en")],
    )
    named = {"guideline": "customer-dialogue", "heading": "Be kind."}
    outcomes = [guides.outcome("x", **named), guides.outcome("y", guideline="gone")]
    content = guides.content([guides.question("q", "x", "y")], outcomes)
    work = guides.release(cast, content)
    text = work.texts.get(language="de")
    assert "Be kind. (de)" in text.content  # each language names the heading in its own words
    client = signed_in(client, cast.ben, mfa=False)
    end = walk(client, "a")
    assert "Fassung 1.0" in end
    assert "steht nicht mehr in der Richtlinie" in end
    assert "für Sie noch nicht freigegeben" in walk(client, "b")


def test_words_to_copy_can_be_selected_and_are_escaped(cast, ben):
    template = {"title": "Holding", "text": "Dear {name},\nwe <b>care</b>."}
    outcomes = [guides.outcome("x", templates=[template]), guides.outcome("y")]
    guides.release(cast, guides.content([guides.question("q", "x", "y")], outcomes))
    end = walk(ben, "a")
    assert "Dear {name},\nwe &lt;b&gt;care&lt;/b&gt;. (de)" in end
    assert 'data-copy="#words-1"' in end


@pytest.mark.parametrize("way", ["zz", "a" * 10_000, "b" * 3, "ä", "<script>", "../../etc", "%00", "1"])
def test_a_hostile_way_gets_a_kind_word(ben, guide, way):
    shown = walk(ben, way, status=404)
    assert "Dieser Weg führt nirgendwohin" in shown
    assert reverse("guides:guide-show", args=["small"]) in shown
    assert "<script>" not in shown.replace('<script type="module"', "").replace("<script src", "")


def test_an_unknown_guide_gets_a_kind_word(ben, guide):
    assert "Zu allen Entscheidungshilfen" in walk(ben, "", slug="gone", status=404)
    walk(ben, "", number=99, status=404)
    shown = ben.get(reverse("guides:guide-show", args=["gone"]))
    assert shown.status_code == 404
    assert "Zu allen Entscheidungshilfen" in shown.content.decode()


def test_a_withdrawn_guide_is_not_walked_any_more(cast, ben, guide):
    retire_work(work=guide.work, by=cast.falk)
    walk(ben, "a", status=404)


def test_who_has_begun_goes_on_in_the_same_edition_and_is_told(cast, ben, guide):
    changed = guides.content(
        [guides.question("other", "never", "always")], [guides.outcome("never"), guides.outcome("always")]
    )
    guides.release(cast, changed)
    going_on = walk(ben, "a")
    assert "Question customer? (de)" in going_on
    assert "Es gibt eine neuere Ausgabe" in going_on
    assert "Es gibt eine neuere Ausgabe" in walk(ben, "ac")
    fresh = ben.get(reverse("guides:guide-show", args=["small"])).content.decode()
    assert "Question other? (de)" in fresh
    assert "neuere Ausgabe" not in fresh
    assert "/guides/small/2/?way=a" in fresh


def test_nothing_about_a_person_is_stored(cast, ben, guide, caplog, django_capture_on_commit_callbacks):
    """No row about a person, nothing in the session, no line of the log, nothing in the trail."""
    ben.get(reverse("guides:guide-list"))
    trail, session = AuditEvent.objects.count(), Session.objects.get().session_data
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        for way in ("", "a", "ac", "zz"):
            ben.get(reverse("guides:guide-walk", args=["small", 1]), {"way": way})
    assert AuditEvent.objects.count() == trail
    assert Session.objects.get().session_data == session
    told = " ".join(record.getMessage() for record in caplog.records)
    assert "way=" not in told
    assert "guides" not in told
    fields = {field.name for field in PathCount._meta.get_fields()}
    assert fields == {"id", "work", "edition", "month", "outcome", "count"}


def test_no_cookie_is_set_and_nothing_is_kept_or_passed_on(ben, guide):
    ben.get(reverse("guides:guide-list"))
    response = ben.get(reverse("guides:guide-walk", args=["small", 1]), {"way": "ac"})
    assert set(response.cookies) <= {"csrftoken"}  # the protection of forms, as on every page
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "strict-origin"
    assert 'rel="noopener noreferrer"' in response.content.decode()


def test_print_has_the_whole_guide_in_reading_order(ben, guide):
    shown = ben.get(reverse("guides:guide-whole", args=["small", 1])).content.decode()
    assert shown.index("Question public? (de)") < shown.index("Question customer? (de)")
    assert shown.index("Question customer? (de)") < shown.index("Outcome no (de)")
    assert "→ Frage 2" in shown
    assert "→ Ergebnis A" in shown
    gone = ben.get(reverse("guides:guide-whole", args=["small", 9]))
    assert gone.status_code == 404


def test_a_checklist_leads_into_guides_that_are_in_force(cast, ben):
    guides.release(cast, guides.checklist(), slug="eight", genre="checklist", title="The eight")
    address = reverse("guides:checklist-show", args=["eight"])
    shown = ben.get(address).content.decode()
    assert "For the contract only (de)" in shown
    assert reverse("guides:guide-show", args=["small"]) not in shown
    guides.release(cast)
    assert reverse("guides:guide-show", args=["small"]) in ben.get(address).content.decode()
    assert ben.get(reverse("guides:checklist-show", args=["gone"])).status_code == 404


def test_pages_ask_few_questions_of_the_database(cast, ben, django_assert_max_num_queries):
    for number in range(10):
        guides.release(cast, slug=f"g{number}")
    assert Work.objects.of_genre("guide").count() == 10
    ben.get(reverse("guides:guide-list"))
    # Session, person, groups; then works with texts of two genres, three each.
    with django_assert_max_num_queries(14):
        ben.get(reverse("guides:guide-list"))
    with django_assert_max_num_queries(14):
        ben.get(reverse("guides:guide-walk", args=["g1", 1]), {"way": "a"})


def test_an_english_reader_reads_english(cast, client, guide):
    cast.ben.language = "en"
    cast.ben.save()
    shown = walk(signed_in(client, cast.ben, mfa=False), "a")
    assert "Question customer?" in shown
    assert "(de)" not in shown
