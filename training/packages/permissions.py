"""Who may do what with course packages."""

from typing import Any

from portal.ui.registry import is_signed_in
from training.courses.permissions import can_write_courses
from training.packages.models import PackageVisit
from training.packages.origin.addresses import packages_origin


def can_bring_packages(person: Any) -> bool:
    """Editors and approvers, where packages can be played at all."""
    return can_write_courses(person) and bool(packages_origin())


def can_look_at_packages(person: Any) -> bool:
    """Before a release, whoever writes and whoever decides."""
    return can_write_courses(person)


def can_learn(person: Any) -> bool:
    return is_signed_in(person)


def is_own(person: Any, visit: PackageVisit) -> bool:
    return visit.employee_id == person.pk
