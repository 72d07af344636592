"""Finds the files of the product, for the tests that read the source itself."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("portal", "accounts", "guidelines", "training", "reports")
SKIPPED = {"migrations", "__pycache__", "node_modules", "vendor"}


def files(root: Path, pattern: str, tops: tuple[str, ...] = ROOMS) -> Iterator[Path]:
    """Every file of the product below `root` that matches, without migrations and what others wrote."""
    for top in tops:
        for path in sorted((root / top).rglob(pattern)):
            if not SKIPPED & set(path.relative_to(root).parts):
                yield path


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
