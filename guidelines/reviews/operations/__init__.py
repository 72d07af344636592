from guidelines.reviews.operations.dossiers import ask_for_dossier, issue_dossier, read_dossier
from guidelines.reviews.operations.reviews import (
    add_action,
    add_finding,
    close_review,
    leave_it,
    open_review,
    settle_action,
    write_review,
)

__all__ = [
    "add_action",
    "add_finding",
    "ask_for_dossier",
    "close_review",
    "issue_dossier",
    "leave_it",
    "open_review",
    "read_dossier",
    "settle_action",
    "write_review",
]
