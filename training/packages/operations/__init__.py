from training.packages.operations.exporting import note_export
from training.packages.operations.importing import bind_package, import_package, propose_package
from training.packages.operations.visiting import begin_anew, confirm_visit, note_state, open_visit

__all__ = [
    "begin_anew",
    "bind_package",
    "confirm_visit",
    "import_package",
    "note_export",
    "note_state",
    "open_visit",
    "propose_package",
]
