"""The locks of this room, in the order of the house: the incident, the matter; and what its log is told."""

import hashlib
import secrets
from typing import Any, TypeVar

from accounts.people.models import Employee
from guidelines.incidents import timeline
from guidelines.moderation.models import Matter
from guidelines.moderation.permissions import rows_of

M = TypeVar("M", bound=Matter)


def locked(matter: M) -> M:
    """The matter as it is now, locked until the operation ends, behind the incident it belongs to."""
    incident = timeline.held(matter.incident) if matter.incident else None
    found: M = rows_of(matter).held().with_parts().get(pk=matter.pk)
    found.incident = incident
    return found


def tell_incident(matter: Matter, kind: str, *, by: Employee | None, **facts: Any) -> None:
    """Write a line into the log of the incident, while it runs. `matter` comes from `locked`."""
    if matter.incident and matter.incident.is_open:
        entry = {"number": matter.number, "ref": str(matter.ref), **facts}
        timeline.write(matter.incident, f"moderation.{kind}", by=by, facts=entry)


def salted(text: str) -> tuple[str, str]:
    """A salt, and the SHA-256 of salt and text, hexadecimal: what stays when the text is forgotten."""
    salt = secrets.token_hex(16)
    return salt, hashlib.sha256((salt + text).encode()).hexdigest()
