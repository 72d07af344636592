"""Locations, employers and departments."""

from collections.abc import Iterable
from typing import Any

from accounts.people.models import Department, DepartmentName, Employee, Entity, Location
from accounts.people.operations.audiences import refresh_audiences
from accounts.people.permissions import can_manage_organisation
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation
def save_location(*, location: Location, by: Employee) -> Location:
    """Add or change a place of work; `location` has been validated by its form."""
    _require(by)
    location.save()
    record("location.saved", by=by, obj=location)
    return location


@operation
def save_entity(*, entity: Entity, by: Employee) -> Entity:
    """Add or rename an employer."""
    _require(by)
    entity.save()
    record("entity.saved", by=by, obj=entity)
    return entity


@operation
def add_department(
    *, name: str, parent: Department | None, by: Employee, other_names: Iterable[str] = ()
) -> Department:
    """Hang a new department into the tree."""
    _require(by)
    if parent is None:
        department = Department.add_root(name=name)
    else:
        department = Department.objects.get(pk=parent.pk).add_child(name=name)
    _call(department, other_names)
    record("department.saved", by=by, obj=department)
    return department


@operation
def department_called(name: str, *, below: Department | None, by: Any) -> Department:
    """The department called so in a directory; made `below` another one when there is none."""
    found = Department.called(name)
    if found:
        return found
    new = (
        Department.objects.get(pk=below.pk).add_child(name=name) if below else Department.add_root(name=name)
    )
    record("department.saved", by=by, obj=new)
    return new


@operation
def change_department(
    *,
    department: Department,
    name: str,
    parent: Department | None,
    by: Employee,
    other_names: Iterable[str] = (),
) -> Department:
    """Rename or move a department with all below it; audiences follow the new tree (P1)."""
    _require(by)
    department = Department.objects.get(pk=department.pk)
    department.name = name
    department.save(update_fields=["name"])
    _hang(department, parent)
    _call(department, other_names)
    record("department.saved", by=by, obj=department)
    refresh_audiences(why="department_moved")
    return Department.objects.get(pk=department.pk)


def _call(department: Department, other_names: Iterable[str]) -> None:
    wanted = set(other_names)
    department.other_names.exclude(name__in=wanted).delete()
    known = set(department.other_names.values_list("name", flat=True))
    DepartmentName.objects.bulk_create(
        DepartmentName(department=department, name=name) for name in wanted - known
    )


def _hang(department: Department, parent: Department | None) -> None:
    if department.get_parent() == parent:
        return
    target: Any = Department.objects.get(pk=parent.pk) if parent else Department.get_first_root_node()
    department.move(target, "sorted-child" if parent else "sorted-sibling")


def _require(by: Employee) -> None:
    if not can_manage_organisation(by):
        raise NotPermitted
