"""The guides that ship: both languages built alike, every way leads to an outcome, every reference exists."""

import pytest

from accounts.people.choices import Role
from accounts.register.starter import starter_platforms
from guidelines.coach.faults import coach_faults
from guidelines.coach.operations import load_starter_coach
from guidelines.coach.starter import starter_coach
from guidelines.editions.drafts import faults_of, page_of, pinned_texts
from guidelines.editions.freezing import FrozenWork
from guidelines.editions.models import Edition
from guidelines.editions.operations.starter import release_drafts
from guidelines.guides.faults import checklist_faults, guide_faults
from guidelines.guides.operations import load_starter_guides
from guidelines.guides.starter import starter_checklists, starter_guides
from guidelines.library.starter.pack import starter_guidelines

GUIDES = {one.slug: one for one in starter_guides()}
CHECKLISTS = {one.slug: one for one in starter_checklists()}
COACH = {one.slug: one for one in starter_coach()}
LANGUAGES = ("de", "en")


def frozen(contents, **more):
    head = {"title", "summary"}
    return {
        language: FrozenWork(
            content["title"],
            content["summary"],
            language,
            {**{name: value for name, value in content.items() if name not in head}, **more},
        )
        for language, content in contents.items()
    }


def test_ten_guides_and_a_checklist_ship():
    assert len(GUIDES) == 10
    assert len(CHECKLISTS) == 1
    tracks = {one.contents["de"]["track"] for one in GUIDES.values()}
    assert {"everyone", "marketing", "sales", "service"} <= tracks


@pytest.mark.parametrize("slug", GUIDES)
def test_every_way_of_a_guide_leads_to_an_outcome(slug):
    contents = GUIDES[slug].contents
    start = contents["de"]["questions"][0]["key"]
    assert guide_faults(frozen(contents, start=start)) == []


@pytest.mark.parametrize("slug", GUIDES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_guide_names_exists(slug, language):
    headings = {
        one.slug: {block["value"].get("heading") for block in one.current.body if "heading" in block["value"]}
        for one in starter_guidelines(language)
    }
    for outcome in GUIDES[slug].contents[language]["outcomes"]:
        assert set(outcome["ask"]) <= set(Role.values)
        if outcome["guideline"]:
            assert outcome["heading"] in {*headings[outcome["guideline"]], ""}, outcome["key"]
        for source in outcome["sources"]:
            assert source["url"] == "" or source["url"].startswith("https://")


@pytest.mark.parametrize("slug", CHECKLISTS)
def test_a_checklist_leads_to_guides_that_ship(slug):
    contents = CHECKLISTS[slug].contents
    assert checklist_faults(frozen(contents)) == []
    assert {item["guide"] for item in contents["de"]["items"]} <= {*GUIDES, ""}


@pytest.mark.parametrize("slug", COACH)
def test_the_coach_speaks_of_platforms_of_the_register(slug):
    assert coach_faults(frozen(COACH[slug].contents)) == []
    assert slug in {platform.slug for platform in starter_platforms()}


def test_drafts_are_loaded_released_and_loaded_again(cast):
    """What ships becomes drafts in both languages without a word left open, and can be released as it is."""
    for load in (load_starter_guides, load_starter_coach):
        works = load(by=cast.edda)
        assert works
        for work in works:
            page = page_of(work)
            assert page is not None
            texts = pinned_texts(page)
            assert [text.frozen.language for text in texts] == ["de", "en"]
            assert all(text.is_ready for text in texts), work
            assert faults_of(work, texts) == []
            release_drafts(work=work, by=cast.edda, approver=cast.falk)
        assert load(by=cast.edda) == works
    assert Edition.objects.count() == len(GUIDES) + len(CHECKLISTS) + len(COACH)
