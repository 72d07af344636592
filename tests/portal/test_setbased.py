"""One statement for many rows, on both databases."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from accounts.people.models import Audience, AudienceMember, Employee, Entity
from portal.setbased import NewUUID, insert_select
from tests.factories.people import Cast

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
