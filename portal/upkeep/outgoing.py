"""Calls to machines that somebody entered: checked TLS, no redirects, no way into the inner network."""

import ipaddress
import socket
import ssl
from typing import Any, ClassVar

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection

# IPv6 addresses that stand for an IPv4 address behind a translator (RFC 6052).
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddress(Exception):
    """The name leads to an address that is not public. No `OSError`: urllib3 would wrap it."""


def is_public(address: str) -> bool:
    """Whether an IP address is reachable from everywhere, so that nothing inside is meant by it."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found in TRANSLATED:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        found = found.ipv4_mapped or found
    return found.is_global and not found.is_multicast


class CompanyTrust(HTTPAdapter):
    """TLS that also trusts the company's own certificate authority (`PORTAL_CA_FILE`)."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        context = ssl.create_default_context()
        if settings.PORTAL_CA_FILE:
            context.load_verify_locations(cafile=settings.PORTAL_CA_FILE)
        super().init_poolmanager(*args, ssl_context=context, **kwargs)


class _PublicConnection(HTTPSConnection):
    """Looks at whom it reached before it says a word: a name may lead elsewhere than when it was checked."""

    def _new_conn(self) -> socket.socket:
        reached = super()._new_conn()
        if not is_public(reached.getpeername()[0]):
            reached.close()
            raise PrivateAddress
        return reached


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class PublicOnly(CompanyTrust):
    """As `CompanyTrust`, for public addresses alone. Raises `PrivateAddress`."""

    POOLS: ClassVar[dict[str, type]] = {"https": _PublicPool}

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self.POOLS


def outgoing(*, private: bool) -> requests.Session:
    """A session that speaks https and nothing else, straight to the machine that is named.

    `private` opens the inner network. Whoever uses it passes `allow_redirects=False` and a timeout.
    """
    session = requests.Session()
    session.trust_env = False
    session.adapters.clear()
    session.mount("https://", CompanyTrust() if private else PublicOnly())
    return session
