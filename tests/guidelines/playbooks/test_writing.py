"""From the CMS to the content of an edition."""

import pytest
from django.core.exceptions import ValidationError
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from guidelines.editions.freezing import FrozenWork
from guidelines.editions.operations.starter import write_languages
from guidelines.playbooks import blocks
from guidelines.playbooks.checking import faults
from guidelines.playbooks.content import fields_of
from guidelines.playbooks.models import PlaybookPage
from guidelines.playbooks.operations.starter import PLAYBOOK
from guidelines.playbooks.structure import plan_of
from tests.factories import playbooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafts(cast) -> dict[str, FrozenWork]:
    """What the drafts of the shitstorm would be released as."""
    write_languages(
        kind=PLAYBOOK, slug=playbooks.STORM, contents=playbooks.SHIPPED[playbooks.STORM], by=cast.edda
    )
    pages = PlaybookPage.objects.filter(slug=playbooks.STORM)
    return {page.language: page.get_latest_revision_as_object().frozen() for page in pages}


def test_what_ships_comes_back_from_its_pages(drafts) -> None:
    for language, frozen in drafts.items():
        shipped = playbooks.content(language)
        plan, wanted = plan_of(frozen.content), plan_of(shipped)
        assert frozen.title == shipped["title"]
        for part in ("levels", "roles", "nodes", "outcomes", "contacts", "rules", "templates", "tasks"):
            assert len(getattr(plan, part)) == len(getattr(wanted, part))
        assert plan.level(4).roles == wanted.level(4).roles
        assert [one.key for one in plan.templates] == [one.key for one in wanted.templates]
        assert plan.nodes == wanted.nodes
        assert plan.answers["levels"].startswith("<p>")
    assert faults(drafts) == []


def test_keys_numbers_and_choices_are_no_words_to_translate(drafts) -> None:
    page = PlaybookPage.objects.get(slug=playbooks.STORM, locale__language_code="de")
    draft = page.get_latest_revision_as_object()
    words = {
        segment.string.data for segment in extract_segments(draft) if isinstance(segment, StringSegmentValue)
    }
    plan = plan_of(draft.frozen().content)
    keys = {one.key for part in (plan.nodes, plan.roles, plan.templates, plan.tasks) for one in part}
    keys |= {one.kind for one in plan.templates} | {one.phase for one in plan.tasks} | set(plan.troubles)
    assert plan.roles[0].name in words
    assert not keys & words


def test_hostile_words_become_harmless_in_the_answers(cast) -> None:
    content = playbooks.content()
    content["answers"]["levels"] = "<p>Ruhe <script>alert(1)</script><b onclick=x()>bewahren</b></p>"
    page = PlaybookPage(slug="hostile")
    for name, value in fields_of("hostile", content).items():
        setattr(page, name, value)
    from guidelines.playbooks.freezing import content_of

    answer = content_of(page)["answers"]["levels"]
    assert "script" not in answer
    assert "onclick" not in answer
    assert "<strong>bewahren</strong>" in answer


def clean(block, parts) -> None:
    block.clean(block.to_python(parts))


def part(kind: str, **value) -> dict:
    return {"type": kind, "value": value}


def test_two_parts_with_one_short_name_are_refused() -> None:
    rule = part("rule", key="tone", title="Ton", text="Höflich.", measure="Hinweis")
    with pytest.raises(ValidationError, match="StreamBlock"):
        clean(blocks.Rules(), [rule, rule])
    clean(blocks.Rules(), [rule])


def test_two_leading_roles_are_refused() -> None:
    roles = [part("role", key=key, name=key, duties="x", leads=True, requires=[]) for key in ("a", "b")]
    with pytest.raises(ValidationError, match="StreamBlock"):
        clean(blocks.Roles(), roles)


@pytest.mark.parametrize(
    "way",
    [{"goes_to": "", "outcome": ""}, {"goes_to": "b", "outcome": "end"}, {"goes_to": "gone", "outcome": ""}],
)
def test_an_answer_leads_to_exactly_one_thing_that_is_there(way) -> None:
    answers = [{"text": "Ja", **way}, {"text": "Nein", "goes_to": "", "outcome": "end"}]
    question = part("question", key="b", question="Ist es?", hint="", answers=answers)
    outcome = part("outcome", key="end", title="Ende", text="Aufhören.", report=False, template="")
    with pytest.raises(ValidationError):
        clean(blocks.Triage(), [question, outcome])


@pytest.mark.parametrize("key", ["Big", "a b", "a_b", "-a", "a\n", "<b>"])
def test_short_names_are_plain(key) -> None:
    with pytest.raises(ValidationError):
        blocks.key_block().clean(key)
