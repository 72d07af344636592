"""A person or group of the portal in the words of SCIM, and back."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from scim2_models import InvalidValueException, Meta, Resource

from accounts.people.calendar import known_time_zone
from accounts.people.choices import EMPLOYED
from accounts.people.models import Employee
from accounts.scim.models import DirectoryEntry, DirectoryGroup
from accounts.scim.references import entry_of
from accounts.scim.schema import PERSON, EnterpriseUser, Group, Manager, Member, Membership, User
from portal.audit.chain import storable

NAME_PARTS = ("formatted_name", "given_name", "family_name", "display_name")
LONGEST_NUMBER = 64


def compared(text: str) -> str:
    """A user name as it is compared: normalised and without case (RFC 7643 §4.1.1)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


@dataclass(frozen=True)
class Said:
    """What a directory says about a person. `words` are the texts of `DirectoryEntry`."""

    words: dict[str, str]
    active: bool | None
    email: str | None
    email_is_primary: bool | None
    personnel_number: str
    manager: str | None

    @property
    def name(self) -> str:
        """The name people read; empty when none of its parts was said."""
        words = self.words
        parts = f"{words['given_name']} {words['family_name']}".strip()
        return (words["display_name"] or words["formatted_name"] or parts)[:300]

    @property
    def language(self) -> str | None:
        """The first of the portal's languages that the directory names."""
        spoken = [self.words[name].replace("_", "-").split("-")[0].lower() for name in LANGUAGE_WORDS]
        return next((word for word in spoken if word in dict(settings.LANGUAGES)), None)

    @property
    def time_zone(self) -> str | None:
        zone = self.words["time_zone"]
        return zone if known_time_zone(zone) else None


LANGUAGE_WORDS = ("preferred_language", "locale")


def said(resource: Resource) -> Said:
    """Read a resource. Raises `InvalidValueException` for a text that is too long or cannot be stored."""
    name = resource.name or User.Name()
    work = resource[EnterpriseUser] or EnterpriseUser()
    texts = {
        "user_name": resource.user_name,
        "external_id": resource.external_id,
        "formatted_name": name.formatted,
        "given_name": name.given_name,
        "family_name": name.family_name,
        "display_name": resource.display_name,
        "preferred_language": resource.preferred_language,
        "locale": resource.locale,
        "time_zone": resource.timezone,
        "department": work.department,
    }
    limits = DirectoryEntry.TEXTS
    words = {field: text_of(value, limits[field], field) for field, value in texts.items()}
    if not words["user_name"]:
        raise InvalidValueException(detail="userName is empty")
    email = _work_email(resource.emails or [])
    return Said(
        words=words,
        active=resource.active,
        email=str(email.value).lower() if email else None,
        email_is_primary=email.primary if email else None,
        personnel_number=text_of(work.employee_number, LONGEST_NUMBER, "employeeNumber"),
        manager=_id_of(work.manager),
    )


def text_of(value: str | None, limit: int, name: str) -> str:
    """A text that fits. Raises `InvalidValueException`."""
    text = (value or "").strip()
    if len(text) > limit:
        raise InvalidValueException(detail=f"{name} is longer than {limit} characters")
    if storable(text) != text:
        raise InvalidValueException(detail=f"{name} holds characters that cannot be stored")
    return text


def _work_email(emails: Iterable[User.Emails]) -> User.Emails | None:
    """Private addresses are left out; of several work addresses the primary one counts."""
    work = [email for email in emails if email.value and email.type in (None, User.Emails.Type.work)]
    return next((email for email in work if email.primary), work[0] if work else None)


def _id_of(reference: Manager | None) -> str | None:
    if reference is None:
        return None
    return reference.value or (str(reference.ref).rsplit("/", 1)[-1] if reference.ref else None)


def words_of(person: Employee) -> dict[str, str]:
    """What the directory said, or for somebody it has not spoken of yet what the portal knows."""
    entry = entry_of(person)
    if entry is not None:
        return {name: getattr(entry, name) for name in DirectoryEntry.TEXTS}
    return {
        **dict.fromkeys(DirectoryEntry.TEXTS, ""),
        "user_name": person.login_id,
        "display_name": person.name,
        "preferred_language": person.language,
        "time_zone": person.time_zone,
        "department": person.department.name,
    }


def is_working(person: Employee) -> bool:
    return person.status in EMPLOYED and person.suspended_at is None


def user_resource(person: Employee, groups: Iterable[DirectoryGroup]) -> Resource:
    """`person` needs `department`, `manager` and `directory_entry` at hand."""
    entry, words = entry_of(person), words_of(person)
    resource = PERSON(
        id=str(person.ref),
        external_id=words["external_id"] or None,
        user_name=words["user_name"],
        name=_name(words),
        display_name=words["display_name"] or None,
        preferred_language=words["preferred_language"] or None,
        locale=words["locale"] or None,
        timezone=words["time_zone"] or None,
        active=is_working(person) if entry is None or entry.says_active else None,
        emails=_emails(person, entry),
        groups=[
            Membership(value=str(group.ref), ref=f"Groups/{group.ref}", display=group.name)
            for group in groups
        ]
        or None,
    )
    work = _work(person, words["department"])
    if work is not None:
        resource[EnterpriseUser] = work
    changed = max(entry.changed_at, person.created_at) if entry else person.created_at
    return with_meta(resource, "User", person.created_at, changed)


def _name(words: dict[str, str]) -> User.Name | None:
    parts = {
        "formatted": words["formatted_name"] or None,
        "given_name": words["given_name"] or None,
        "family_name": words["family_name"] or None,
    }
    return User.Name(**parts) if any(parts.values()) else None


def _emails(person: Employee, entry: DirectoryEntry | None) -> list[User.Emails] | None:
    if not person.email:
        return None
    primary = entry.email_is_primary if entry else None
    return [User.Emails(value=person.email, type=User.Emails.Type.work, primary=primary)]


def _work(person: Employee, department: str) -> EnterpriseUser | None:
    manager = person.manager
    if not (person.personnel_number or department or manager):
        return None
    return EnterpriseUser(
        employee_number=person.personnel_number or None,
        department=department or None,
        manager=Manager(value=str(manager.ref), ref=f"Users/{manager.ref}") if manager else None,
    )


def group_resource(group: DirectoryGroup, members: Iterable[UUID]) -> Resource:
    resource = Group(
        id=str(group.ref),
        external_id=group.external_id or None,
        display_name=group.name,
        members=[Member(value=str(ref), ref=f"Users/{ref}") for ref in members] or None,
    )
    return with_meta(resource, "Group", group.created_at, group.changed_at)


def with_meta(resource: Resource, kind: str, created: datetime, changed: datetime) -> Resource:
    """Add what SCIM says about a resource itself. Its version is a digest of what it says."""
    content = json.dumps(resource.model_dump(), sort_keys=True)
    version = f'W/"{hashlib.sha256(content.encode()).hexdigest()[:24]}"'
    resource.meta = Meta(resource_type=kind, created=created, last_modified=changed, version=version)
    return resource
