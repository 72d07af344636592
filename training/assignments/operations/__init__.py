from training.assignments.operations.assigning import assign, follow_audience, recertify
from training.assignments.operations.completing import complete
from training.assignments.operations.requirements import (
    Terms,
    change_requirement,
    end_requirement,
    require_course,
)

__all__ = [
    "Terms",
    "assign",
    "change_requirement",
    "complete",
    "end_requirement",
    "follow_audience",
    "recertify",
    "require_course",
]
