from accounts.imports.operations.applying import apply_import, refuse_changed, start_apply, step_back
from accounts.imports.operations.starting import choose_columns, discard, fail, upload
from accounts.imports.operations.undoing import start_undo, undo_import

__all__ = [
    "apply_import",
    "choose_columns",
    "discard",
    "fail",
    "refuse_changed",
    "start_apply",
    "start_undo",
    "step_back",
    "undo_import",
    "upload",
]
