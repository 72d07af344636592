from guidelines.alarms.operations.answering import answer, pass_on
from guidelines.alarms.operations.channels import (
    decide_channel,
    end_channel,
    note_tree_seen,
    propose_channel,
    try_channel,
)
from guidelines.alarms.operations.raising import (
    raise_by_hand,
    ring_for_level,
    ring_for_report,
    ring_for_start,
)
from guidelines.alarms.operations.ringing import advance_when_due
from guidelines.alarms.operations.settling import end_all

__all__ = [
    "advance_when_due",
    "answer",
    "decide_channel",
    "end_all",
    "end_channel",
    "note_tree_seen",
    "pass_on",
    "propose_channel",
    "raise_by_hand",
    "ring_for_level",
    "ring_for_report",
    "ring_for_start",
    "try_channel",
]
