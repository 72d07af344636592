"""Higher rooms name the pages of a shared device: reading and acknowledging, nothing else."""

_open: set[str] = set()


def open_at_kiosk(*view_names: str) -> None:
    _open.update(view_names)


def is_open_at_kiosk(view_name: str) -> bool:
    return view_name in _open
