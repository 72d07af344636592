"""What one completion says, as one canonical text that is committed to. Never an answer (T6)."""

from collections.abc import Mapping
from typing import Any

from accounts.people.models import Employee
from guidelines.policies.records import snapshot
from portal.audit.chain import canonical_text
from training.assignments.models import Assignment, Completion
from training.courses.models import Attempt, Course, CourseVersion

FORMAT = "leitplanke-completion/1"
# Guideline shown in a lesson: slug → [version, SHA-256 of its text].
Shown = Mapping[str, Any]


def canonical_record(
    completion: Completion,
    *,
    subject: Mapping[str, str],
    actor: Mapping[str, str],
    shown: Shown,
    reason: str = "",
    elsewhere: Mapping[str, str] | None = None,
    batch: str = "",
) -> str:
    """The canonical JSON of a completion: everything its certificate states.

    `elsewhere` says where and how it was done when that was not in the portal; `batch` names the row of the
    trail that stands for many completions together.
    """
    content: dict[str, Any] = {
        "format": FORMAT,
        "completion": str(completion.ref),
        "course": course_facts(completion.course, completion.version),
        "guidelines": {slug: list(facts) for slug, facts in sorted(shown.items())},
        "basis": completion.basis,
        "valid_from": completion.valid_from.isoformat(),
        "valid_until": completion.valid_until.isoformat() if completion.valid_until else "",
        "at": completion.at.isoformat(),
        "subject": dict(subject),
        "actor": dict(actor),
    }
    if completion.attempt is not None:
        content["attempt"] = attempt_facts(completion.attempt)
    if completion.assignment is not None:
        content["assignment"] = assignment_facts(completion.assignment)
    if reason:
        content["reason"] = reason
    if elsewhere:
        content["elsewhere"] = dict(elsewhere)
    if batch:
        content["batch"] = batch
    return canonical_text(content)


def course_facts(course: Course, version: CourseVersion | None) -> dict[str, str]:
    """Which course in which version; an earlier system may have known no versions."""
    return {
        "ref": str(course.ref),
        "slug": course.slug,
        "version": version.number if version else "",
        "version_ref": str(version.ref) if version else "",
        "binding": version.binding if version else "",
    }


def attempt_facts(attempt: Attempt) -> dict[str, Any]:
    """That it was passed and what that took; answers and figures belong to nobody else (T6)."""
    return {
        "ref": str(attempt.ref),
        "pass_percent": attempt.version.pass_percent,
        "asked": attempt.asked,
    }


def assignment_facts(assignment: Assignment) -> dict[str, Any]:
    return {
        "ref": str(assignment.ref),
        "requirement": str(assignment.requirement.ref),
        "cause": assignment.cause,
        "cycle": assignment.cycle,
        "assigned_at": assignment.assigned_at.isoformat(),
        "due_on": assignment.due_on.isoformat(),
        "reminders_sent": assignment.reminders_sent,
    }


def facts_of(person: Employee | None) -> dict[str, str]:
    """Who somebody is at this moment; nobody, if it was the system."""
    return snapshot(person) if person is not None else {}
