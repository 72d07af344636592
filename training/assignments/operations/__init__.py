from training.assignments.operations.assigning import assign, follow_audience, recertify
from training.assignments.operations.completing import complete
from training.assignments.operations.equivalents import decide_equivalent, record_equivalent
from training.assignments.operations.handling import exempt, extend_deadline
from training.assignments.operations.listing import (
    import_history,
    preview_attendance,
    preview_history,
    record_attendance,
)
from training.assignments.operations.requirements import (
    Terms,
    change_requirement,
    end_requirement,
    require_course,
)
from training.assignments.operations.revoking import end_proof, revoke_completion

__all__ = [
    "Terms",
    "assign",
    "change_requirement",
    "complete",
    "decide_equivalent",
    "end_proof",
    "end_requirement",
    "exempt",
    "extend_deadline",
    "follow_audience",
    "import_history",
    "preview_attendance",
    "preview_history",
    "recertify",
    "record_attendance",
    "record_equivalent",
    "require_course",
    "revoke_completion",
]
