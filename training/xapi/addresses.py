"""Whether somebody entered the address of a record store. Pure; where a name leads, `outgoing` sees."""

from portal.upkeep.addresses import is_inner, parts_of
from training.xapi.rules import InnerAddress, NotAnAddress


def checked(address: str, *, private: bool) -> str:
    """The address without a slash at its end. Raises `NotAnAddress`, `InnerAddress`."""
    address = address.strip().rstrip("/")
    try:
        parts = parts_of(address)
    except ValueError:
        raise NotAnAddress from None
    if not private and is_inner(parts.hostname or ""):
        raise InnerAddress
    return address
