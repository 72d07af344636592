"""What the check of a list says, row by row, and in whose language it says why."""

import pytest
from django.utils import translation

from accounts.imports.choices import State
from accounts.people.models import RoleHolding
from accounts.register.choices import AccountStatus, PlatformKind
from accounts.register.lists import wording
from accounts.register.models import AccountList, CorporateAccount
from accounts.register.operations import lists
from portal.audit.rules import NotPermitted
from tests.accounts.register.spreadsheets import (
    ENGLISH,
    GERMAN,
    carry_out,
    checked,
    csv_of,
    empty,
    reasons,
    row,
    uploaded,
    verdicts,
    xlsx_of,
)
from tests.factories.register import account, platform

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def company(cast):
    """The people and the platform that rows name unless they say otherwise."""
    platform("bildnetz")
    return cast.ada, cast.mara, cast.anton


def refused(cast, *rows, **options):
    return reasons(checked(csv_of(*rows), cast.anton, **options))


@pytest.mark.parametrize("headings", [GERMAN, ENGLISH])
@pytest.mark.parametrize("write", [csv_of, xlsx_of])
def test_the_preview_says_what_is_new_changed_and_unchanged(cast, headings, write):
    account(cast, "@old")
    account(cast, "@same")
    content = write(
        row("@new"), empty("@old", purpose="Jobs"), empty("@same", purpose="News"), headings=headings
    )
    found = checked(content, cast.anton)
    assert verdicts(found) == {"@new": "new", "@old": "changed", "@same": "unchanged"}
    assert found.rows.get(handle="@old").changes == ["purpose"]
    assert found.counts == {"new": 1, "changed": 1, "unchanged": 1, "refused": 0}
    assert CorporateAccount.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"platform": "Nirgendwo"}, ("platform", "unknown_platform")),
        ({"platform": ""}, ("platform", "empty")),
        ({"handle": ""}, ("handle", "empty")),
        ({"handle": " @ "}, ("handle", "empty")),
        ({"handle": "x" * 201}, ("handle", "too_long")),
        ({"handle": "hafen\u202elicht"}, ("handle", "reverses_writing")),
        ({"handle": "a\x07b"}, ("handle", "control_character")),
        ({"purpose": ""}, ("purpose", "needed")),
        ({"owner": ""}, ("owner", "needed")),
        ({"owner": "nobody"}, ("owner", "unknown_person")),
        ({"deputy": "ada"}, ("deputy", "deputy_is_owner")),
        ({"deputy": "dirk"}, ("deputy", "works_here_no_more")),
        ({"custodian": "dirk"}, ("custodian", "works_here_no_more")),
        ({"entity": "Anders AG"}, ("entity", "unknown_entity")),
        ({"status": "geschlossen"}, ("status", "new_and_closed")),
        ({"status": "irgendwie"}, ("status", "unknown_word")),
        ({"criticality": "9"}, ("criticality", "unknown_word")),
        ({"takes_messages": "vielleicht"}, ("takes_messages", "not_yes_or_no")),
        ({"administrators": "zwei"}, ("administrators", "not_a_number")),
        ({"administrators": "-1"}, ("administrators", "not_a_number")),
        ({"address": "javascript:alert(1)"}, ("address", "not_a_link")),
        ({"address": "kein Link"}, ("address", "not_a_link")),
        ({"vault_address": "https://ada:secret@vault.example/"}, ("vault_address", "login_in_link")),
        ({"recovery_codes_left": "8841-2213"}, ("recovery_codes_left", "not_counted")),
    ],
)
def test_a_row_is_refused_with_its_reason(cast, facts, reason):
    _ = cast.dirk
    assert refused(cast, row(**facts)) == {2: [reason]}


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("planned", "live", ""),
        ("planned", "dormant", "not_from_status"),
        ("planned", "closed", ""),
        ("live", "planned", "not_from_status"),
        ("live", "dormant", ""),
        ("live", "closed", ""),
        ("dormant", "live", ""),
        ("dormant", "planned", "not_from_status"),
        ("dormant", "closed", ""),
        ("closed", "planned", "not_from_status"),
        ("closed", "live", "not_from_status"),
        ("closed", "dormant", "not_from_status"),
        ("closed", "closed", ""),
    ],
)
def test_a_list_takes_no_way_that_the_operations_forbid(cast, before, after, reason):
    made = account(cast)
    CorporateAccount.objects.filter(pk=made.pk).update(status=before)
    found = refused(cast, empty(status=after))
    assert found == ({2: [("status", reason)]} if reason else {})


def test_a_messenger_does_not_go_live_by_a_list_before_it_is_approved(cast):
    talk = platform("botenfunk", PlatformKind.MESSENGER)
    account(cast, is_live=False, platform=talk)
    account(cast, "@dm", is_live=False)
    rows = [empty(platform="Botenfunk", status="live"), empty("@dm", status="live", takes_messages="ja")]
    assert refused(cast, *rows) == {2: [("status", "not_approved")], 3: [("status", "not_approved")]}


def test_what_is_live_already_is_taken_as_it_is(cast):
    platform("botenfunk", PlatformKind.MESSENGER)
    found = checked(csv_of(row(platform="Botenfunk", status="in Betrieb")), cast.anton)
    assert found.rows.get().status == AccountStatus.LIVE
    assert not reasons(found)


@pytest.mark.parametrize("status", ["planned", "live", "dormant"])
def test_rows_that_name_no_status_have_the_one_that_was_chosen(cast, status):
    assert checked(csv_of(row()), cast.anton, status_of_new=status).rows.get().status == status


def test_hostile_text_is_text(cast):
    purpose = "=HYPERLINK('https://evil.example') <script>alert(1)</script> 🙂"
    found = checked(csv_of(row(purpose=purpose)), cast.anton)
    assert found.rows.get().purpose == purpose
    computed = checked(xlsx_of(row("@b", purpose="=1+1")), cast.anton)
    assert reasons(computed) == {2: [("purpose", "formula")]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_lists_of_any_encoding(cast, encoding):
    found = checked(csv_of(row("@größe"), encoding=encoding), cast.anton)
    assert verdicts(found) == {"@größe": "new"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (csv_of(), "no_rows"),
        (csv_of(["", ""]), "no_rows"),
        (csv_of(row()) + b'"x;' + b"y" * 200_000, "quotes_not_closed"),
    ],
)
def test_a_list_that_cannot_be_read_says_so(cast, content, reason):
    found = checked(content, cast.anton)
    assert (found.state, found.reason) == (State.FAILED, reason)


def test_a_list_that_is_too_long_says_so(cast, monkeypatch):
    monkeypatch.setattr("accounts.register.jobs.ROWS_MAX", 2)
    found = checked(csv_of(*(row(f"@{number}") for number in range(3))), cast.anton)
    assert (found.state, found.reason, found.reason_facts) == (State.FAILED, "too_many_rows", {"most": 2})
    assert not found.rows.exists()


def test_only_account_admins_bring_lists_in(cast):
    for person in (cast.ben, cast.ada, cast.hanna, cast.ines, cast.dana):
        with pytest.raises(NotPermitted):
            uploaded(csv_of(row()), person)
    assert not AccountList.objects.exists()


def test_whoever_loses_the_role_does_not_go_on(cast):
    found = uploaded(csv_of(row()), cast.anton)
    choice = {"mapping": found.mapping, "entity": None, "status_of_new": "planned"}
    lists.choose_columns(account_list=found, by=cast.anton, **choice)
    RoleHolding.objects.filter(person=cast.anton).delete()
    cast.anton.groups.clear()
    carry_out()
    found.refresh_from_db()
    assert (found.state, found.reason) == (State.FAILED, "not_permitted")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reason_has_a_sentence(language):
    names = "value name count most row megabytes longest heading number".split()
    facts = {**dict.fromkeys(names, 7), "was": "planned", "to": "dormant"}
    with translation.override(language):
        for slug in wording.SENTENCES:
            said = wording.sentence(slug, {**facts, "column": "status"})
            assert "%" not in said
            assert said.startswith("Status: ")
