import pytest

from tests.factories import training


@pytest.fixture
def basics(cast):
    """A released course that nobody is held to yet."""
    return training.course(by=cast.edda)


@pytest.fixture
def yearly(cast, basics):
    """Everybody has to do it within 30 days, and again every twelve months."""
    _ = cast.ben
    return training.require(basics, validity_months=12)
