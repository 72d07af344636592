import gettext
import os
from pathlib import Path

from django.conf import LazySettings
from django.utils import translation

from portal.upkeep.catalogues import compile_all

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "harbour gate"
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
        assert gettext.GNUTranslations(file).gettext("harbour gate") == "fällig"
    _write(tmp_path, "offen", at=4_000_000_000)
    assert compile_all(tmp_path) == [compiled]


def test_a_process_speaks_what_it_has_just_compiled(tmp_path: Path, settings: LazySettings) -> None:
    """The first start loads German before it compiles it, and then freezes guidelines in that language."""
    compiled = _write(tmp_path, "fällig", at=1_000)
    settings.LOCALE_PATHS = [str(compiled.parents[2])]
    with translation.override("de"):
        assert translation.gettext("harbour gate") == "harbour gate"
        compile_all(tmp_path)
    with translation.override("de"):
        assert translation.gettext("harbour gate") == "fällig"
