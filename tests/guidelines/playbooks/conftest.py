import pytest

from tests.factories import playbooks


@pytest.fixture
def storm(cast):
    """The shitstorm's playbook, released by Edda and Falk."""
    return playbooks.playbook(editor=cast.edda, approver=cast.falk)
