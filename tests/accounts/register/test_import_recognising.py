"""Which account, platform, person and employer a row means, however it is written."""

import pytest

from accounts.register.models import CorporateAccount
from tests.accounts.register.spreadsheets import (
    checked,
    csv_of,
    empty,
    reasons,
    row,
    verdicts,
)
from tests.factories.people import EmployeeFactory, EntityFactory
from tests.factories.register import account, platform

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def company(cast):
    """The people and the platform that rows name unless they say otherwise."""
    platform("bildnetz")
    return cast.ada, cast.mara, cast.anton


def refused(cast, *rows, **options):
    return reasons(checked(csv_of(*rows), cast.anton, **options))


def test_an_account_stands_in_a_list_once(cast):
    """With and without @, in capitals or not: it is the same account."""
    found = refused(cast, row("@hafenlicht"), row("Hafenlicht"), row("@anders"))
    assert found == {2: [("", "twice")], 3: [("", "twice")]}


def test_an_account_is_recognised_however_its_name_is_written(cast):
    account(cast, "@hafenlicht")
    found = checked(csv_of(empty("HafenLicht ", purpose="Jobs")), cast.anton)
    assert verdicts(found) == {"@hafenlicht": "changed"}


def test_two_accounts_of_nearly_one_name_need_the_exact_one(cast):
    first = account(cast, "@hafenlicht")
    account(cast, "@HAFENLICHT")
    assert refused(cast, empty("@Hafenlicht", purpose="Jobs")) == {2: [("handle", "several_accounts")]}
    found = checked(csv_of(empty("@hafenlicht", purpose="Jobs")), cast.anton)
    assert found.rows.get().account_id == first.pk


def test_platforms_are_known_by_name_slug_and_former_name(cast):
    platform("x", name_de="X", name_en="X")
    platform("firmenforum", name_de="Eigenes Forum, Blog", name_en="Own forum, blog")
    names = ("bildnetz", "BILDNETZ", "Twitter", "own forum blog", "Eigenes Forum, Blog", "firmenforum")
    rows = [row(f"@{number}", platform=name) for number, name in enumerate(names)]
    assert checked(csv_of(*rows), cast.anton).counts["new"] == len(names)


def test_people_are_named_by_login_mail_or_number(cast):
    ways = (cast.ada.login_id.upper(), cast.ada.email.upper(), cast.ada.personnel_number)
    rows = [row(f"@{number}", owner=way) for number, way in enumerate(ways)]
    found = checked(csv_of(*rows), cast.anton)
    assert set(found.rows.values_list("owner", flat=True)) == {cast.ada.pk}


def test_a_number_that_several_bear_means_the_one_of_the_employer(cast):
    south = EntityFactory(name="Hafenlicht Süd GmbH")
    EmployeeFactory(personnel_number="77")
    there = EmployeeFactory(personnel_number="77", entity=south)
    content = csv_of(row("@a", owner="77", entity="hafenlicht süd gmbh"), row("@b", owner="77"))
    found = checked(content, cast.anton)
    assert found.rows.get(handle="@a").owner_id == there.pk
    assert reasons(found) == {3: [("owner", "several_people"), ("entity", "needed")]}


def test_the_employer_may_be_left_out_when_there_is_one(cast):
    assert checked(csv_of(row()), cast.anton).rows.get().entity_id == cast.ada.entity_id
    south = EntityFactory(name="Hafenlicht Süd GmbH")
    assert refused(cast, row("@b")) == {2: [("entity", "needed")]}
    found = checked(csv_of(row("@c")), cast.anton, entity=south)
    assert found.rows.get().entity_id == south.pk


def test_who_left_stays_until_somebody_else_is_named(cast):
    """An owner who has left is a finding and no reason to refuse a row that leaves them in place."""
    made = account(cast)
    CorporateAccount.objects.filter(pk=made.pk).update(owner=cast.dirk)
    assert not refused(cast, empty(owner="dirk", purpose="Jobs"))
    assert refused(cast, empty(deputy="ben")) == {2: [("deputy", "unknown_person")]}
    _ = cast.ben
    assert refused(cast, empty(deputy="ben", purpose="x")) == {2: [("owner", "works_here_no_more")]}
