"""No code stands on a page of the trail or in "my data": kinds of work, findings, every slug and every detail
has words."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.utils import translation

from portal.audit.registry import Verb, detail_name, known_verbs
from portal.jobs.registry import every, forget, handler, handler_of, kind_in_words, kinds
from reports.evidence.checking import FINDINGS, LOOKED_UP, FileFinding
from tests.whole_house.source import ROOMS
from tests.whole_house.words import unspoken, without_words


def our_kinds() -> list[str]:
    """Every kind of work that a room registers; tests bring some of their own."""
    return [kind for kind in kinds() if handler_of(kind).work.__module__.split(".")[0] in ROOMS]


def mute_kinds(codes: list[str]) -> list[str]:
    return without_words({kind: partial(kind_in_words, kind) for kind in codes})


def mute_slugs(verbs: dict[str, Verb]) -> list[str]:
    """Slugs in details that are declared without words, as "verb detail slug"."""
    return without_words(
        {
            f"{name} {detail} {slug}": partial(str, meant)
            for name, verb in verbs.items()
            for detail, words in verb.words.items()
            for slug, meant in words.items()
        }
    )


@pytest.fixture
def planted() -> Iterator[list[str]]:
    """Work that was registered without saying what it is called."""
    handler("test.mute")(lambda run: None)
    every(minutes=5, kind="test.mute_duty")(lambda run: None)
    codes = ["test.mute", "test.mute_duty"]
    yield codes
    for kind in codes:
        forget(kind)


def test_every_kind_of_work_has_words_in_both_languages() -> None:
    found = our_kinds()
    assert {"exports.build", "mail.deliver", "policies.release", "reminders.daily"} <= set(found)
    assert mute_kinds(found) == []


def test_work_without_words_is_found(planted: list[str]) -> None:
    assert mute_kinds([*our_kinds(), *planted]) == planted


def test_the_trail_has_words_for_every_kind_of_work(planted: list[str]) -> None:
    words = known_verbs()["job.cancelled"].words["kind"]
    assert unspoken(our_kinds(), words) == []
    assert unspoken([*our_kinds(), *planted], words) == planted


def test_the_trail_has_words_for_every_finding_of_the_public_check() -> None:
    words = known_verbs()["evidence.checked"].words["finding"]
    assert unspoken([LOOKED_UP, *FileFinding.values], words) == []
    assert unspoken([*FINDINGS, "forged"], words) == ["forged"]


def test_every_slug_in_a_detail_has_words_in_both_languages() -> None:
    assert mute_slugs(known_verbs()) == []


def test_a_slug_without_words_is_found() -> None:
    planted = {"test.done": Verb("Done", how={"fast": "fast", "slow": "Slow", "mail": "Mail", "none": ""})}
    assert mute_slugs(planted) == ["test.done how fast", "test.done how none", "test.done how slow"]


def mute_details(verbs: dict[str, Verb]) -> list[str]:
    """Details that the trail shows as codes, as "verb detail"."""
    named = {
        (name, detail): partial(lambda verb, detail: str(detail_name(verb, detail)), verb, detail)
        for name, verb in verbs.items()
        for detail in verb.details
    }
    called = {f"{name} {detail}": words for (name, detail), words in named.items()}
    bare = {f"{name} {detail}" for (name, detail), words in named.items() if words() == detail}
    return sorted(bare.union(without_words(called)))


def confused_details(verbs: dict[str, Verb]) -> list[str]:
    """Verbs of which two details are called the same: the page would show one of them."""
    found = set()
    for language in ("en", "de"):
        with translation.override(language):
            for name, verb in verbs.items():
                called = {str(detail_name(verb, detail)) for detail in verb.details}
                if len(called) < len(verb.details):
                    found.add(name)
    return sorted(found)


def test_every_detail_has_words_in_both_languages() -> None:
    found = known_verbs()
    assert sum(len(verb.details) for verb in found.values()) > 100
    assert mute_details(found) == []
    assert confused_details(found) == []


def test_a_detail_without_words_is_found() -> None:
    mute, alike = Verb("Done", "speed", "rule", "count"), Verb("Done", "one", "two")
    mute.names, alike.names = {"count": "How many of them"}, {"one": "Thing", "two": "Thing"}
    assert mute_details({"test.done": mute}) == ["test.done count", "test.done speed"]
    assert confused_details({"test.done": mute, "test.twice": alike}) == ["test.twice"]
