from guidelines.reviews.views.actions import list_actions, show_action
from guidelines.reviews.views.dossiers import fetch, list_dossiers
from guidelines.reviews.views.reviews import act_on, close, find, leave, review

__all__ = [
    "act_on",
    "close",
    "fetch",
    "find",
    "leave",
    "list_actions",
    "list_dossiers",
    "review",
    "show_action",
]
