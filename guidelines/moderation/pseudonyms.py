"""Names of people outside: recognised by a keyed pseudonym, readable only while their key and day allow."""

import re
import unicodedata
from collections.abc import Iterator
from uuid import UUID

from cryptography.exceptions import InvalidTag

from guidelines.moderation.models import Outsider
from guidelines.moderation.rules import NameUnreadable
from portal.audit.chain import storable
from portal.keys.commitments import commit
from portal.keys.envelope import UnknownFormat, key_of, open_bytes, rewrap, seal_bytes
from portal.keys.ring import KeyProblem

# Whose key the pseudonyms are made under: a "person" that stands for this register alone.
REGISTER = UUID("5f3b9a52-6f0b-5d8e-9d0c-2b1f7a6f9c41")
INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")


def same_name(channel: str, name: str) -> str:
    """One spelling of a handle: platforms take "@Lena.K", "lena.k" and full-width letters for the same."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", name).casefold())
    # Once more: an accent may only now stand beside its letter.
    plain = unicodedata.normalize("NFKC", plain)
    return f"{channel}\n{plain.lstrip('@')}"


def pseudonym_of(channel: str, name: str) -> str:
    """HMAC-SHA256 of channel and handle, hexadecimal; "" for no name."""
    return commit(REGISTER, same_name(channel, name).encode()) if name.strip() else ""


def keep(name: str, *, channel: str = "") -> Outsider | None:
    """Seal a name; with a `channel`, its owner is recognised there again. None for no name."""
    name = storable(name).strip()
    if not name:
        return None
    person = Outsider(pseudonym=pseudonym_of(channel, name) if channel else "")
    person.sealed = seal_bytes(name.encode(), context=_context(person))
    person.save()
    return person


def name_of(person: Outsider) -> str:
    """The clear name. Raises `NameUnreadable` when its key is gone or the value does not fit its row."""
    try:
        return open_bytes(bytes(person.sealed), context=_context(person)).decode()
    except (KeyProblem, InvalidTag, UnknownFormat) as problem:
        raise NameUnreadable from problem


def sealed_names() -> Iterator[tuple[int, str]]:
    """Every sealed name with the key it needs."""
    rows = Outsider.objects.order_by("pk").values_list("pk", "sealed")
    return ((pk, key_of(bytes(sealed))) for pk, sealed in rows.iterator())


def rewrap_name(pk: int) -> None:
    """Bring one name under the ring's active key."""
    person = Outsider.objects.select_for_update().filter(pk=pk).first()
    if person:
        person.sealed = rewrap(bytes(person.sealed), context=_context(person))
        person.save(update_fields=["sealed"])


def _context(person: Outsider) -> dict[str, str]:
    return {"kind": "moderation-name", "outsider": str(person.ref)}
