"""The stages of an export: close the list, issue what is missing, pack, hand over. Each can be resumed."""

import errno
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.models import Count, Max
from django.utils import timezone

from guidelines.policies.models import Acknowledgement
from portal.documents import keeping
from portal.documents.keeping import StoredFileDamaged, note_damage
from portal.documents.render import PdfUnavailable, RenderFailed
from portal.jobs.running import CannotSucceed, Run
from reports.evidence.choices import PRIMARY, EvidenceKind
from reports.evidence.operations import issue_evidence
from reports.exports.bundle import Packed, Packing
from reports.exports.models import Export, ExportItem
from reports.exports.operations import Finished, finish_export
from reports.exports.permissions import can_export
from reports.exports.staging import export_storage, hand_over, staging

SLICE = 1000
HEARTBEAT_SECONDS = 0.5
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Pace:
    """Reports progress often enough to keep the lease, and seldom enough not to be the work itself."""

    def __init__(self, run: Run, total: int) -> None:
        self._run, self.total = run, total
        self._told = 0.0

    def tell(self, done: int) -> None:
        """Raises `Cancelled`, `LeaseLost`, `HandedBack`."""
        if time.monotonic() - self._told >= HEARTBEAT_SECONDS:
            self._run.progress(done, self.total)
            self._told = time.monotonic()


def build(run: Run) -> dict[str, str]:
    """Build the bundle of `run`; called again after a crash, it goes on (E1, J1)."""
    export = Export.objects.select_related("requested_by__location").get(pk=run.payload["export"])
    if export.ready_at is not None:
        return {"export": str(export.ref)}
    if not can_export(export.requested_by):
        raise CannotSucceed("not_permitted")
    with explained():
        close_list(run, export)
        pace = Pace(run, 2 * export.acknowledgements + 1)
        issue_missing(export, pace)
        with staging(export, run.job.generation) as folder:
            packed = Packing(
                export, folder, lambda number: pace.tell(export.acknowledgements + number)
            ).pack()
            finish(run, export, packed, pace.total)
    return {"export": str(export.ref)}


def close_list(run: Run, export: Export) -> None:
    """Write down which acknowledgements belong to the bundle; from then on nothing is added or lost."""
    if export.chosen_at is not None:
        return
    answers = export.selection.acknowledgements()
    last = export.items.aggregate(last=Max("acknowledgement"))["last"] or 0
    while keys := list(answers.filter(pk__gt=last).values_list("pk", flat=True)[:SLICE]):
        with run.step(0, 0):
            ExportItem.objects.bulk_create(ExportItem(export=export, acknowledgement_id=key) for key in keys)
        last = keys[-1]
    with run.step(0, 0):
        export.acknowledgements = export.items.aggregate(count=Count("pk"))["count"]
        export.chosen_at = timezone.now()
        export.save(update_fields=["acknowledgements", "chosen_at"])


def issue_missing(export: Export, pace: Pace) -> None:
    """Issue the certificates that do not exist yet; each is kept, whatever happens to the export."""
    for number, acknowledgement in enumerate(_listed(export), start=1):
        pace.tell(number)
        kinds = {document.kind for document in acknowledgement.evidence.all()}
        if not kinds & set(PRIMARY):
            issue_evidence(acknowledgement)
        if hasattr(acknowledgement, "withdrawal") and EvidenceKind.WITHDRAWAL not in kinds:
            issue_evidence(acknowledgement, EvidenceKind.WITHDRAWAL)


def _listed(export: Export) -> Iterator[Acknowledgement]:
    last = 0
    while True:
        items = export.items.filter(acknowledgement__gt=last).order_by("acknowledgement")
        keys = list(items.values_list("acknowledgement", flat=True)[:SLICE])
        if not keys:
            return
        last = keys[-1]
        answers = Acknowledgement.objects.filter(pk__in=keys).order_by("pk")
        yield from answers.select_related("withdrawal").prefetch_related("evidence")


def finish(run: Run, export: Export, packed: Packed, total: int) -> None:
    # Renews the lease before the one stretch that cannot be interrupted.
    run.progress(total - 1, total)
    sha256, size = hashed(packed.path)
    stem = f"{export.ref}/{run.job.generation}"
    names = {
        "stored_as": hand_over(packed.path, f"{stem}.zip"),
        "hashes_stored_as": hand_over(packed.manifest, f"{stem}.manifest.json"),
    }
    finished = Finished(
        **names,
        size=size,
        sha256=sha256,
        manifest_sha256=packed.manifest_sha256,
        files=packed.files,
        open_requests=packed.open_requests,
        head=packed.head,
    )
    try:
        with run.step(total, total):
            finish_export(export=export, finished=finished)
    except (
        BaseException
    ):  # cancelled in the last moment, or another worker has the lease: leave nothing behind
        for name in names.values():
            export_storage().delete(name)
        raise


def hashed(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


@contextmanager
def explained() -> Iterator[None]:
    """Give what no repetition mends a reason that the person can read."""
    try:
        yield
    except PdfUnavailable as error:
        raise CannotSucceed("pdf_unavailable") from error
    except RenderFailed as error:
        raise CannotSucceed("not_renderable") from error
    except StoredFileDamaged as damage:
        note_damage(damage=damage)
        raise CannotSucceed("evidence_damaged") from damage
    except keeping.RecordErased as error:
        raise CannotSucceed("erased_meanwhile") from error
    except OSError as error:
        if error.errno in FULL:
            raise CannotSucceed("disk_full") from error
        raise
