"""A guide with a dead end, a loop or an unreachable node cannot be published."""

import copy

import pytest
from django.utils import translation

from guidelines.editions.freezing import FrozenWork
from guidelines.editions.rules import RuleBroken
from guidelines.guides.faults import checklist_faults, guide_faults
from tests.factories import guides


def frozen(content, other=None):
    german = FrozenWork("Dürfen wir?", "", "de", guides.in_german(other or content))
    return {"de": german, "en": FrozenWork("May we?", "", "en", content)}


def faults(content, other=None):
    with translation.override("en"):
        return guide_faults(frozen(content, other))


def test_a_sound_guide_may_be_released():
    assert faults(guides.small()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"verdict": ""}, "has no verdict"),
        ({"verdict": "perhaps"}, "has no verdict"),
        ({"reason": ""}, "gives no reason"),
        ({"sources": []}, "names no source"),
        ({"verdict": "conditions", "conditions": []}, "names none"),
        ({"verdict": "ask-dpo", "ask": []}, "does not say whom"),
        ({"key": "other"}, "which does not exist"),
    ],
)
def test_an_outcome_needs_verdict_reason_and_source(change, words):
    content = guides.small()
    content["outcomes"][0].update(change)
    assert any(words in fault for fault in faults(content))


def test_languages_have_to_be_built_alike():
    for change in (
        lambda one: one["questions"][0]["answers"][0].update(goes_to="no"),
        lambda one: one["outcomes"][0].update(verdict="allowed"),
        lambda one: one["outcomes"][3]["conditions"].append("More."),
        lambda one: one["outcomes"][0].update(heading="Only here"),
        lambda one: one["outcomes"].reverse(),
    ):
        other = copy.deepcopy(guides.small())
        change(other)
        assert any("is built differently" in fault for fault in faults(guides.small(), other))


def test_what_has_a_fault_is_not_released(cast):
    """The check is the genre's: whoever proposes or approves cannot pass it."""
    content = guides.small()
    content["questions"][0]["answers"][0]["goes_to"] = "public"
    with pytest.raises(RuleBroken):
        guides.release(cast, content)


def test_a_checklist_needs_items_with_names_of_their_own():
    with translation.override("en"):
        assert checklist_faults(frozen(guides.checklist())) == []
        assert checklist_faults(frozen(guides.checklist(items=[])))
        twice = guides.checklist()
        twice["items"][1]["key"] = "purpose"
        assert any("used twice" in fault for fault in checklist_faults(frozen(twice)))
