import pytest

from tests.factories.people import Cast
from tests.reports.api.reader import Reader, new_token


@pytest.fixture
def reader(cast: Cast) -> Reader:
    """With everything HR may read."""
    return Reader(new_token(cast)[1])
