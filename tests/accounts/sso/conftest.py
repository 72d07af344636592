from collections.abc import Iterator

import pytest

from tests.accounts.sso.local_idp import LocalIdp
from tests.accounts.sso.local_provider import LocalProvider


@pytest.fixture
def provider(settings) -> Iterator[LocalProvider]:
    """A company's provider on this machine; tests change what it may with `configure`."""
    local = LocalProvider()
    settings.PORTAL_SSO = [local.settings()]
    local.configure = lambda **facts: setattr(settings, "PORTAL_SSO", [local.settings(**facts)])
    yield local
    local.stop()


@pytest.fixture
def idp(settings) -> LocalIdp:
    """A company's SAML provider; tests change what the portal knows of it with `configure`."""
    local = LocalIdp()
    local.configure = lambda **facts: setattr(settings, "PORTAL_SAML", [local.settings(**facts)])
    local.configure(domains=["hafenlicht.example"])
    return local
