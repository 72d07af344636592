"""Whether somebody entered the address of a record store. Pure; where a name leads, `outgoing` sees."""

import ipaddress
import re
from urllib.parse import urlsplit

from portal.upkeep.outgoing import is_public
from training.xapi.rules import InnerAddress, NotAnAddress

LONGEST = 300
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]", re.ASCII)
PATH = re.compile(r"[A-Za-z0-9._~%/-]*", re.ASCII)
INNER_NAMES = ("localhost", ".local", ".localhost", ".internal", ".lan", ".home.arpa")


def checked(address: str, *, private: bool) -> str:
    """The address without a slash at its end. Raises `NotAnAddress`, `InnerAddress`."""
    address = address.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotAnAddress from None
    named = parts.netloc.removesuffix(f":{port}") if port else parts.netloc
    is_sound = (
        len(address) <= LONGEST
        and parts.scheme == "https"
        and HOST.fullmatch(named) is not None
        and PATH.fullmatch(parts.path) is not None
        and not address.endswith(("?", "#"))
        and not (parts.query or parts.fragment)
    )
    if not is_sound:
        raise NotAnAddress
    if not private and _is_inner(host):
        raise InnerAddress
    return address


def _is_inner(host: str) -> bool:
    try:
        return not is_public(str(ipaddress.ip_address(host)))
    except ValueError:
        # A bare name, or numbers that some resolvers read as an address.
        return "." not in host or host.endswith(INNER_NAMES) or host.rpartition(".")[2].isdigit()
