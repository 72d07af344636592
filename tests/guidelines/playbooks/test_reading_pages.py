"""Playbooks as everybody reads them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from guidelines.editions.operations.starter import release_drafts, write_languages
from guidelines.playbooks.choices import NumberKind
from guidelines.playbooks.models import PhoneNumber
from guidelines.playbooks.operations.starter import PLAYBOOK
from guidelines.playbooks.reading import holders_of, plan_for, playbook_for
from guidelines.playbooks.templatetags.playbooks import then_every
from tests.factories import playbooks
from tests.factories.people import signed_in

pytestmark = pytest.mark.django_db
NUMBER = "+49 40 5550 42"


def page(person, name: str, *args, **data) -> str:
    response = signed_in(Client(), person).get(reverse(f"playbooks:{name}", args=args), data)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_asks_what_happened(cast, storm) -> None:
    html = page(cast.ben, "playbook-list")
    assert "Shitstorm" in html
    assert reverse("playbooks:playbook-show", args=[storm.slug]) in html


def test_the_list_says_so_when_there_is_none(cast) -> None:
    assert "noch kein" in page(cast.ben, "playbook-list").lower()


def test_a_playbook_shows_its_first_acts_levels_and_answers(cast, storm) -> None:
    html, plan = page(cast.ben, "playbook-show", storm.slug), plan_for(storm.current, "de")
    for text in (plan.level(6).name, plan.roles[0].name, plan.templates[0].title, plan.rules[0].title):
        assert text in html
    assert html.count('class="act-title"') >= 5


def test_an_english_reader_reads_english(cast, storm) -> None:
    cast.ben.language = "en"
    cast.ben.save()
    assert plan_for(storm.current, "en").level(6).name in page(cast.ben, "level-card", storm.slug)


def test_the_questions_lead_to_an_outcome_and_back(cast, storm) -> None:
    plan = plan_for(storm.current, "de")
    first, second = plan.nodes[0], plan.nodes[1]
    assert first.question in page(cast.ben, "triage-start", storm.slug)
    html = page(cast.ben, "triage-show", storm.slug, second.key, way=first.key)
    assert reverse("playbooks:triage-show", args=[storm.slug, first.key]) in html
    outcome = next(one for one in plan.outcomes if one.template)
    html = page(cast.ben, "outcome-show", storm.slug, outcome.key, way=f"{first.key}.{second.key}.nonsense")
    template = next(one for one in plan.templates if one.key == outcome.template)
    assert outcome.title in html
    assert template.title in html


def test_what_is_not_there_is_not_found(cast, storm) -> None:
    client = signed_in(Client(), cast.ben)
    for path in ("/playbooks/none/", "/playbooks/shitstorm/walk/none/", "/playbooks/shitstorm/outcome/none/"):
        assert client.get(path).status_code == 404


def test_numbers_are_for_the_people_of_the_playbook_and_crisis_leads(cast, storm) -> None:
    playbooks.hold(storm, "lead", cast.mara, cast.ada)
    PhoneNumber.objects.create(
        person=cast.mara, kind=NumberKind.COMPANY, number=NUMBER, given_at=storm.current.released_at
    )
    assert NUMBER in page(cast.ada, "playbook-show", storm.slug)
    assert NUMBER in page(cast.mara, "playbook-show", storm.slug)
    assert NUMBER not in page(cast.ben, "playbook-show", storm.slug)
    assert NUMBER not in page(cast.edda, "level-card", storm.slug)


def test_hostile_words_are_shown_as_words(cast) -> None:
    hostile = "<script>alert(1)</script> {product}"
    templates = playbooks.content()["templates"]
    templates[0] = {**templates[0], "text": hostile, "title": "<b>x</b>"}
    work = playbooks.playbook(editor=cast.edda, approver=cast.falk, templates=templates)
    html = page(cast.ben, "playbook-show", work.slug)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {product}" in html


def test_older_editions_are_for_those_who_have_to_know(cast, storm) -> None:
    playbooks.playbook(editor=cast.edda, approver=cast.falk)
    path = reverse("playbooks:edition-show", args=[storm.slug, 1])
    assert signed_in(Client(), cast.ben).get(path).status_code == 403
    assert "1" in page(cast.dana, "edition-show", storm.slug, 1)


def test_holders_come_in_order_without_who_has_left(cast, storm) -> None:
    playbooks.hold(storm, "lead", cast.dirk, cast.mara, cast.ada)
    assert holders_of(storm, "lead") == [cast.mara, cast.ada]


def test_a_trouble_finds_its_playbook_or_the_one_for_everything_else(cast, storm) -> None:
    assert playbook_for("criticism") == storm
    assert playbook_for("hijacked") == storm
    storm.retired_at, storm.retired_by = storm.current.released_at, cast.falk
    storm.save()
    assert playbook_for("criticism") is None


def test_no_second_factor_and_no_duty_stands_before_reading(cast, storm) -> None:
    """I5: whoever holds power reads a playbook before their second factor, without anybody's number."""
    playbooks.hold(storm, "lead", cast.mara, cast.edda)
    PhoneNumber.objects.create(
        person=cast.mara, kind=NumberKind.COMPANY, number=NUMBER, given_at=storm.current.released_at
    )
    client = signed_in(Client(), cast.edda, mfa=False)
    for name, args in (("playbook-list", []), ("playbook-show", [storm.slug]), ("level-card", [storm.slug])):
        response = client.get(reverse(f"playbooks:{name}", args=args))
        assert response.status_code == 200
        assert NUMBER not in response.content.decode()
    assert client.get(reverse("playbooks:people-show", args=[storm.slug])).status_code == 302


def test_the_released_edition_is_read_while_its_draft_changes(cast) -> None:
    """A playbook edited meanwhile: what people read changes with the next release, not before."""
    work = write_languages(
        kind=PLAYBOOK, slug=playbooks.STORM, contents=playbooks.SHIPPED[playbooks.STORM], by=cast.edda
    )
    release_drafts(work=work, by=cast.edda, approver=cast.falk)
    changed = {
        code: {**content, "title": "Windstille"}
        for code, content in playbooks.SHIPPED[playbooks.STORM].items()
    }
    write_languages(kind=PLAYBOOK, slug=playbooks.STORM, contents=changed, by=cast.edda)
    assert "Windstille" not in page(cast.ben, "playbook-list")
    work.refresh_from_db()
    release_drafts(work=work, by=cast.edda, approver=cast.falk, change_summary={"de": "Neu."})
    assert "Windstille" in page(cast.ben, "playbook-list")


@pytest.mark.parametrize(
    ("minutes", "german", "english"),
    [
        (20, "danach mindestens alle 20 Minuten", "then at least every 20 minutes"),
        (60, "danach mindestens stündlich", "then at least every hour"),
        (120, "danach mindestens alle 2 Stunden", "then at least every 2 hours"),
        (1440, "danach mindestens täglich", "then at least every day"),
    ],
)
def test_how_often_there_is_news_is_said_as_people_say_it(minutes, german, english) -> None:
    for language, said in (("de", german), ("en", english)):
        with translation.override(language):
            assert then_every(minutes) == said
