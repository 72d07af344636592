"""What a directory does to people. The writes are those of `accounts.people`; the token is the actor."""

import re
from typing import Any

from django.utils import timezone
from scim2_models import InvalidValueException, Resource, UniquenessException

from accounts.people.models import Department, Employee
from accounts.people.operations.details import change_details
from accounts.people.operations.lifecycle import hire
from accounts.people.operations.organisation import department_called
from accounts.people.operations.self_service import set_time_zone
from accounts.scim.mapping import NAME_PARTS, Said, compared, is_working, said, words_of
from accounts.scim.models import DirectoryEntry, ScimToken
from accounts.scim.operations.groups import leave_all_groups
from accounts.scim.operations.leavings import end_work, take_up_work
from accounts.scim.references import as_uuid, entry_of
from portal.audit.trail import operation

LOGIN_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")


@operation
def create_person(*, resource: Resource, by: ScimToken) -> Employee:
    """Put somebody on record whom the directory names, or take back the one it had deleted.

    Raises `UniquenessException`, `InvalidValueException`.
    """
    told = said(resource)
    is_free_login_id = require_free_name(told.words["user_name"])
    former = _deleted_before(told, by)
    if former:
        take_up_work(person=former, by=by)
        former.refresh_from_db()
        change_person(person=former, resource=resource, by=by)
        return Employee.objects.get(pk=former.pk)
    person = hire(by=by, **_first_facts(told, by, is_free_login_id=is_free_login_id))  # type: ignore[arg-type]
    DirectoryEntry.objects.create(employee=person, **_to_keep(told))
    if told.active is False:
        end_work(person=person, by=by)
        return Employee.objects.get(pk=person.pk)
    return person


@operation
def change_person(*, person: Employee, resource: Resource, by: ScimToken) -> Employee:
    """Bring somebody's record in line with what the directory says now.

    What it says in the same words as before is left alone: it may have been changed here since.
    Raises `UniquenessException`, `InvalidValueException`, `LastSystemAdmin`.
    """
    told, before = said(resource), words_of(person)
    if compared(told.words["user_name"]) != compared(before["user_name"]):
        require_free_name(told.words["user_name"])
    facts = _changed_facts(person, told, before, by)
    if facts:
        change_details(person=person, by=by, **facts)  # type: ignore[arg-type]
    if told.time_zone and told.words["time_zone"] != before["time_zone"]:
        set_time_zone(person=person, time_zone=told.time_zone, by=by)  # type: ignore[arg-type]
    _keep(person, told)
    if told.active is False and is_working(person):
        end_work(person=person, by=by)
    if told.active and not is_working(person):
        take_up_work(person=person, by=by)
    return person


@operation
def delete_person(*, person: Employee, by: ScimToken) -> None:
    """The directory forgets somebody: they leave. What they signed and did stays (P2)."""
    if is_working(person):
        end_work(person=person, by=by)
    entry = entry_of(person) or DirectoryEntry(employee=person, **words_of(person))
    entry.user_name_key, entry.deleted_at = None, timezone.now()
    entry.save()
    leave_all_groups(person=person, by=by)


def require_free_name(user_name: str) -> bool:
    """Whether a user name that nobody else has is free as a login id too.

    Raises `UniquenessException` when somebody else has it, from the directory or from here.
    """
    key = compared(user_name)
    bearers = list(Employee.objects.filter(login_id=key).values_list("directory_entry", flat=True))
    if None in bearers or DirectoryEntry.objects.filter(user_name_key=key).exists():
        raise UniquenessException(detail="This userName belongs to somebody else")
    return not bearers


def _deleted_before(told: Said, by: ScimToken) -> Employee | None:
    """Whom the directory had deleted and means again: the same id and name there, and no other number."""
    words = told.words
    if not words["external_id"]:
        return None
    same = DirectoryEntry.objects.deleted().filter(
        external_id=words["external_id"],
        user_name__iexact=words["user_name"],
        employee__entity=by.entity_id,
        employee__personnel_number=told.personnel_number,
    )
    former = same.order_by("-deleted_at").values_list("pk", flat=True).first()
    people = Employee.objects.select_related("directory_entry", "department", "location")
    return people.get(pk=former) if former else None


def _first_facts(told: Said, by: ScimToken, *, is_free_login_id: bool) -> dict[str, Any]:
    words = told.words
    facts = {
        "name": told.name or words["user_name"],
        "email": told.email,
        "personnel_number": told.personnel_number,
        "entity": by.entity,
        "location": by.location,
        "department": _department(words["department"], by),
        "manager": _manager(told, None),
        "time_zone": told.time_zone or "",
    }
    login_id = compared(words["user_name"])
    if LOGIN_ID.fullmatch(login_id) and is_free_login_id:
        facts["login_id"] = login_id
    if told.language:
        facts["language"] = told.language
    return facts


def _changed_facts(person: Employee, told: Said, before: dict[str, str], by: ScimToken) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "email": told.email,
        "personnel_number": told.personnel_number,
        "manager": _manager(told, person),
    }
    if told.name and any(told.words[part] != before[part] for part in NAME_PARTS):
        facts["name"] = told.name
    if told.language and any(told.words[word] != before[word] for word in ("preferred_language", "locale")):
        facts["language"] = told.language
    if told.words["department"] != before["department"]:
        facts["department"] = _department(told.words["department"], by)
    return {name: value for name, value in facts.items() if getattr(person, name) != value}


def _department(name: str, by: ScimToken) -> Department:
    """The department of that name; a new one is made below the company. Without a name it is the company."""
    company = Department.objects.filter(depth=1).order_by("pk").first()
    if not name and company:
        return company
    return department_called(name, below=company, by=by)


def _manager(told: Said, person: Employee | None) -> Employee | None:
    """Raises `InvalidValueException` for somebody unknown, and where people would manage each other."""
    if told.manager is None:
        return None
    if person and person.manager and str(person.manager.ref) == told.manager:
        return person.manager
    ref = as_uuid(told.manager)
    manager = Employee.objects.select_related("manager").filter(ref=ref).first() if ref else None
    if manager is None:
        raise InvalidValueException(detail="The manager is not known here")
    above, seen = manager, {manager.pk}
    while above and above.pk != getattr(person, "pk", None):
        above = above.manager if above.manager_id not in seen else None
        seen |= {above.pk} if above else set()
    if above:
        raise InvalidValueException(detail="The manager would stand below the person")
    return manager


def _keep(person: Employee, told: Said) -> None:
    DirectoryEntry.objects.update_or_create(employee=person, defaults=_to_keep(told))


def _to_keep(told: Said) -> dict[str, Any]:
    """The directory's own words."""
    return {
        **told.words,
        "user_name_key": compared(told.words["user_name"]),
        "email_is_primary": told.email_is_primary,
        "says_active": told.active is not None,
        "changed_at": timezone.now(),
        "deleted_at": None,
    }
