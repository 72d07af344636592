"""What forbids a release: every fault is planted once."""

from typing import Any

import pytest

from guidelines.editions.freezing import FrozenWork
from guidelines.playbooks.checking import faults, has_loose_braces
from guidelines.playbooks.starter.pack import starter_playbooks
from tests.factories import playbooks

LANGUAGES = ("de", "en")


def found(change: Any = None) -> str:
    """The faults of the shitstorm after `change(content)` was made in both languages."""
    texts = {}
    for language in LANGUAGES:
        content = playbooks.content(language)
        if change:
            change(content)
        texts[language] = FrozenWork("Title", "Summary", language, content)
    return "\n".join(faults(texts))


def test_the_playbook_that_ships_may_be_released() -> None:
    assert found() == ""


@pytest.mark.parametrize("starter", list(starter_playbooks()), ids=lambda one: one.slug)
def test_every_playbook_that_ships_may_be_released(starter) -> None:
    texts = {
        language: FrozenWork("Title", "", language, content) for language, content in starter.contents.items()
    }
    assert faults(texts) == []


def _no_answer(content: dict[str, Any]) -> None:
    content["answers"]["levels"] = "<p> </p>"


def _swap_levels(content: dict[str, Any]) -> None:
    content["levels"][0], content["levels"][1] = content["levels"][1], content["levels"][0]


def _two_lead(content: dict[str, Any]) -> None:
    for role in content["roles"][:2]:
        role["leads"] = True


def _nobody_leads(content: dict[str, Any]) -> None:
    for role in content["roles"]:
        role["leads"] = False


def _unknown_role(content: dict[str, Any]) -> None:
    content["tasks"][0]["role"] = "nobody-like-this"


def _unknown_template(content: dict[str, Any]) -> None:
    content["outcomes"][0]["template"] = "no-such-template"


def _dead_end(content: dict[str, Any]) -> None:
    content["nodes"][0]["answers"][0].update(goes_to="", outcome="")


def _loop(content: dict[str, Any]) -> None:
    content["nodes"][-1]["answers"][0].update(goes_to=content["nodes"][0]["key"], outcome="")


def _unreachable(content: dict[str, Any]) -> None:
    content["outcomes"].append({**content["outcomes"][0], "key": "island", "title": "Island"})


def _no_questions(content: dict[str, Any]) -> None:
    content["nodes"] = []


def _no_holding_line(content: dict[str, Any]) -> None:
    for template in content["templates"]:
        template["kind"] = "fact"


def _loose_brace(content: dict[str, Any]) -> None:
    content["templates"][0]["text"] += " {product"


def _same_key(content: dict[str, Any]) -> None:
    content["tasks"][1]["key"] = content["tasks"][0]["key"]


def _no_trouble(content: dict[str, Any]) -> None:
    content["troubles"] = []


def _no_first_act(content: dict[str, Any]) -> None:
    for task in content["tasks"]:
        task["phase"] = "after"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_no_answer, "five questions"),
        (_swap_levels, "levels 0 to 6"),
        (_two_lead, "here it is 2"),
        (_nobody_leads, "here it is 0"),
        (_unknown_role, "nobody-like-this"),
        (_unknown_template, "no-such-template"),
        (_dead_end, "leads nowhere"),
        (_loop, "lead back to themselves"),
        (_unreachable, "“Island”"),
        (_no_questions, "no first question"),
        (_no_holding_line, "no holding line"),
        (_loose_brace, "a brace"),
        (_same_key, "same short name"),
        (_no_trouble, "what it is for"),
        (_no_first_act, "first acts"),
    ],
)
def test_each_fault_is_named(change, said) -> None:
    assert said in found(change)


def test_languages_have_the_same_parts_and_placeholders() -> None:
    texts = {code: FrozenWork("T", "", code, playbooks.content(code)) for code in LANGUAGES}
    texts["en"].content["templates"][0]["text"] = "Nothing to fill in"
    texts["de"].content["templates"][0]["text"] = "Bitte {product} prüfen"
    assert "other placeholders" in "\n".join(faults(texts))
    texts["en"].content["tasks"].pop()
    assert "do not have the same parts" in "\n".join(faults(texts))


@pytest.mark.parametrize(
    ("text", "is_loose"),
    [
        ("Hello {product}", False),
        ("{a}{b_2}", False),
        ("{", True),
        ("}", True),
        ("{{x}}", True),
        ("{X}", True),
    ],
)
def test_placeholders_are_words_in_braces(text, is_loose) -> None:
    assert has_loose_braces(text) is is_loose
