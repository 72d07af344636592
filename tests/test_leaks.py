"""A test that commits what should be rolled back is reported itself, not the one that finds the rows."""

import pytest
from django.db import connection
from django.test import TestCase

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
