"""What is known of platforms: dated, sourced, overruled with history, checked again."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.register.choices import (
    WHEN_SECRETS_CHANGE,
    Confidence,
    FactKey,
    FactValue,
    PlatformKind,
)
from accounts.register.models import Platform, PlatformFact
from accounts.register.operations import refresh_all_findings
from accounts.register.operations.platforms import (
    add_platform,
    complete_facts,
    confirm_fact,
    load_starter_platforms,
    record_fact,
)
from accounts.register.rules import DateInTheFuture, SourceRequired
from accounts.register.starter import starter_platforms
from portal.audit.append_only import AppendOnly
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.upkeep.management.commands import prepare
from tests.factories.people import signed_in
from tests.factories.register import fact, platform

pytestmark = pytest.mark.django_db
SAID = {"text_de": "Ja.", "text_en": "Yes.", "source": "Brief der Plattform"}


def test_the_starter_pack_answers_every_question_in_both_languages_with_a_source():
    pack = starter_platforms()
    assert len({entry.slug for entry in pack}) == 18
    for entry in pack:
        assert [known.key for known in entry.facts] == list(FactKey), entry.slug
        assert entry.route_order, entry.slug
        for known in entry.facts:
            assert known.text_de, entry.slug
            assert known.text_de != known.text_en, entry.slug
            assert bool(known.source) is (known.value != FactValue.UNKNOWN), (entry.slug, known.key)


def test_dates_of_sources_are_read_and_only_dated_terms_are_sure():
    """A key called `on` is the word "true" to YAML: a source without its date would look undated."""
    facts = [(entry.slug, known) for entry in starter_platforms() for known in entry.facts]
    assert sum(known.source_on is not None for _slug, known in facts) == 28
    for slug, known in facts:
        if known.confidence == Confidence.HIGH and not known.source.startswith("Own "):
            assert known.source_on, (slug, known.key)


def test_loading_twice_loads_once_and_keeps_what_the_company_said(cast):
    assert load_starter_platforms() == 18
    where = Platform.objects.get(slug="bluesky")
    facts = {"value": "yes", "checked_on": timezone.localdate(), **SAID}
    record_fact(platform=where, key=FactKey.SHARED_LOGIN, by=cast.anton, **facts)
    count = PlatformFact.objects.count()
    assert load_starter_platforms() == 0
    assert PlatformFact.objects.count() == count
    assert where.facts.current().get(key=FactKey.SHARED_LOGIN).value == "yes"


def test_most_networks_say_where_secrets_are_changed():
    """A third of the answers may be missing; where one is there, it says in two sentences where to go."""
    networks = [entry for entry in starter_platforms() if entry.kind != PlatformKind.OWN]
    facts = [known for entry in networks for known in entry.facts if known.key in WHEN_SECRETS_CHANGE]
    found = [known for known in facts if known.value != FactValue.UNKNOWN]
    assert len(found) > len(facts) * 2 / 3
    for known in found:
        assert max(len(known.text_de), len(known.text_en)) < 260, known.text_en
        assert known.confidence != Confidence.HIGH, "a help page is no dated term"


def without_the_new_questions(slug):
    """A platform of the starter pack as it was on the register before these questions came."""
    entry = next(entry for entry in starter_platforms() if entry.slug == slug)
    where = platform(slug, entry.kind)
    for known in entry.facts:
        if known.key not in WHEN_SECRETS_CHANGE:
            fact(where, **vars(known))
    return where


def test_an_installation_from_before_gets_the_answers_to_new_questions_once(cast):
    there = without_the_new_questions("x")
    own = platform("own-app")
    said = fact(there, FactKey.NEW_FACTOR, FactValue.NO, entered_by=cast.anton)
    kept = fact(there, FactKey.SHARED_LOGIN, FactValue.YES, entered_by=cast.anton)
    before = set(PlatformFact.objects.values_list("pk", flat=True))
    call_command("complete_facts")
    current = {known.key: known for known in there.facts.current()}
    assert set(current) == set(FactKey)
    assert (current[FactKey.NEW_FACTOR], current[FactKey.SHARED_LOGIN]) == (said, kept)
    assert "Apps und Sitzungen" in current[FactKey.END_SESSIONS].text_de
    assert set(own.facts.current().values_list("value", flat=True)) == {FactValue.UNKNOWN}
    written = PlatformFact.objects.exclude(pk__in=before)
    assert written.count() == 2 + len(FactKey)
    trail = AuditEvent.objects.filter(verb="fact.recorded", actor=None)
    assert trail.count() == written.count()
    assert complete_facts() == 0
    assert Platform.objects.count() == 2, "platforms that the company does without stay away"


def test_an_update_of_the_installation_answers_new_questions(monkeypatch):
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: called.append(name))
    monkeypatch.setattr(prepare, "compile_all", lambda: None)
    call_command("prepare", stdout=StringIO())
    assert called.index("migrate") < called.index("complete_facts")
    assert "load_starter" not in called


def test_members_data_is_unknown_until_a_source_says_otherwise():
    load_starter_platforms()
    known = PlatformFact.objects.current().filter(key=FactKey.MEMBERS_DATA)
    assert set(known.values_list("value", flat=True)) == {FactValue.UNKNOWN}


def test_what_was_known_before_stays_and_nothing_is_rewritten(cast):
    where = platform()
    old = fact(where, value="no")
    facts = {"value": "yes", "checked_on": timezone.localdate(), **SAID}
    record_fact(platform=where, key=old.key, by=cast.anton, **facts)
    history = list(where.facts.history_of(where, old.key).values_list("value", flat=True))
    assert history == ["yes", "no"]
    for change in (old.save, lambda: PlatformFact.objects.update(value="yes"), old.delete):
        with pytest.raises(AppendOnly):
            change()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"source": " "}, SourceRequired),
        ({"checked_on": timezone.localdate() + timedelta(days=2)}, DateInTheFuture),
    ],
)
def test_no_fact_without_a_source_or_from_the_future(cast, change, refusal):
    facts = {"value": "yes", "checked_on": timezone.localdate(), **SAID, **change}
    with pytest.raises(refusal):
        record_fact(platform=platform(), key=FactKey.SHARED_LOGIN, by=cast.anton, **facts)


def test_the_database_refuses_knowledge_without_a_source():
    with pytest.raises(IntegrityError), transaction.atomic():
        fact(platform(), value="yes", source="")


def test_only_account_admins_say_what_is_known(cast):
    known = fact(platform())
    for person in (cast.ben, cast.dana, cast.ines, cast.edda):
        with pytest.raises(NotPermitted):
            confirm_fact(fact=known, by=person)


def test_checking_again_closes_the_finding_and_keeps_the_words(cast):
    where = platform()
    known = fact(where)
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        refresh_all_findings()
        assert where.findings.standing().count() == 1
        again = confirm_fact(fact=known, by=cast.anton)
        assert (again.text_de, again.source) == (known.text_de, known.source)
        assert not where.findings.standing().exists()


def test_a_platform_of_its_own_starts_with_unknowns(cast):
    new = Platform(slug="own-app", name_de="App", name_en="App", kind=PlatformKind.OWN)
    made = add_platform(platform=new, by=cast.anton)
    assert set(made.facts.current().values_list("value", flat=True)) == {FactValue.UNKNOWN}


@pytest.mark.parametrize(("language", "words"), [("de", "Unbekannt"), ("en", "Unknown")])
def test_unknown_is_shown_as_unknown(client, cast, language, words):
    load_starter_platforms()
    cast.ben.language = language
    cast.ben.save()
    body = (
        signed_in(client, cast.ben).get(reverse("register:platform-show", args=["kununu"])).content.decode()
    )
    assert words in body
    assert reverse("register:fact-overrule", args=["kununu", "shared_login"]) not in body


@pytest.mark.parametrize(
    ("language", "heading"),
    [("de", "Beim Wechsel der Zugangsdaten"), ("en", "When secrets are changed")],
)
def test_what_a_change_of_secrets_asks_stands_apart(client, cast, language, heading):
    load_starter_platforms()
    cast.ben.language = language
    cast.ben.save()
    page = signed_in(client, cast.ben).get(reverse("register:platform-show", args=["x"]))
    first, second = page.content.decode().split(heading)
    for key in FactKey:
        assert f'id="fact-{key}"' in (second if key in WHEN_SECRETS_CHANGE else first)


def test_overruling_through_the_page_says_what_is_missing_and_keeps_history(client, cast):
    load_starter_platforms()
    browser = signed_in(client, cast.anton)
    address = reverse("register:fact-overrule", args=["kununu", "shared_login"])
    facts = {**SAID, "value": "yes", "checked_on": timezone.localdate().isoformat(), "confidence": "high"}
    refused = browser.post(address, {**facts, "source": ""})
    assert "braucht eine Quelle" in refused.content.decode()
    browser.post(address, facts)
    body = browser.get(address).content.decode()
    assert "Dazu ist nichts bekannt." in body
    assert "Anton Schuster" in body
    assert browser.get(reverse("register:fact-overrule", args=["kununu", "nonsense"])).status_code == 404
