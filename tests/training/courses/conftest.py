import pytest

from tests.factories import courses


@pytest.fixture
def course(cast):
    """A course of two lessons and five questions, released by Edda and Falk."""
    made = courses.course()
    courses.release(made, editor=cast.edda, approver=cast.falk)
    return made
