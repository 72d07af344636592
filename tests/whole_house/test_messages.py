"""No page speaks English to somebody who reads German, and one message means one thing."""

from pathlib import Path

import django
import polib
import pytest

from tests.whole_house import messages
from tests.whole_house.messages import Catalogue, Message
from tests.whole_house.source import ROOT

DJANGO = Path(django.__file__).parent / "conf" / "locale" / "de" / "LC_MESSAGES" / "django.po"


def test_every_message_has_german() -> None:
    assert messages.untranslated(ROOT) == []


def test_no_german_is_fuzzy_or_empty() -> None:
    assert messages.fuzzy_or_empty(ROOT) == []


def test_one_message_has_one_german() -> None:
    assert messages.contradictions(ROOT) == []


def test_placeholders_fit() -> None:
    assert messages.broken_placeholders(ROOT) == []


def clashes_with_django(root: Path) -> list[str]:
    """Our German for a word that Django uses too, in another sense: "May" once printed "3. Darf 2026"."""
    theirs = {
        (entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(str(DJANGO)) if entry.msgstr
    }
    return [
        f"{key[1]!r}: {entry.msgstr!r} here, {theirs[key]!r} in Django; use pgettext"
        for key, entries in Catalogue.read(root).entries.items()
        for entry in entries.values()
        if key in theirs and entry.msgstr != theirs[key]
    ]


def test_our_words_do_not_change_djangos() -> None:
    assert clashes_with_django(ROOT) == []


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    room = tmp_path / "portal" / "planted"
    for name, code, po in (
        ("one", '_("Hello")\nngettext("%(n)s day", "%(n)s days", n)\n', ('"Hello"', '"Hallo %(who)s"')),
        ("two", 'pgettext("month", "May")\n', ('"Hello"', '"Guten Tag"')),
        ("three", "", ('"May"', '"Darf"')),
    ):
        folder = room / name / "locale" / "de" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (room / name / "views.py").write_text(code)
        (folder / "django.po").write_text(f'msgid ""\nmsgstr ""\n\nmsgid {po[0]}\nmsgstr {po[1]}\n')
    (room / "one" / "templates").mkdir()
    (room / "one" / "templates" / "page.html").write_text(
        "{% load i18n %}{% translate 'Due' context 'task' %}"
        "{% blocktranslate %}Dear {{ name }}{% endblocktranslate %}"
    )
    return tmp_path


def test_planted_gaps_are_found(planted: Path) -> None:
    assert messages.untranslated(planted) == [
        "portal/planted/one/templates/page.html: 'Dear %(name)s'",
        "portal/planted/one/templates/page.html: 'Due' [task]",
        "portal/planted/one/views.py: '%(n)s day'",
        "portal/planted/two/views.py: 'May' [month]",
    ]
    assert len(messages.contradictions(planted)) == 1
    assert len(messages.broken_placeholders(planted)) == 1
    assert clashes_with_django(planted) == ["'May': 'Darf' here, 'Mai' in Django; use pgettext"]
    assert len(messages.unused(planted)) == 1


def test_a_planted_fuzzy_entry_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "portal" / "x" / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n'
    )
    assert len(messages.fuzzy_or_empty(tmp_path)) == 2


def test_concatenated_literals_are_one_message() -> None:
    assert list(messages.in_python('_("a" "b")')) == [Message(None, "ab")]
