"""HR's pages about required courses. Ben is held to a course; what is required of whom is for HR of all."""

from collections.abc import Callable
from typing import Any

from accounts.people.choices import Role
from tests.factories.training_rows import assignment_row, course_row, requirement_row
from tests.whole_house.access import ALL_HR, Access, World, only
from training.assignments.models import Assignment

HR = only(Role.HR)
REQUIREMENT = {"ref": "held.requirement.ref"}
HELD = {"ref": "held.ref"}


def _held(world: World) -> Assignment:
    return assignment_row(world.cast.ben, requirement_row(course_row("for-hr")))


THINGS: dict[str, Callable[[Any], Any]] = {
    "held": _held,
}
ROUTES: dict[str, Access] = {
    "training:assignment-list": Access(get=ALL_HR),
    "training:training-export-csv": Access(get=ALL_HR, post=ALL_HR),
    "training:training-export-xlsx": Access(get=ALL_HR, post=ALL_HR),
    "training:requirement-list": Access(get=ALL_HR),
    "training:requirement-new": Access(get=HR, post=HR),
    "training:requirement-show": Access(get=ALL_HR, ids=REQUIREMENT),
    "training:requirement-change": Access(get=HR, post=HR, ids=REQUIREMENT),
    "training:requirement-end": Access(get=HR, post=HR, ids=REQUIREMENT),
}
