from guidelines.moderation.operations.appeals import decide_appeal, receive_appeal
from guidelines.moderation.operations.bans import lift_ban, review_ban
from guidelines.moderation.operations.cases import (
    ask_author,
    let_go_of_leavers,
    look_after,
    note_answer,
    note_export,
    open_case,
    show_name,
)
from guidelines.moderation.operations.dating import set_day
from guidelines.moderation.operations.deciding import decide_case, note_told
from guidelines.moderation.operations.erasing import due_for_erasure, erase, to_erase
from guidelines.moderation.operations.files import add_file, look_at_file
from guidelines.moderation.operations.notices import (
    answer_notice,
    check_notice,
    decide_notice,
    enter_notice,
)
from guidelines.moderation.operations.reviews import (
    close_review,
    open_review,
    remind_operator,
    send_notice,
)

__all__ = [
    "add_file",
    "answer_notice",
    "ask_author",
    "check_notice",
    "close_review",
    "decide_appeal",
    "decide_case",
    "decide_notice",
    "due_for_erasure",
    "enter_notice",
    "erase",
    "let_go_of_leavers",
    "lift_ban",
    "look_after",
    "look_at_file",
    "note_answer",
    "note_export",
    "note_told",
    "open_case",
    "open_review",
    "receive_appeal",
    "remind_operator",
    "review_ban",
    "send_notice",
    "set_day",
    "show_name",
    "to_erase",
]
