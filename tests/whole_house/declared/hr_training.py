"""HR's pages about required courses. Ben is held to a course; what is required of whom is for HR of all."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.people.choices import Role
from tests.factories.training_rows import assignment_row, completion_row, course_row, requirement_row
from tests.whole_house.access import ALL_HR, Access, World, only
from training.assignments.models import Assignment, Completion, EquivalentEvidence
from training.assignments.operations import record_equivalent

HR = only(Role.HR)
REQUIREMENT = {"ref": "held.requirement.ref"}
HELD = {"ref": "held.ref"}
EVIDENCE = {"ref": "proof_elsewhere.ref"}


def _held(world: World) -> Assignment:
    return assignment_row(world.cast.ben, requirement_row(course_row("for-hr")))


def _learned(world: World) -> Completion:
    return completion_row(assignment_row(world.cast.ben, requirement_row(course_row("learned"))))


def _evidence(world: World) -> EquivalentEvidence:
    """Recorded by Hanna."""
    return record_equivalent(
        assignment=assignment_row(world.cast.ben, requirement_row(course_row("elsewhere"))),
        done_on=timezone.localdate(),
        note="A course of the chamber of commerce.",
        file_name="paper.png",
        file=b"\x89PNG\r\n\x1a\n",
        by=world.cast.hanna,
    )


THINGS: dict[str, Callable[[Any], Any]] = {
    "held": _held,
    "learned": _learned,
    "proof_elsewhere": _evidence,
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
    "training:assignment-exempt": Access(get=HR, post=HR, ids=HELD),
    "training:assignment-extend": Access(get=HR, post=HR, ids=HELD),
    "training:assignment-attempt": Access(get=HR, post=HR, ids=HELD),
    "training:evidence-record": Access(get=HR, post=HR, ids=HELD),
    "training:completion-revoke": Access(get=HR, post=HR, ids={"ref": "learned.ref"}),
    "training:attendance-record": Access(get=ALL_HR, post=ALL_HR),
    "training:history-import": Access(get=ALL_HR, post=ALL_HR),
    "training:evidence-list": Access(get=ALL_HR),
    "training:evidence-show": Access(get=HR, ids=EVIDENCE),
    "training:evidence-file": Access(get=HR, ids=EVIDENCE),
    "training:evidence-accept": Access(post=HR, ids=EVIDENCE),
    "training:evidence-refuse": Access(post=HR, ids=EVIDENCE),
}
