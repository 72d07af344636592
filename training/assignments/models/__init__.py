from training.assignments.models.assignment import Assignment, AssignmentExtension
from training.assignments.models.completion import (
    Attendance,
    Certificate,
    Completion,
    CompletionRecord,
    CompletionRevocation,
    EquivalentEvidence,
)
from training.assignments.models.requirement import Requirement

__all__ = [
    "Assignment",
    "AssignmentExtension",
    "Attendance",
    "Certificate",
    "Completion",
    "CompletionRecord",
    "CompletionRevocation",
    "EquivalentEvidence",
    "Requirement",
]
