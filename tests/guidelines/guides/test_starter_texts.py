"""The guides and checklists that ship are product text: what they stand on, and how they are written."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import guidelines.guides
from accounts.people.choices import Role
from guidelines.guides.choices import Track, Verdict
from guidelines.library.starter.pack import starter_guidelines
from tests.guidelines.starter_texts import HEDGE, LANGUAGES, faults_of, outline, strings

FOLDER = Path(guidelines.guides.__file__).parent / "starter"
GUIDES = sorted(path.name for path in (FOLDER / "guides").iterdir())
CHECKLISTS = sorted(path.name for path in (FOLDER / "checklists").iterdir())
EVERY = [*(f"guides/{slug}" for slug in GUIDES), *(f"checklists/{slug}" for slug in CHECKLISTS)]
HEADINGS = {
    language: {
        guideline.slug: {b["value"]["heading"] for b in guideline.current.body if b["type"] == "heading_text"}
        for guideline in starter_guidelines(language)
    }
    for language in LANGUAGES
}
each_guide = pytest.mark.parametrize("slug", GUIDES)
each_text = pytest.mark.parametrize("place", EVERY)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def read(place: str, name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / place / f"{name}.yaml").read_text(encoding="utf-8"))


def paths_from(structure: dict[str, Any]) -> tuple[list[str], set[str]]:
    """Ends that are not there and circles, and every key that is reached."""
    faults: list[str] = []
    reached: set[str] = set()

    def walk(key: str, behind: tuple[str, ...]) -> None:
        reached.add(key)
        if key in behind:
            faults.append(f"circle at {key}")
        elif key in structure["questions"]:
            for target in structure["questions"][key]["answers"].values():
                walk(target, (*behind, key))
        elif key not in structure["outcomes"]:
            faults.append(f"{behind[-1]} leads to {key}")

    walk(structure["start"], ())
    return faults, reached


def test_ten_guides_and_the_checklist_of_eight_ship():
    assert len(GUIDES) == 10
    assert sorted(read(f"guides/{slug}", "structure")["order"] for slug in GUIDES) == list(range(1, 11))
    assert [len(read(f"checklists/{slug}", "structure")["items"]) for slug in CHECKLISTS] == [8]
    assert {read(f"guides/{slug}", "structure")["track"] for slug in GUIDES} == set(Track.values)


@each_guide
def test_every_way_leads_to_an_outcome(slug):
    structure = read(f"guides/{slug}", "structure")
    faults, reached = paths_from(structure)
    assert faults == []
    assert reached == {*structure["questions"], *structure["outcomes"]}
    assert not structure["questions"].keys() & structure["outcomes"].keys()
    assert 3 <= len(structure["questions"]) <= 8


@each_guide
def test_an_outcome_stands_on_something(slug):
    structure = read(f"guides/{slug}", "structure")
    used = set()
    for outcome in structure["outcomes"].values():
        assert outcome["verdict"] in Verdict.values
        assert set(outcome.get("ask", ())) <= set(Role.values)
        assert outcome["verdict"] != Verdict.ASK_DPO or "dpo" in outcome["ask"]
        assert outcome["sources"]
        used |= set(outcome["sources"])
    assert used == structure["sources"].keys()


@each_guide
@each_language
def test_outcomes_say_why_and_show_a_passage_that_ships(slug, language):
    structure, words = read(f"guides/{slug}", "structure"), read(f"guides/{slug}", language)
    for key, outcome in structure["outcomes"].items():
        said = words["outcomes"][key]
        assert said["reason"]
        assert bool(said["heading"]) == ("guideline" in outcome)
        assert bool(said["ask_for"]) == ("ask" in outcome)
        assert (outcome["verdict"] == Verdict.CONDITIONS) == bool(said["conditions"])
        if said["heading"]:
            assert said["heading"] in HEADINGS[language][outcome["guideline"]]


@each_text
@each_language
def test_words_fit_the_structure(place, language):
    structure, words = read(place, "structure"), read(place, language)
    assert list(words["sources"]) == list(structure["sources"])
    for part in {"questions", "outcomes", "items"} & structure.keys():
        assert list(words[part]) == list(structure[part])
    for key, question in structure.get("questions", {}).items():
        assert list(words["questions"][key]["answers"]) == list(question["answers"])


@each_text
def test_both_languages_are_built_alike(place):
    assert outline(read(place, "de")) == outline(read(place, "en"))


@each_text
@each_language
def test_the_texts_are_well_written(place, language):
    words = read(place, language)
    lines = [line for text in strings(words) for line in text.split("\n\n") if text]
    assert [fault for line in lines for fault in faults_of(line, language)] == []
    assert HEDGE[language] in words["intro"].lower()
    assert "2014" in words["intro"]
    assert len(words["title"]) <= 120
    assert len(words["summary"]) <= 300


def test_every_guide_that_a_checklist_names_ships():
    items = [
        item for slug in CHECKLISTS for item in read(f"checklists/{slug}", "structure")["items"].values()
    ]
    assert {item["guide"] for item in items if item} <= set(GUIDES)
