"""Who may export."""

from typing import Any

from django.db.models import QuerySet

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role, sees_everybody
from portal.audit.rules import NotPermitted
from reports.exports.models import Export


def can_export(person: Employee) -> bool:
    """HR, as long as they are signed in and employed."""
    return person.is_active and has_role(person, Role.HR)


def sees_exports(person: Any) -> bool:
    """For the navigation, where somebody may not be signed in."""
    return bool(getattr(person, "is_authenticated", False)) and can_export(person)


def visible_exports(by: Employee) -> QuerySet[Export]:
    """Everybody's bundles for HR that reaches everybody, else one's own."""
    return Export.objects.all() if sees_everybody(by) else Export.objects.filter(requested_by=by)


def require_export(person: Employee, export: Export | None = None) -> None:
    """Raise `NotPermitted` unless `person` may export, and reach `export` where one is named."""
    if not can_export(person):
        raise NotPermitted
    if export is not None and not visible_exports(person).filter(pk=export.pk).exists():
        raise NotPermitted
