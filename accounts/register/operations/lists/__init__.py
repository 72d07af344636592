from accounts.register.operations.lists.applying import (
    apply_list,
    changed_meanwhile,
    refuse_changed,
    start_apply,
    step_back,
)
from accounts.register.operations.lists.starting import choose_columns, discard, end_check, fail, upload

__all__ = [
    "apply_list",
    "changed_meanwhile",
    "choose_columns",
    "discard",
    "end_check",
    "fail",
    "refuse_changed",
    "start_apply",
    "step_back",
    "upload",
]
