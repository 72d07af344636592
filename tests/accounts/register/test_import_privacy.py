"""What is private or a secret stays out, whatever a list holds."""

import pytest

from accounts.imports.operations.files import import_storage
from accounts.imports.rules import FileUnreadable
from accounts.register.choices import RecoveryMail
from accounts.register.models import AccountList, ListedRow
from tests.accounts.register.spreadsheets import (
    GERMAN,
    checked,
    csv_of,
    empty,
    row,
    uploaded,
)
from tests.factories.register import account, platform

pytestmark = pytest.mark.django_db
PRIVATE = "ada.private@mail.example"


@pytest.fixture(autouse=True)
def company(cast):
    """The people and the platform that rows name unless they say otherwise."""
    platform("bildnetz")
    return cast.ada, cast.mara, cast.anton


def files() -> set[str]:
    return set(import_storage().listdir("")[1])


@pytest.mark.parametrize(
    ("facts", "slug"),
    [
        ({"recovery_mail": "privat", "recovery_address": PRIVATE}, "private_address"),
        ({"recovery_mail": "A private address", "recovery_address": PRIVATE}, "private_address"),
        ({"recovery_address": PRIVATE}, "whose_address"),
        ({"recovery_mail": "unbekannt", "recovery_address": PRIVATE}, "whose_address"),
        ({"recovery_mail": PRIVATE}, "address_not_whose"),
        ({"recovery_mail": "Unsinn", "recovery_address": PRIVATE}, "unknown_word"),
        (
            {"platform": "Nirgendwo", "recovery_mail": "privat", "recovery_address": PRIVATE},
            "private_address",
        ),
    ],
)
def test_a_private_recovery_address_is_stored_nowhere(cast, facts, slug):
    """V7: what is private stays out of the portal: out of the preview, the reasons and the file as well."""
    files_before = files()
    found = checked(csv_of(row(**facts)), cast.anton)
    assert slug in [reason["slug"] for reason in found.rows.get().reasons]
    assert PRIVATE not in str(list(ListedRow.objects.values())) + str(list(AccountList.objects.values()))
    assert found.stored_as == ""
    assert files() == files_before


def test_that_an_address_is_private_may_be_said(cast):
    """V7: only the address itself is never stored; that it is private is what the finding is told from."""
    made = account(cast, recovery_mail=RecoveryMail.COMPANY, recovery_address="social@hafenlicht.example")
    found = checked(csv_of(empty(recovery_mail="privat")), cast.anton)
    assert found.rows.get().changes == ["recovery_mail", "recovery_address"]
    assert found.rows.get().recovery_address == ""
    assert found.stored_as
    assert made.recovery_address


def test_company_addresses_are_taken(cast):
    rows = [
        row("@a", recovery_mail="Funktionspostfach", recovery_address="Social@Hafenlicht.example"),
        row("@b", recovery_mail="One colleague’s work address", recovery_address="ada@hafenlicht.example"),
    ]
    found = checked(csv_of(*rows), cast.anton)
    assert set(found.rows.values_list("verdict", "recovery_address")) == {
        ("new", "social@hafenlicht.example"),
        ("new", "ada@hafenlicht.example"),
    }


@pytest.mark.parametrize(
    "heading", ["Passwort", "Kennwort (alt)", "Password", "PIN", "Recovery Codes", "API-Key"]
)
def test_a_list_with_a_column_of_passwords_is_not_stored(cast, heading):
    """V3: secrets never reach a file, a list or a log; V7: the vault is the only place for them."""
    files_before = files()
    content = csv_of([*row(), "hunter2"], headings=[*GERMAN, heading])
    with pytest.raises(FileUnreadable) as unreadable:
        uploaded(content, cast.anton)
    assert (unreadable.value.slug, unreadable.value.facts) == ("secret_column", {"heading": heading})
    assert not AccountList.objects.exists()
    assert files() == files_before


@pytest.mark.parametrize("heading", ["Passwort geändert am", "Passwortmanager", "Pinterest", "Codes übrig"])
def test_a_column_about_passwords_is_no_secret(cast, heading):
    assert uploaded(csv_of(row(), headings=[*GERMAN, heading]), cast.anton).stored_as
