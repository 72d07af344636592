"""Departments and locations that a file names and nobody knew, made when it is applied."""

from accounts.imports.models import PeopleImport
from accounts.imports.querysets import RowQuerySet
from accounts.people.models import Department, Employee, Location
from accounts.people.operations.organisation import add_department, save_location


def create_places(people_import: PeopleImport, rows: RowQuerySet, by: Employee) -> None:
    """Make what is missing and let the rows point there."""
    doing = rows.doing()
    for name in _names(doing, "new_department"):
        department = _department([part.strip() for part in name.split(">")], by)
        doing.filter(new_department=name).update(department=department.pk)
    for name in _names(doing, "new_location"):
        doing.filter(new_location=name).update(location=_location(name, people_import.like, by).pk)


def _names(rows: RowQuerySet, field: str) -> list[str]:
    found = rows.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()
    return list(found)


def _department(path: list[str], by: Employee) -> Department:
    """The department at the end of `path`, with all above it; a bare name hangs below the only root."""
    parent: Department | None = None
    if len(path) == 1 and Department.get_root_nodes().count() == 1:
        parent = Department.get_root_nodes().get()
    for name in path:
        beside = parent.get_children() if parent else Department.get_root_nodes()
        found = beside.filter(name__iexact=name).first()
        parent = found or add_department(name=name, parent=parent, by=by)
    assert parent is not None
    return Department.objects.get(pk=parent.pk)


def _location(name: str, like: Location | None, by: Employee) -> Location:
    """A new place whose country, holidays and time zone are those of another, until somebody says better."""
    found = Location.objects.filter(name__iexact=name).first()
    if found:
        return found
    model = like or Location.objects.order_by("pk").first() or Location()
    location = Location(
        name=name, country=model.country, subdivision=model.subdivision, time_zone=model.time_zone
    )
    return save_location(location=location, by=by)
