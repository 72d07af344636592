from guidelines.incidents.operations.closing import (
    cancel_incident,
    close_incident,
    merge_incident,
    unfinished,
)
from guidelines.incidents.operations.levels import declare_level
from guidelines.incidents.operations.members import let_in, let_out, set_confidential
from guidelines.incidents.operations.notes import add_note, correct_entry, pin_entry, unpin_entry
from guidelines.incidents.operations.reports import answer_reporter, report
from guidelines.incidents.operations.roles import give_back, hand_over, take_role
from guidelines.incidents.operations.starting import change_status, rename, start_incident, take_on
from guidelines.incidents.operations.tasks import add_task, assign_task, settle_task

__all__ = [
    "add_note",
    "add_task",
    "answer_reporter",
    "assign_task",
    "cancel_incident",
    "change_status",
    "close_incident",
    "correct_entry",
    "declare_level",
    "give_back",
    "hand_over",
    "let_in",
    "let_out",
    "merge_incident",
    "pin_entry",
    "rename",
    "report",
    "set_confidential",
    "settle_task",
    "start_incident",
    "take_on",
    "take_role",
    "unfinished",
    "unpin_entry",
]
