"""Whether somebody entered the address of a machine. Pure; where a name leads, `outgoing` sees."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from portal.upkeep.outgoing import is_public

LONGEST = 300
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]", re.ASCII)
PATH = re.compile(r"[A-Za-z0-9._~%/-]*", re.ASCII)
QUERY = re.compile(r"[A-Za-z0-9._~%/:@!$'()*+,;=&?-]*", re.ASCII)
INNER_NAMES = ("localhost", ".local", ".localhost", ".internal", ".lan", ".home.arpa")


def parts_of(address: str, *, query: bool = False) -> SplitResult:
    """The parts of an https address without a user name or fragment, and without a query unless it may have
    one. Raises `ValueError` for anything else."""
    parts = urlsplit(address)
    port = parts.port
    named = parts.netloc.removesuffix(f":{port}") if port else parts.netloc
    path = QUERY if query else PATH
    is_sound = (
        len(address) <= LONGEST
        and parts.scheme == "https"
        and HOST.fullmatch(named) is not None
        and path.fullmatch(parts.path) is not None
        and not address.endswith(("?", "#"))
        and not parts.fragment
        and (QUERY.fullmatch(parts.query) is not None if query else not parts.query)
    )
    if not is_sound:
        raise ValueError("not an https address")
    return parts


def is_inner(host: str) -> bool:
    """Whether a host is named as something inside; what else a name may lead to is seen when it is called."""
    try:
        return not is_public(str(ipaddress.ip_address(host)))
    except ValueError:
        # A bare name, or numbers that some resolvers read as an address.
        return "." not in host or host.endswith(INNER_NAMES) or host.rpartition(".")[2].isdigit()
