"""A test that commits what should be rolled back is reported itself, not the one that finds the rows."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TestCase, TransactionTestCase

from accounts.people.models import Entity
from tests.factories.people import EntityFactory
from tests.leaks import RowsLeft


class Rolled(TestCase):
    """What pytest makes of every test with `django_db`."""

    __test__ = False

    def runTest(self) -> None:
        pass


@pytest.fixture
def rolled(transactional_db: None) -> Rolled:
    case = Rolled()
    case._fixture_setup()
    return case


def test_what_is_rolled_back_is_no_leak(rolled: Rolled) -> None:
    EntityFactory(name="Elbe GmbH")
    rolled._fixture_teardown()
    assert not Entity.objects.exists()


def test_a_planted_leak_is_named_and_mended(rolled: Rolled) -> None:
    EntityFactory(name="Elbe GmbH")
    connection.connection.commit()
    with pytest.raises(RowsLeft, match="people_entity: 1, not 0"):
        rolled._fixture_teardown()
    assert not Entity.objects.exists()


@pytest.fixture(scope="class")
def shared(share_rows) -> Iterator[Entity]:
    with share_rows(lambda: EntityFactory(name="Weser GmbH")) as entity:
        yield entity


@pytest.mark.django_db
class TestSharedRows:
    @pytest.mark.parametrize("_time", ["first", "second"])
    def test_each_begins_with_them(self, shared: Entity, _time: str) -> None:
        assert list(Entity.objects.values_list("name", flat=True)) == ["Weser GmbH"]
        Entity.objects.all().delete()
        EntityFactory(name="Ems GmbH")

    def test_a_planted_one_who_commits_is_stopped(self, shared: Entity) -> None:
        with pytest.raises(AssertionError, match="cannot share"):
            TransactionTestCase()._fixture_teardown()


@pytest.mark.django_db
def test_behind_the_last_they_are_gone() -> None:
    assert not Entity.objects.exists()
