"""The cards of the privacy coach are product text: each says why, what to set and where that is from."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import accounts.register
import guidelines.coach
from tests.guidelines.starter_texts import LANGUAGES, faults_of, outline, strings

FOLDER = Path(guidelines.coach.__file__).parent / "starter"
REGISTER = Path(accounts.register.__file__).parent / "starter" / "platforms.yaml"
PLATFORMS = sorted(path.parent.name for path in FOLDER.glob("*/structure.yaml"))
NAMED = {
    "bluesky", "facebook", "instagram", "linkedin", "mastodon", "tiktok", "whatsapp-business", "x", "xing",
}  # fmt: skip
each_platform = pytest.mark.parametrize("platform", PLATFORMS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def read(platform: str, name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / platform / f"{name}.yaml").read_text(encoding="utf-8"))


def test_nine_platforms_of_the_register_are_coached():
    known = {one["slug"] for one in yaml.safe_load(REGISTER.read_text(encoding="utf-8"))["platforms"]}
    assert set(PLATFORMS) == NAMED <= known
    assert sorted(read(platform, "structure")["order"] for platform in PLATFORMS) == list(range(1, 10))


@each_platform
def test_every_switch_has_a_source_with_its_day(platform):
    structure = read(platform, "structure")
    assert {card["source"] for card in structure["cards"].values()} == structure["sources"].keys()
    assert structure["checked_on"] == "2026-11-21"
    assert 3 <= len(structure["cards"]) <= 6
    assert structure["fixed"]
    for source in structure["sources"].values():
        assert source["url"].startswith(("http://", "https://"))
        assert date.fromisoformat(source["date"]) <= date(2026, 11, 28)


@each_platform
@each_language
def test_words_fit_the_structure(platform, language):
    structure, words = read(platform, "structure"), read(platform, language)
    for part in ("cards", "fixed", "sources"):
        assert list(words[part]) == list(structure[part])
    for card in words["cards"].values():
        assert card.keys() == {"title", "why", "set", "remains"}
        assert card["why"]
        assert card["set"]


@each_platform
def test_both_languages_are_built_alike(platform):
    assert outline(read(platform, "de")) == outline(read(platform, "en"))


@each_platform
@each_language
def test_the_texts_are_well_written_and_describe_no_way_through_menus(platform, language):
    lines = [line for text in strings(read(platform, language)) for line in text.split("\n\n") if text]
    assert [fault for line in lines for fault in faults_of(line, language)] == []
    assert not [line for line in lines if " > " in line or "→" in line]
