import pytest

from tests.accounts.scim.directory import Directory, new_token
from tests.factories.people import Cast, department


@pytest.fixture
def directory(cast: Cast) -> Directory:
    """A directory with a valid token for the company's one entity."""
    department()
    return Directory(new_token(cast)[1])
