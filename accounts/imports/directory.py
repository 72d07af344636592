"""What the portal knows when a file is checked: places by name, people by number, address and login id."""

import functools
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from accounts.imports.values import Misread
from accounts.people.choices import Status
from accounts.people.models import Department, DepartmentName, Employee, Entity, Location
from accounts.people.operations.bulk import FACTS, REPORTS_TO

PATH_SEPARATOR = ">"
# What an import may change of somebody, and with which it compares.
COMPARED = tuple(name for name in (*FACTS, *REPORTS_TO) if name not in ("name_folded", "entity"))
REMEMBERED = (*COMPARED, "name_folded", "entity", "status", "left_on", "suspended_at")


@dataclass
class Directory:
    """Everybody by the ways in which a file may name them; small enough for 200 000 people."""

    entities: dict[str, int] = field(default_factory=dict)
    locations: dict[str, int] = field(default_factory=dict)
    departments: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    paths: dict[int, str] = field(default_factory=dict)
    by_number: dict[tuple[int, str], int] = field(default_factory=dict)
    by_email: dict[str, int] = field(default_factory=dict)
    by_login: dict[str, int] = field(default_factory=dict)
    manager: dict[int, int] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    logins: set[str] = field(default_factory=set)

    @classmethod
    def load(cls) -> "Directory":
        known = cls()
        known.entities = {_key(name): pk for pk, name in Entity.objects.values_list("pk", "name")}
        known.locations = {_key(name): pk for pk, name in Location.objects.values_list("pk", "name")}
        known._load_departments()
        known._load_people()
        return known

    def _load_departments(self) -> None:
        names: dict[str, str] = {}
        step = Department.steplen
        for pk, path, name in Department.objects.order_by("path").values_list("pk", "path", "name"):
            full = f"{names[path[:-step]]} {PATH_SEPARATOR} {name}" if path[:-step] in names else name
            names[path] = full
            self.paths[pk] = path
            for spelling in {_key(name), _key(full)}:
                self.departments[spelling].append(pk)
        for pk, name in DepartmentName.objects.values_list("department", "name"):
            if _key(name) not in self.departments:
                self.departments[_key(name)].append(pk)

    def _load_people(self) -> None:
        facts = ("pk", "entity_id", "personnel_number", "email", "login_id", "manager_id", "status")
        for pk, entity, number, email, login, manager, status in Employee.objects.values_list(
            *facts
        ).iterator(chunk_size=5000):
            if number:
                self.by_number[entity, number] = pk
            if email:
                self.by_email[email.lower()] = pk
            if manager:
                self.manager[pk] = manager
            if status == Status.LEFT:
                self.left.add(pk)
            self.by_login[login] = pk

    def entity(self, name: str) -> int:
        try:
            return self.entities[_key(name)]
        except KeyError:
            raise Misread("unknown_entity", name=name) from None

    def location(self, name: str) -> int | None:
        return self.locations.get(_key(name))

    def department(self, name: str) -> int | None:
        """By its name, or by its path if several bear the name. Raises `Misread` if it stays open which."""
        found = self.departments.get(_key(name), [])
        if len(found) > 1:
            raise Misread("ambiguous_department", name=name)
        return found[0] if found else None


@functools.lru_cache(maxsize=10_000)
def _key(name: str) -> str:
    parts = (" ".join(part.split()).casefold() for part in name.split(PATH_SEPARATOR))
    return PATH_SEPARATOR.join(parts)


def facts_of(pks: list[int]) -> dict[int, dict[str, Any]]:
    """What is on record of some people now, as JSON holds it."""
    rows = Employee.objects.filter(pk__in=pks).values("pk", *REMEMBERED)
    return {row.pop("pk"): plain(row) for row in rows}


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Days as text, everything else as it is."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in facts.items()
    }
