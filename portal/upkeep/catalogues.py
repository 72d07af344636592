"""Compiles German messages with polib, so that no machine needs gettext installed."""

import os
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed

ROOMS = ("portal", "accounts", "guidelines", "training", "reports", "locale")


def sources(root: Path) -> list[Path]:
    """Every message file of ours below `root`."""
    return sorted(path for room in ROOMS for path in (root / room).rglob("LC_MESSAGES/*.po"))


def compile_all(root: Path | None = None) -> list[Path]:
    """Compile what is newer than its result; return what was compiled.

    What this process has loaded of these languages is forgotten: it would go on without the new words, and
    the first start would freeze German guidelines with English headings.
    """
    compiled = []
    for source in sources(root or Path(settings.BASE_DIR)):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(f".{os.getpid()}.draft")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        compiled.append(target)
    if compiled:
        translation_file_changed(sender=None, file_path=compiled[0])
    return compiled
