"""The starter playbooks are product text: their shape, their two languages and their paths are checked."""

from copy import deepcopy
from dataclasses import fields
from datetime import date, timedelta
from itertools import pairwise

import pytest

from guidelines.playbooks.choices import Phase, TemplateKind, Trouble
from guidelines.playbooks.starter import pack
from guidelines.playbooks.starter.pack import starter_playbooks
from guidelines.playbooks.structure import FIVE_QUESTIONS, LEVELS, Plan, plan_of
from portal.upkeep.packs import read_pack
from tests.guidelines.starter_texts import (
    HEDGE,
    LANGUAGES,
    LAW,
    PLACEHOLDER,
    PROMISE,
    faults_of,
    outline,
    strings,
)

WRITTEN_ON = date(2026, 11, 28)
STRUCTURE = {
    "review_by", "troubles", "key", "goes_to", "outcome", "template", "phase", "role", "roles", "approvals",
    "kind", "valid_until", "requires",
}  # fmt: skip
SLUGS = [
    "bad-review",
    "hijacked-account",
    "impersonation",
    "personal-data-exposed",
    "private-post-of-a-colleague",
    "sensitive-data-by-messenger",
    "shitstorm",
]
PLAYBOOKS = {playbook.slug: playbook.contents for playbook in starter_playbooks()}
each_playbook = pytest.mark.parametrize("slug", list(PLAYBOOKS))
each_language = pytest.mark.parametrize("language", LANGUAGES)


def plan(slug: str, language: str = "de") -> Plan:
    return plan_of(PLAYBOOKS[slug][language])


def paths_of(one: Plan) -> tuple[list[str], set[str]]:
    """What is wrong with the ways through the triage, and every outcome they reach."""
    nodes, outcomes = {node.key: node for node in one.nodes}, {outcome.key for outcome in one.outcomes}
    faults: list[str] = []
    reached: set[str] = set()

    def walk(key: str, behind: tuple[str, ...]) -> None:
        if key in behind:
            faults.append(f"loop at {key}")
            return
        reached.add(key)
        for answer in nodes[key].answers:
            if bool(answer.goes_to) == bool(answer.outcome):
                faults.append(f"{key}: {answer.text} leads to nothing or to two things")
            elif answer.outcome:
                if answer.outcome not in outcomes:
                    faults.append(f"{key}: no outcome {answer.outcome}")
                reached.add(f"outcome {answer.outcome}")
            elif answer.goes_to not in nodes:
                faults.append(f"{key}: no node {answer.goes_to}")
            else:
                walk(answer.goes_to, (*behind, key))

    walk(one.nodes[0].key, ())
    everything = {*nodes, *(f"outcome {key}" for key in outcomes)}
    return [*faults, *(f"unreachable: {key}" for key in sorted(everything - reached))], reached


def loose_ends(one: Plan) -> list[str]:
    """References to roles, templates and levels that are not there."""
    roles, templates = {role.key for role in one.roles}, {template.key for template in one.templates}
    return [
        *(f"task {task.key}: {task.role}" for task in one.tasks if task.role not in roles),
        *(f"level {level.number}" for level in one.levels if not set(level.roles) <= roles),
        *(
            f"approval at {level.number}"
            for level in one.levels
            if not set(level.approvals) <= set(level.roles)
        ),
        *(
            f"outcome {o.key}: {o.template}"
            for o in one.outcomes
            if o.template and o.template not in templates
        ),
    ]


def test_seven_playbooks_ship_and_every_trouble_has_one():
    assert list(PLAYBOOKS) == SLUGS
    assert {trouble for slug in SLUGS for trouble in plan(slug).troubles} == set(Trouble.values)
    assert {Trouble.OTHER.value, Trouble.THREAT.value} <= set(plan("shitstorm").troubles)


@each_playbook
@each_language
def test_the_contract_accepts_every_playbook(slug, language):
    content = PLAYBOOKS[slug][language]
    assert content.keys() == {field.name for field in fields(Plan)} | {"title", "summary", "review_by"}
    one = plan(slug, language)
    assert tuple(one.answers) == FIVE_QUESTIONS
    assert [level.number for level in one.levels] == list(LEVELS)
    assert [role.key for role in one.roles if role.leads] == ["lead"]
    assert {task.phase for task in one.tasks} <= set(Phase.values)
    assert {template.kind for template in one.templates} <= set(TemplateKind.values)


@each_playbook
def test_a_playbook_is_whole(slug):
    one = plan(slug)
    assert 4 <= len(one.triggers) <= 8
    assert 5 <= len(one.nodes) <= 10
    assert 8 <= len(one.tasks) <= 20
    assert 4 <= len(one.templates) <= 8
    assert 3 <= len(one.contacts) <= 7
    assert not one.rules or 6 <= len(one.rules) <= 9
    assert {task.phase for task in one.tasks} == set(Phase.values)
    assert any(outcome.report for outcome in one.outcomes)
    for entries in (one.nodes, one.outcomes, one.roles, one.tasks, one.templates, one.contacts, one.rules):
        assert len({entry.key for entry in entries}) == len(entries)


@pytest.mark.parametrize("slug", ["shitstorm", "bad-review"])
def test_where_people_argue_there_are_house_rules(slug):
    assert len(plan(slug).rules) >= 6


@each_playbook
def test_both_languages_are_built_alike(slug):
    assert outline(PLAYBOOKS[slug]["de"], STRUCTURE) == outline(PLAYBOOKS[slug]["en"], STRUCTURE)


def test_a_lost_paragraph_or_placeholder_is_noticed():
    whole = PLAYBOOKS["shitstorm"]["de"]
    other = deepcopy(whole)
    other["answers"]["levels"] = other["answers"]["levels"].replace("<li>", "", 1)
    assert outline(other, STRUCTURE) != outline(whole, STRUCTURE)
    other = deepcopy(whole)
    other["templates"][0]["text"] = other["templates"][0]["text"].replace("{topic}", "Brot")
    assert outline(other, STRUCTURE) != outline(whole, STRUCTURE)


@each_playbook
def test_the_triage_has_no_dead_end_no_loop_and_nothing_unreachable(slug):
    assert paths_of(plan(slug))[0] == []


@pytest.mark.parametrize(
    "change",
    [
        {"goes_to": "danger", "outcome": ""},
        {"goes_to": "nowhere", "outcome": ""},
        {"goes_to": "", "outcome": ""},
        {"goes_to": "", "outcome": "nothing"},
    ],
)
def test_planted_faults_in_the_triage_are_found(change):
    content = deepcopy(PLAYBOOKS["shitstorm"]["de"])
    content["nodes"][-1]["answers"][0].update(change)
    assert paths_of(plan_of(content))[0]


@each_playbook
def test_whatever_is_named_is_there(slug):
    assert loose_ends(plan(slug)) == []


def test_a_planted_role_that_is_not_there_is_found():
    content = deepcopy(PLAYBOOKS["shitstorm"]["de"])
    content["tasks"][0]["role"] = "nobody"
    content["outcomes"][0]["template"] = "nothing"
    content["levels"][0]["approvals"] = ["legal"]
    assert len(loose_ends(plan_of(content))) == 3


@each_playbook
def test_tasks_are_given_to_people_whom_their_level_calls(slug):
    one = plan(slug)
    at = {level.number: set(level.roles) for level in one.levels}
    assert [task.key for task in one.tasks if task.role not in at[max(task.from_level, 0)]] == []


@each_playbook
def test_levels_only_ever_ask_for_more(slug):
    levels = plan(slug).levels
    for lower, higher in pairwise(levels):
        assert set(lower.roles) <= set(higher.roles)
        assert lower.first_response_minutes >= higher.first_response_minutes
        assert lower.freeze <= higher.freeze


@each_playbook
@each_language
def test_a_holding_line_has_its_four_parts(slug, language):
    words = read_pack(pack.FOLDER / slug / f"{language}.yaml")["templates"]
    holding = [one for one in plan(slug, language).templates if one.kind == TemplateKind.HOLDING]
    assert holding
    for one in holding:
        assert tuple(words[one.key]["text"]) == pack.HOLDING_PARTS
        assert "{next_update}" in words[one.key]["text"]["next_update"]


@each_playbook
def test_templates_expire_neither_soon_nor_never(slug):
    for one in plan(slug).templates:
        until = date.fromisoformat(one.valid_until)
        assert timedelta(days=2 * 365) < until - WRITTEN_ON < timedelta(days=4 * 365)
    assert date.fromisoformat(PLAYBOOKS[slug]["de"]["review_by"]) - WRITTEN_ON < timedelta(days=366)


@each_playbook
@each_language
def test_no_template_promises_what_nobody_can_know(slug, language):
    for one in plan(slug, language).templates:
        assert PROMISE.search(one.text) is None
        assert len(one.text) <= 1000
        assert all(len(name) <= 40 for name in PLACEHOLDER.findall(one.text))


@each_playbook
@each_language
def test_the_texts_are_well_written(slug, language):
    assert [
        fault for text in strings(PLAYBOOKS[slug][language], STRUCTURE) for fault in faults_of(text, language)
    ] == []


def test_planted_slips_are_found():
    assert faults_of("Sag deinem Team Bescheid.", "de")
    assert faults_of("Wir kümmern uns um die Kund*innen.", "de")
    assert faults_of("Einen Screenshot machen.", "de")
    assert faults_of("Er sagte “ja”.", "de")
    assert faults_of("<p>Open", "en")


@each_playbook
@each_language
def test_what_names_a_law_asks_for_confirmation(slug, language):
    texts = " ".join(strings(PLAYBOOKS[slug][language], STRUCTURE))
    assert not LAW.search(texts) or HEDGE[language] in texts.lower()


@each_playbook
@each_language
def test_nothing_is_too_long_for_a_phone(slug, language):
    one, content = plan(slug, language), PLAYBOOKS[slug][language]
    assert len(content["title"]) <= 60
    assert len(content["summary"]) <= 300
    short = [
        *(t.title for t in one.tasks),
        *(t.title for t in one.templates),
        *(o.title for o in one.outcomes),
    ]
    assert max(map(len, short)) <= 80
    long = [*(t.how for t in one.tasks), *(o.text for o in one.outcomes), *(r.duties for r in one.roles)]
    assert max(map(len, long)) <= 320
