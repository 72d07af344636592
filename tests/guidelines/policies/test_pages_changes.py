"""What changed since the version somebody confirmed, and the version itself."""

import pytest

from guidelines.policies.choices import ChangeClass
from tests.factories.policies import release
from tests.guidelines.policies.shelves import HTML, frozen

pytestmark = pytest.mark.django_db


def test_the_reading_page_says_what_changed_since_i_confirmed(cast, newer, browse):
    page = browse("guideline-read", "social-media")
    assert "Der Text hat sich geändert, seit Sie Fassung 1.0 bestätigt haben" in page
    assert "Jetzt wird zweimal nachgedacht." in page
    assert "/guidelines/social-media/changes/?since=1.0&amp;lang=de" in page


def test_the_comparison_shows_words_and_the_statement(cast, newer, browse):
    page = browse("guideline-changes", "social-media")
    assert "<ins>" in page
    assert "Zweimal" in page
    assert "Ich halte mich daran." in page
    assert "Jetzt wird zweimal nachgedacht." in page
    assert "Von Fassung 1.0 zu Fassung 2.0" in page


@pytest.mark.parametrize("since", ["9.9", "x", "1", "-1.0", "99999.1", "2.0", "\0"])
def test_an_odd_start_of_the_comparison_falls_back_to_mine(cast, newer, browse, since):
    assert "Von Fassung 1.0 zu Fassung 2.0" in browse("guideline-changes", "social-media", since=since)


def test_the_first_version_has_nothing_to_compare_with(cast, version, browse):
    assert "Das ist die erste Fassung" in browse("guideline-changes", "social-media")


def test_an_editorial_change_in_one_language_says_nothing_changed_in_the_other(cast, version, browse):
    texts = [frozen("de", HTML), frozen("en", HTML)]
    release(
        editor=cast.edda,
        approver=cast.falk,
        policy=version.policy,
        texts=texts,
        change_class=ChangeClass.EDITORIAL,
    )
    assert "In dieser Sprache hat sich kein Wort geändert." in browse("guideline-changes", "social-media")
    assert "Firstly" in browse("guideline-changes", "social-media", lang="en")


def test_what_i_signed_stays_readable_word_for_word(cast, newer, browse):
    page = browse("version-read", "social-media", 1, 0)
    assert "<p>Nachdenken.</p>" in page
    assert "Eine frühere Fassung" in page
    assert "Zu dieser Fassung haben Sie am" in page
    assert "Alle 2 Fassungen" in browse("guideline-read", "social-media")
