import gettext
import os
from pathlib import Path

from portal.upkeep.catalogues import compile_all

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "due"
msgstr "{german}"
"""


def _write(root: Path, german: str, at: int) -> Path:
    source = root / "portal" / "x" / "locale" / "de" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(PO.format(german=german), encoding="utf-8")
    os.utime(source, (at, at))
    return source.with_suffix(".mo")


def test_messages_are_compiled_once_and_again_when_they_change(tmp_path: Path) -> None:
    compiled = _write(tmp_path, "fällig", at=1_000)
    assert compile_all(tmp_path) == [compiled]
    assert compile_all(tmp_path) == []
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("due") == "fällig"
    _write(tmp_path, "offen", at=4_000_000_000)
    assert compile_all(tmp_path) == [compiled]
