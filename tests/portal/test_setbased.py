"""One statement for many rows, on both databases."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from accounts.imports.models import ImportedRow, PeopleImport
from accounts.imports.staging import COLUMNS, Staged, values_of
from accounts.people.models import Audience, AudienceMember, Employee, Entity
from portal.setbased import NewUUID, insert_rows, insert_select, reserve_keys
from tests.factories.people import Cast, EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def audience() -> Audience:
    return Audience.objects.create(slug="one", name="One")


def members(audience: Audience, people) -> int:
    values = {"audience": Value(audience.pk), "employee": F("pk"), "since": Value(timezone.now())}
    return insert_select(AudienceMember, people, values)


def test_one_statement_inserts_what_a_queryset_finds(
    audience: Audience, cast: Cast, django_assert_num_queries: Callable
) -> None:
    people = [cast.ben, cast.ada]
    with django_assert_num_queries(1):
        assert members(audience, Employee.objects.filter(login_id__in=["ben", "ada"]).order_by("name")) == 2
    assert set(audience.members.values_list("employee", flat=True)) == {person.pk for person in people}


@pytest.mark.parametrize("nobody", [Q(pk__in=()), Q(login_id="nobody")])
def test_nobody_is_no_error(audience: Audience, nobody: Q) -> None:
    assert members(audience, Employee.objects.filter(nobody)) == 0


def test_each_row_gets_a_fresh_uuid() -> None:
    Group.objects.bulk_create(Group(name=f"g{n}") for n in range(50))
    groups = Group.objects.filter(name__startswith="g")
    values = {"name": Concat(Value("entity % "), F("name")), "ref": NewUUID()}
    assert insert_select(Entity, groups, values) == groups.count()
    refs = set(Entity.objects.filter(name__startswith="entity % ").values_list("ref", flat=True))
    assert len(refs) == groups.count()
    assert Entity.objects.get(ref=next(iter(refs))).name.startswith("entity % g")


def test_plain_rows_are_stored_as_they_are(cast: Cast) -> None:
    """Texts with what COPY sets apart, nothing, documents and days, as a model would have stored them."""
    people_import = PeopleImport.objects.create(requested_by=cast.hanna, requested_at=timezone.now(), size=1)
    staged = [
        Staged(
            people_import.pk, 1, name="Tab\tund \\N", reasons=[{"slug": 'ä"b'}], hired_on=date(2024, 3, 1)
        ),
        Staged(people_import.pk, 2, email=None, was={"name": None}, verdict="new"),
    ]
    insert_rows(ImportedRow, COLUMNS, map(values_of, staged))
    for row, plain in zip(people_import.rows.order_by("number"), staged, strict=True):
        assert values_of(row) == values_of(plain)
    assert people_import.rows.filter(was__isnull=True).count() == 1


def test_a_reserved_key_is_given_to_nobody_else(cast: Cast) -> None:
    before = cast.ben.pk
    first, second = reserve_keys(Employee, 3), reserve_keys(Employee, 2)
    assert before < min(first) <= max(first) < min(second)
    assert EmployeeFactory().pk > max(second)
    assert reserve_keys(Employee, 0) == []
