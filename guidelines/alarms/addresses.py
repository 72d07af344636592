"""Whether somebody entered the address of a channel. Pure; where a name leads, `outgoing` sees."""

from guidelines.alarms.rules import InnerAddress, NotAnAddress
from portal.upkeep.addresses import is_inner, parts_of


def checked(address: str, *, private: bool) -> str:
    """The address as it is called: webhooks carry their token in path or query. Raises `NotAnAddress`,
    `InnerAddress`."""
    address = address.strip()
    try:
        parts = parts_of(address, query=True)
    except ValueError:
        raise NotAnAddress from None
    if not private and is_inner(parts.hostname or ""):
        raise InnerAddress
    return address


def host_of(address: str) -> str:
    """What may be shown of an address: its path can be a secret."""
    parts = parts_of(address, query=True)
    return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
