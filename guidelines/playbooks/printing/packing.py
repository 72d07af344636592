"""The offline pack: a ZIP of every sheet of every playbook, which opens where the portal does not (I5)."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import structlog
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.people.models import Location
from guidelines.editions.models import EditionText, Work
from guidelines.playbooks.printing.sheets import SHEETS, Sheet, pages_of
from guidelines.playbooks.reading import playbooks
from portal.documents.failures import RenderFailed

log = structlog.get_logger(__name__)
MANIFEST, INDEX = "manifest.json", "index.html"


@dataclass(frozen=True)
class PackedFile:
    """A file of a pack; `work` is the slug of its playbook."""

    name: str
    title: str
    work: str
    edition: int
    sheet: str
    language: str
    pages: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Packed:
    content: bytes
    files: list[PackedFile]
    left_out: list[str]


def packed(progress: Callable[[int, int], None]) -> Packed:
    """Every playbook in force in every language it has. What cannot be laid out is left out and named.

    Calls `progress(done, total)` after each sheet. Raises `PdfUnavailable` when this machine makes no PDFs.
    """
    made_at = timezone.localtime(timezone=Location.company_zone())
    sheets = list(_wanted())
    files: list[PackedFile] = []
    left_out: list[str] = []
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for done, (work, text, sheet) in enumerate(sheets, start=1):
            name = f"{work.slug}-{sheet.slug}-{text.language}.pdf"
            try:
                pdf = sheet.make(work, text)
            except RenderFailed as failed:
                log.warning("sheet_left_out", name=name, reason=failed.reason)
                left_out.append(name)
            else:
                _put(archive, name, pdf, made_at)
                files.append(_described(name, work, text, sheet, pdf))
            progress(done, len(sheets))
        _put(archive, INDEX, _index(files, left_out, made_at).encode(), made_at)
        _put(archive, MANIFEST, _manifest(files, left_out, made_at).encode(), made_at)
    return Packed(target.getvalue(), files, left_out)


def _wanted() -> Iterator[tuple[Work, EditionText, Sheet]]:
    for work in playbooks():
        assert work.current is not None
        for text in sorted(work.current.texts.all(), key=lambda one: one.language):
            for sheet in SHEETS:
                yield work, text, sheet


def _described(name: str, work: Work, text: EditionText, sheet: Sheet, pdf: bytes) -> PackedFile:
    return PackedFile(
        name=name,
        title=text.title,
        work=work.slug,
        edition=text.edition.number,
        sheet=sheet.slug,
        language=text.language,
        pages=pages_of(pdf),
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
    )


def _put(archive: ZipFile, name: str, content: bytes, made_at: datetime) -> None:
    entry = ZipInfo(name, date_time=made_at.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, content)


def _index(files: list[PackedFile], left_out: list[str], made_at: datetime) -> str:
    """A page that any browser opens beside the files."""
    languages = []
    for code, name in settings.LANGUAGES:
        with translation.override(code), timezone.override(made_at.tzinfo):
            mine = [one for one in files if one.language == code]
            languages.append(
                render_to_string(
                    "playbooks/packs/index_language.html",
                    {"files": mine, "code": code, "name": name, "made_at": made_at},
                )
            )
    return render_to_string("playbooks/packs/index.html", {"languages": languages, "left_out": left_out})


def _manifest(files: list[PackedFile], left_out: list[str], made_at: datetime) -> str:
    facts = {
        "made_at": made_at.isoformat(timespec="seconds"),
        "files": [asdict(one) for one in files],
        "left_out": left_out,
    }
    return json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
