"""Compiles German messages with polib, so that no machine needs gettext installed."""

import os
from pathlib import Path

import polib
from django.conf import settings

ROOMS = ("portal", "accounts", "guidelines", "training", "reports", "locale")


def sources(root: Path) -> list[Path]:
    """Every message file of ours below `root`."""
    return sorted(path for room in ROOMS for path in (root / room).rglob("LC_MESSAGES/*.po"))


def compile_all(root: Path | None = None) -> list[Path]:
    """Compile what is newer than its result; return what was compiled."""
    compiled = []
    for source in sources(root or Path(settings.BASE_DIR)):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(f".{os.getpid()}.draft")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        compiled.append(target)
    return compiled
