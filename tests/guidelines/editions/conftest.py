import pytest

from guidelines.editions import registry
from tests.factories import editions


@pytest.fixture(autouse=True)
def leaflets(monkeypatch):
    """The genre of the tests, and hooks that hear of its releases."""
    monkeypatch.setitem(registry._genres, "leaflet", editions.LEAFLET)


@pytest.fixture
def leaflet(db):
    return editions.work()
