"""How a directory names what the portal holds, and what it said last."""

from uuid import UUID

from accounts.people.models import Employee
from accounts.scim.models import DirectoryEntry


def as_uuid(text: str | None) -> UUID | None:
    """The `ref` that `text` is, or None when it is none."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def entry_of(person: Employee) -> DirectoryEntry | None:
    return getattr(person, "directory_entry", None)
