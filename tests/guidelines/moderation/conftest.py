import pytest

from accounts.people.choices import Role
from tests.factories.moderation import case
from tests.factories.people import EmployeeFactory
from tests.factories.register import sound_account


@pytest.fixture
def account(cast):
    """Ada owns it, Mara stands in; Anton administers accounts."""
    return sound_account(cast)


@pytest.fixture
def post(cast, account):
    """A case about which nothing was decided."""
    return case(account, by=cast.ada)


@pytest.fixture
def lena(db):
    return EmployeeFactory(name="Lena Legal", roles=[Role.LEGAL])


@pytest.fixture
def lars(db):
    return EmployeeFactory(name="Lars Legal", roles=[Role.LEGAL])
