"""What higher rooms hang into this one: they hear of what happens to courses and learners."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.people.models import Employee
    from training.courses.models import Attempt, Course, CourseVersion

Passed = Callable[["Attempt"], None]
Released = Callable[["CourseVersion"], None]
Retired = Callable[["Course"], None]

_passed: list[Passed] = []
_released: list[Released] = []
_retired: list[Retired] = []


def on_passed(hook: Passed) -> Passed:
    """Have `hook(attempt)` called, in the same transaction, whenever somebody passes a quiz."""
    _passed.append(hook)
    return hook


def tell_passed(attempt: "Attempt") -> None:
    for hook in _passed:
        hook(attempt)


def on_released(hook: Released) -> Released:
    """Have `hook(version)` called, in the same transaction, whenever a course version is released."""
    _released.append(hook)
    return hook


def tell_released(version: "CourseVersion") -> None:
    for hook in _released:
        hook(version)


def on_retired(hook: Retired) -> Retired:
    """Have `hook(course)` called, in the same transaction, when a course is withdrawn."""
    _retired.append(hook)
    return hook


def tell_retired(course: "Course") -> None:
    for hook in _retired:
        hook(course)


@dataclass(frozen=True)
class Affected:
    """How many people a material change concerns: those with proof that counts, and those who owe it."""

    with_proof: int = 0
    owing: int = 0


@dataclass(frozen=True)
class Owed:
    """What the learner's page says about the duty behind a course."""

    due_on: date | None
    overdue: bool
    valid_until: date | None


Affecting = Callable[["Course"], Affected]
Owing = Callable[["Employee", "Course"], Iterable[Owed]]

_affected: list[Affecting] = []
_owed: list[Owing] = []


def affected_source(source: Affecting) -> Affecting:
    """Have `source` say whom a change of a course concerns, for the preview before a release."""
    _affected.append(source)
    return source


def affected_by(course: "Course") -> Affected:
    found = [source(course) for source in _affected]
    return Affected(sum(one.with_proof for one in found), sum(one.owing for one in found))


def owed_source(source: Owing) -> Owing:
    """Have `source` say what somebody owes of a course."""
    _owed.append(source)
    return source


def owed_by(person: "Employee", course: "Course") -> list[Owed]:
    return [owed for source in _owed for owed in source(person, course)]


@dataclass(frozen=True)
class FollowUp:
    """Where somebody goes after passing: their proof, for example."""

    label: str
    url: str


FollowUps = Callable[["Attempt"], Iterable[FollowUp]]

_follow_ups: list[FollowUps] = []


def follow_up_source(source: FollowUps) -> FollowUps:
    """Have `source` say what can be done after an attempt was passed."""
    _follow_ups.append(source)
    return source


def follow_ups_of(attempt: "Attempt") -> list[FollowUp]:
    return [one for source in _follow_ups for one in source(attempt)]


class Place(StrEnum):
    """Where on the pages of courses a higher room adds a part, and about what: `subject` of the part."""

    LEARNER = "learner"  # a Course
    DESK = "desk"  # None
    DESK_COURSE = "desk-course"  # a Course
    PROPOSAL = "proposal"  # a CourseProposal


PagePart = Callable[["HttpRequest", Any], str]

_page_parts: dict[Place, list[PagePart]] = defaultdict(list)


def page_part(place: Place, part: PagePart) -> PagePart:
    """Have `part(request, subject)` render a piece of the page at `place`; "" leaves it as it is."""
    _page_parts[place].append(part)
    return part


def parts_at(place: Place, request: "HttpRequest", subject: Any) -> list[str]:
    return [text for part in _page_parts[place] if (text := part(request, subject))]
