"""Which completed courses a bundle holds: a filter that can be stored and read again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.people.models import Employee
from accounts.people.permissions import of_visible_people
from training.assignments.models import Completion


@dataclass(frozen=True)
class CourseSelection:
    """All that is named must hold; what is empty does not restrict. References are UUIDs as text.

    With `day`, only what counted on that day, today or years ago (T1). The entity is the one where people
    work now.
    """

    course: str = ""
    entity: str = ""
    day: date | None = None
    # Whom the reader's role reaches: asked anew each time, never stored.
    within: Q = field(default_factory=Q, compare=False)

    def within_reach_of(self, by: Employee) -> "CourseSelection":
        """The same selection among the people whose data `by` may read."""
        return replace(self, within=of_visible_people(by))

    def as_json(self) -> dict[str, Any]:
        return {
            "course": self.course,
            "entity": self.entity,
            "day": self.day.isoformat() if self.day else "",
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "CourseSelection":
        """Read what `as_json` wrote. Raises `KeyError`, `ValueError` for anything else."""
        day = content["day"]
        return cls(content["course"], content["entity"], date.fromisoformat(day) if day else None)

    def completions(self) -> QuerySet[Completion]:
        """In the order in which they were recorded; what was erased by rule cannot be exported."""
        found = Completion.objects.all() if self.day is None else Completion.objects.valid_on(self.day)
        wanted = {"course__ref": self.course, "employee__entity__ref": self.entity}
        named = {path: value for path, value in wanted.items() if value}
        return found.filter(self.within, record__isnull=False, **named).order_by("pk")
