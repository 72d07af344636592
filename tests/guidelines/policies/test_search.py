"""Finding guidelines: umlauts, endings, languages, and never a title somebody may not read."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.people.operations import define_audience
from guidelines.policies.choices import Visibility
from guidelines.policies.models import SearchTerm
from guidelines.policies.operations import retire_policy
from guidelines.policies.search.excerpts import marked
from guidelines.policies.search.finding import find
from guidelines.policies.search.words import PLURALS, asked_words, folded, stem
from tests.factories.people import department, signed_in
from tests.factories.policies import release, text

pytestmark = pytest.mark.django_db


def shelve(cast, slug, german, english="Nothing about that.", *, title=None, **facts):
    """Release a guideline with these texts."""
    texts = [text("de", german, title=title or slug), text("en", english, title=f"{title or slug} (en)")]
    return release(editor=cast.edda, approver=cast.falk, slug=slug, texts=texts, **facts)


def found(person, query, language="de"):
    return [one.rendition.version.policy.slug for one in find(person, query, language=language).results]


@pytest.mark.parametrize(
    "written", ["Äußerung", "Äußerungen", "Aeusserung", "ÄUSSERUNGEN", "A\u0308u\u00dferung"]
)
@pytest.mark.parametrize("asked", ["Äußerung", "äusserungen", "aeusserung", "AEUSSERUNGEN", "Äußerungen"])
def test_umlauts_endings_and_capitals_make_no_difference(cast, written, asked):
    shelve(cast, "speech", f"Jede {written} zählt.")
    assert found(cast.ben, asked) == ["speech"]


def test_a_stem_is_no_beginning_of_another_word(cast):
    shelve(cast, "speech", "Außerdem gilt das auch außerhalb, außer montags.")
    assert found(cast.ben, "Äußerung") == []


@pytest.mark.parametrize(
    ("asked", "language"),
    [("policies", "en"), ("Policy", "en"), ("Straße", "de"), ("strasse", "de"), ("Straßen", "de")],
)
def test_both_languages_are_stemmed(cast, asked, language):
    shelve(cast, "streets", "Auf der Straße wird nicht gefilmt.", "A policy about streets.")
    assert found(cast.ben, asked, language) == ["streets"]


@pytest.mark.parametrize("asked", ["Messenger", "messengerdien", "Konto", "Unternehmenskonto"])
def test_compounds_are_found_by_their_beginning_and_their_end(cast, asked):
    shelve(cast, "compounds", "Messengerdienste und Unternehmenskonten, jedes Unternehmenskonto.")
    assert found(cast.ben, asked) == ["compounds"]


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("Konto", "Konten"),
        ("Konto", "Unternehmenskonten"),
        ("Risiko", "Risiken"),
        ("Firma", "Firmen"),
        ("Thema", "Themen"),
        ("Praktikum", "Praktika"),
        ("Medium", "Medien"),
        ("Foto", "Fotos"),
        ("App", "Apps"),
    ],
)
def test_irregular_plurals_find_each_other(cast, singular, plural):
    shelve(cast, "one", f"Ein Satz über {singular}.")
    shelve(cast, "many", f"Ein Satz über {plural}.")
    assert set(found(cast.ben, singular)) == {"one", "many"}
    (finding,) = [one for one in find(cast.ben, singular, language="de").results if "many" in one.title]
    assert f"<mark>{plural}</mark>" in finding.excerpts[0]
    assert "many" in found(cast.ben, plural)


@pytest.mark.parametrize("plural", [plural for table in PLURALS.values() for plural in table])
def test_the_table_of_plurals_is_in_plain_letters(plural):
    assert folded(plural) == plural


@pytest.mark.parametrize("length", range(5, len("Einwilligungen")))
def test_a_word_is_found_while_it_is_typed(cast, length):
    shelve(cast, "consent", "Ohne Einwilligungen geht es nicht.")
    shelve(cast, "other", "Einwände sind willkommen.")
    assert found(cast.ben, "Einwilligungen"[:length]) == ["consent"]


def test_all_words_count_and_the_title_counts_most(cast):
    shelve(cast, "mentions", "Ein Foto im Büro. Noch ein Foto.")
    shelve(cast, "photos", "Ein Foto.", title="Foto")
    shelve(cast, "office", "Im Büro gilt das Hausrecht.")
    assert found(cast.ben, "Foto") == ["photos", "mentions"]
    assert found(cast.ben, "Foto Büro") == ["mentions"]


def test_with_no_guideline_that_has_all_words_the_nearest_are_shown(cast):
    shelve(cast, "photos", "Ein Foto.")
    findings = find(cast.ben, "Foto Hubschrauber", language="de")
    assert (findings.total, findings.complete) == (1, False)
    nothing = find(cast.ben, "Hubschrauber", language="de")
    assert (nothing.total, nothing.complete) == (0, True)


def test_a_question_is_more_than_its_small_words():
    assert asked_words("Was darf ich auf der Messe filmen?") == ["darf", "Messe", "filmen"]
    assert asked_words("der die das") == ["der", "die", "das"]
    assert len(asked_words(" ".join(f"wort{n}" for n in range(50)))) == 8


def test_the_persons_language_comes_first(cast):
    shelve(cast, "terms", "Ein Account.", "An account.")
    (german,) = find(cast.ben, "account", language="de").results
    (english,) = find(cast.ben, "account", language="en").results
    assert (german.rendition.language, english.rendition.language) == ("de", "en")


def test_what_is_no_longer_in_force_is_not_found(cast):
    version = shelve(cast, "speech", "Alte Wörter.")
    release(
        editor=cast.edda,
        approver=cast.falk,
        policy=version.policy,
        texts=[text("de", "Neu."), text("en", "New.")],
    )
    assert found(cast.ben, "Wörter") == []
    assert found(cast.ben, "neu") == ["speech"]
    retire_policy(policy=version.policy, by=cast.falk)
    assert found(cast.ben, "neu") == []


@pytest.fixture
def secret(cast):
    """A guideline for marketing alone, and one for everybody, both about rockets."""
    marketing = define_audience(
        slug="marketing", name="Marketing", clauses=[{"department": department("Marketing")}], by=None
    )
    _ = cast.ada, cast.ben
    shelve(
        cast, "hidden", "Raketen.", title="Raketenplan", audience=marketing, visibility=Visibility.AUDIENCE
    )
    shelve(cast, "open", "Auch über Raketen.")


def test_a_title_nobody_may_see_is_neither_shown_nor_counted(cast, client, secret):
    assert sorted(found(cast.ada, "Rakete")) == ["hidden", "open"]
    assert find(cast.ben, "Rakete", language="de").total == 1
    page = signed_in(client, cast.ben).get(reverse("policies:guideline-search"), {"q": "Rakete"})
    assert b"open" in page.content
    assert b"Raketenplan" not in page.content


def test_reindexing_makes_the_same_index_again(cast, capsys):
    shelve(cast, "speech", "Jede Äußerung zählt.")
    before = sorted(SearchTerm.objects.values_list("rendition", "stem", "weight", "words"))
    SearchTerm.objects.all().delete()
    call_command("reindex_guidelines")
    assert sorted(SearchTerm.objects.values_list("rendition", "stem", "weight", "words")) == before
    assert "1 guidelines" in capsys.readouterr().out


@pytest.mark.parametrize(
    "query", ["", " ", "\0", "%", "_", "' OR 1=1 --", "\U0001f600", "()*:^", "a" * 5000, "\ud7ff\u202e"]
)
def test_odd_queries_find_nothing_and_break_nothing(cast, client, query):
    shelve(cast, "speech", "Jede Äußerung zählt.")
    response = signed_in(client, cast.ben).get(reverse("policies:guideline-search"), {"q": query})
    assert response.status_code == 200
    assert b"found-entry" not in response.content


def test_marks_escape_everything_else(cast, client):
    assert marked("<b>Foto</b> & Co", {"foto"}) == "&lt;b&gt;<mark>Foto</mark>&lt;/b&gt; &amp; Co"
    shelve(cast, "hostile", "<script>alert(1)</script> Foto", title="<i>Foto</i>")
    response = signed_in(client, cast.ben).get(reverse("policies:guideline-search"), {"q": "foto"})
    assert b"<script>alert" not in response.content
    assert b"&lt;i&gt;<mark>Foto</mark>&lt;/i&gt;" in response.content


def test_a_long_line_is_cut_around_the_word(cast):
    shelve(cast, "long", f"{'vorher ' * 80}Kamera {'nachher ' * 80}")
    (one,) = find(cast.ben, "Kamera", language="de").results
    (line,) = one.excerpts
    assert "<mark>Kamera</mark>" in line
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) < 260


def test_folding_is_plain():
    assert folded("Straße") == folded("STRASSE") == "strasse"
    assert folded("Café") == "cafe"
    assert folded("İstanbul") == "istanbul"
    assert stem("Häuser", "de") == stem("haeusern", "de") == stem("Haus", "de")
    assert stem("слово", "xx") == "слово"


def test_searching_takes_the_same_number_of_queries_whatever_is_found(cast, client, of_this_room):
    """Terms of what may be read; the renditions found."""
    signed_in(client, cast.ben, mfa=False)
    for number in range(6):
        shelve(cast, f"speech-{number}", "Jede Äußerung zählt.")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse("policies:guideline-search"), {"q": "Äußerung"})
    assert response.content.count(b"found-entry") == 6
    assert len(of_this_room(captured)) == 2
