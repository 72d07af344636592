"""Packing a bundle: certificates, texts, tables, the chain, the keys and the means to check it all."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone, translation

from guidelines.policies.models import Acknowledgement, Rendition
from guidelines.policies.printing import issue_policy_pdf, read_policy_pdf
from portal.audit.chain import canonical_text
from portal.audit.models import AuditEvent
from portal.audit.trail import head
from portal.keys.commitments import KeyDestroyed, person_key
from portal.keys.sealing import seal_certificate_pem
from reports.evidence.choices import PRIMARY, EvidenceKind
from reports.evidence.operations import policy_file_name, withdrawal_text
from reports.evidence.standing import standing
from reports.evidence.storing import read_evidence
from reports.exports import verify_bundle
from reports.exports.archive import Archive
from reports.exports.columns import ACKNOWLEDGEMENTS, OPEN, Line, OpenLine
from reports.exports.models import Export
from reports.exports.sheets import CsvSheet, XlsxSheet, separator_for, write_csv, write_xlsx

SLICE = 200
CHAIN_SLICE = 5000
FORMAT = verify_bundle.FORMAT
GIVEN_OR_TAKEN_BACK = ("acknowledgement.given", "consent.withdrawn")
ISSUED = ("evidence.issued", "policy.pdf_issued")


@dataclass
class Packed:
    """A bundle on disk that is not yet handed over."""

    path: Path
    manifest: Path
    manifest_sha256: str
    files: int
    open_requests: int
    head: tuple[int, str]


@dataclass
class Packing:
    """One bundle being packed into `folder`. `tell(n)` hears of every acknowledgement and may stop it."""

    format: ClassVar[str] = FORMAT
    explained_in: ClassVar[str] = "bundle"
    export: Export
    folder: Path
    tell: Callable[[int], None]
    head: tuple[int, str] = field(default_factory=head)
    events: set[int] = field(default_factory=set)
    keys: dict[str, str | None] = field(default_factory=dict)
    renditions: set[int] = field(default_factory=set)
    titles: dict[int, str] = field(default_factory=dict)

    def pack(self) -> Packed:
        """Write everything. Raises `StoredFileDamaged`, `PdfUnavailable`, `OSError`, what `tell` raises."""
        self.language = self.export.requested_by.language
        self.zone = self.export.requested_by.zone
        self.archive = Archive(self.folder, self.export.requested_at)
        try:
            with translation.override(self.language):
                return self._packed()
        finally:
            self.archive.close()

    def _packed(self) -> Packed:
        self._write_answers()
        self._write_guidelines()
        open_requests = self._write_open_list()
        self._write_means(Path(verify_bundle.__file__).read_bytes())
        manifest, digest = self.archive.finish(self._about(), self._details())
        return Packed(self.archive.path, manifest, digest, self.archive.files, open_requests, self.head)

    def _write_means(self, verifier: bytes) -> None:
        """What it takes to check the rest."""
        self.archive.add_written("chain.txt", self._write_chain)
        self.archive.add(
            "keys.json", _pretty({"format": self.format, "keys": dict(sorted(self.keys.items()))})
        )
        self.archive.add("seal-certificate.pem", seal_certificate_pem())
        self.archive.add("verify_bundle.py", verifier)
        for name, language in (("README.txt", "en"), ("LIESMICH.txt", "de")):
            self.archive.add(name, self._explanation(name, language))

    def _write_answers(self) -> None:
        title = str(translation.pgettext("list", "Acknowledgements"))
        with (
            (self.folder / "table.csv").open("wb+") as csv_file,
            (self.folder / "table.xlsx").open("wb+") as xlsx_file,
            (self.folder / "details.jsonl").open("w", encoding="utf-8") as details,
        ):
            with (
                CsvSheet(csv_file, ACKNOWLEDGEMENTS, separator_for(self.language)) as csv_sheet,
                XlsxSheet(xlsx_file, ACKNOWLEDGEMENTS, title=title) as xlsx_sheet,
            ):
                for number, acknowledgement in enumerate(self._answers(), start=1):
                    self.tell(number)
                    line, detail = self._write_answer(acknowledgement)
                    details.write(json.dumps(detail) + "\n")
                    csv_sheet.add(line)
                    xlsx_sheet.add(line)
            for name, file in (("csv", csv_file), ("xlsx", xlsx_file)):
                file.seek(0)
                self.archive.add_stream(f"acknowledgements.{name}", file, compress=name == "csv")

    def _answers(self) -> Iterator[Acknowledgement]:
        """Everything on the list, a slice at a time, in the order in which it was given."""
        last = 0
        while True:
            keys = list(
                self.export.items.filter(acknowledgement__gt=last)
                .order_by("acknowledgement")
                .values_list("acknowledgement", flat=True)[:SLICE]
            )
            if not keys:
                return
            last = keys[-1]
            found = Acknowledgement.objects.filter(pk__in=keys).order_by("pk")
            found = found.select_related("record", "withdrawal", "policy__current", "version", "employee")
            answers = list(found.prefetch_related("evidence"))
            self._note_events(GIVEN_OR_TAKEN_BACK, answers)
            self._note_events(ISSUED, [document for answer in answers for document in answer.evidence.all()])
            yield from answers

    def _write_answer(self, acknowledgement: Acknowledgement) -> tuple[Line, dict[str, Any]]:
        documents = {document.kind: document for document in acknowledgement.evidence.all()}
        primary = next(documents[kind] for kind in PRIMARY if kind in documents)
        for document in documents.values():
            self.archive.add(f"evidence/{document.file_name}", read_evidence(document), compress=False)
        detail = {
            "ref": str(acknowledgement.ref),
            "person": str(acknowledgement.employee.ref),
            "serial": primary.serial,
            "record": f"records/{primary.serial}.json",
            "evidence": [f"evidence/{document.file_name}" for document in documents.values()],
        }
        self.archive.add(detail["record"], acknowledgement.record.canonical.encode())
        if EvidenceKind.WITHDRAWAL in documents:
            detail["withdrawal"] = f"records/{documents[EvidenceKind.WITHDRAWAL].serial}.json"
            self.archive.add(detail["withdrawal"], withdrawal_text(acknowledgement).encode())
        self._keep_key(acknowledgement.employee.ref)
        self.renditions.add(acknowledgement.rendition_id)
        line = Line(primary, json.loads(acknowledgement.record.canonical), standing(acknowledgement))
        return line, detail

    def _keep_key(self, ref: UUID) -> None:
        if str(ref) in self.keys:
            return
        try:
            self.keys[str(ref)] = person_key(ref).hex()
        except KeyDestroyed:
            self.keys[str(ref)] = None

    def _details(self) -> Iterator[dict[str, Any]]:
        with (self.folder / "details.jsonl").open(encoding="utf-8") as details:
            yield from map(json.loads, details)

    def _write_guidelines(self) -> None:
        renditions = Rendition.objects.filter(pk__in=self.renditions).select_related(
            "version__policy", "version__approved_by"
        )
        self._note_events(ISSUED, list(renditions))
        for rendition in renditions.order_by("pk"):
            content = read_policy_pdf(issue_policy_pdf(rendition))
            self.archive.add(f"policies/{policy_file_name(rendition)}", content, compress=False)

    def _write_open_list(self) -> int:
        now, title = timezone.now(), str(translation.pgettext("list", "Still open"))
        separator = separator_for(self.language)
        self.archive.add_written(
            "open.csv", lambda out: write_csv(out, self._open_lines(now), OPEN, separator=separator)
        )
        self.archive.add_written(
            "open.xlsx", lambda out: write_xlsx(out, self._open_lines(now), OPEN, title=title), compress=False
        )
        return self.export.selection.open_requests().count()

    def _open_lines(self, now: Any) -> Iterator[OpenLine]:
        found = self.export.selection.open_requests().select_related(
            "employee", "department", "entity", "location", "version"
        )
        for request in found.iterator(chunk_size=1000):
            yield OpenLine(request, self._title(request.version_id), now)

    def _title(self, version: int) -> str:
        """The guideline's title in the language of whoever exports, or in any."""
        if version not in self.titles:
            texts = Rendition.objects.filter(version=version).values_list("language", "title")
            titles = dict(texts)
            self.titles[version] = titles.get(self.language) or next(iter(titles.values()), "")
        return self.titles[version]

    def _note_events(self, verbs: tuple[str, ...], objects: list[Model]) -> None:
        if not objects:
            return
        events = AuditEvent.objects.filter(
            verb__in=verbs,
            object_type=objects[0]._meta.label_lower,
            object_id__in=[str(item.ref) for item in objects],
        )
        self.events.update(events.values_list("seq", flat=True))

    def _write_chain(self, out: IO[bytes]) -> None:
        """All body hashes up to the head; the full text of the rows that belong to what is in the bundle."""
        out.write(b"# seq body_sha256 [text]\n")
        for first in range(1, self.head[0] + 1, CHAIN_SLICE):
            last = min(first + CHAIN_SLICE - 1, self.head[0])
            rows = AuditEvent.objects.filter(seq__gte=first, seq__lte=last).order_by("seq")
            wanted = [seq for seq in range(first, last + 1) if seq in self.events]
            texts = dict(rows.filter(seq__in=wanted).values_list("seq", "canonical")) if wanted else {}
            for seq, body in rows.values_list("seq", "body_hash"):
                text = f" {texts[seq]}" if seq in texts else ""
                out.write(f"{seq} {body}{text}\n".encode())

    def _about(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "export": str(self.export.ref),
            "portal": settings.PORTAL_BASE_URL,
            "requested_at": self.export.requested_at.isoformat(),
            "filter": self.export.filter,
            "chain": {"seq": self.head[0], "hash": self.head[1]},
        }

    def _explanation(self, name: str, language: str) -> bytes:
        with translation.override(language):
            text = render_to_string(
                f"exports/{self.explained_in}/{name}",
                {
                    "site_name": settings.PORTAL_SITE_NAME,
                    "export": self.export,
                    "head_seq": self.head[0],
                    "head_hash": self.head[1],
                },
            )
        return text.encode()


def _pretty(content: dict[str, Any]) -> bytes:
    return (canonical_text(content) + "\n").encode()
