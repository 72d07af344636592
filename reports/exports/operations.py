"""Asking for a bundle, finishing it, fetching it, letting it go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.models import RenditionPdf
from portal.audit.trail import operation, record
from portal.jobs.choices import ALIVE, JobState
from portal.jobs.operations import cancel, enqueue, expire, retry
from portal.mail.operations import Recipient, send
from reports.evidence.models import EvidenceDocument
from reports.exports import staging
from reports.exports.choices import Kind
from reports.exports.models import Export, ExportDownload
from reports.exports.permissions import require_export
from reports.exports.rules import (
    ExportExpired,
    ExportGone,
    ExportNotReady,
    NothingToExport,
    RetryNotPossible,
)
from reports.exports.selection import Selection

CERTIFICATE_BYTES = 45_000  # what one is assumed to take before it is made
ROW_BYTES = 1_500  # record, keys and table rows of one acknowledgement


@dataclass(frozen=True)
class Preview:
    """What a selection would bring, before anything starts."""

    acknowledgements: int
    missing: int
    open_requests: int
    erased: int
    size: int

    @property
    def is_empty(self) -> bool:
        return not self.acknowledgements and not self.open_requests


def preview(selection: Selection) -> Preview:
    """Count, and estimate the bytes of the bundle."""
    answers = selection.acknowledgements()
    count = answers.count()
    issued = EvidenceDocument.objects.primary().filter(acknowledgement__in=answers.order_by())
    there, size = issued.count(), issued.aggregate(size=Sum("size"))["size"] or 0
    texts = RenditionPdf.objects.filter(rendition__in=answers.order_by().values("rendition"))
    size += texts.aggregate(size=Sum("size"))["size"] or 0
    return Preview(
        acknowledgements=count,
        missing=count - there,
        open_requests=selection.open_requests().count(),
        erased=selection.erased().count(),
        size=size + (count - there) * CERTIFICATE_BYTES + count * ROW_BYTES,
    )


@operation(refused="export.refused")
def start_export(*, selection: Selection, by: Employee) -> Export:
    """Write the request and its job. Raises `NotPermitted`, `NothingToExport`."""
    require_export(by)
    found = preview(selection.within_reach_of(by))
    if found.is_empty:
        raise NothingToExport
    export = Export.objects.create(requested_by=by, requested_at=timezone.now(), filter=selection.as_json())
    export.job = enqueue("exports.build", payload={"export": export.pk}, key=f"export:{export.pk}", by=by)
    export.save(update_fields=["job"])
    details = {"acknowledgements": found.acknowledgements, "open": found.open_requests}
    record("export.requested", by=by, obj=export, details=details)
    return export


@operation(refused="export.refused")
def start_list(*, name: str, kind: Kind, facts: Mapping[str, Any], rows: int, by: Employee) -> Export:
    """Write the request for the list `name` and its job; `facts` are what its room needs to open it again.

    The very same list asked for twice, in two tabs for instance, is made once. Raises `NotPermitted`.
    """
    require_export(by)
    wanted = {"list": name, **facts}
    same = Export.objects.filter(requested_by=by, kind=kind, filter=wanted, job__state__in=ALIVE).first()
    if same is not None:
        return same
    export = Export.objects.create(kind=kind, requested_by=by, requested_at=timezone.now(), filter=wanted)
    export.job = enqueue("exports.list", payload={"export": export.pk}, key=f"export:{export.pk}", by=by)
    export.save(update_fields=["job"])
    record("export.list_requested", by=by, obj=export, details={"list": name, "rows": rows})
    return export


@operation(refused="export.refused")
def cancel_export(*, export: Export, by: Employee) -> None:
    """Stop it; the worker tidies up. Raises `NotPermitted`, `JobFinished`."""
    require_export(by, export)
    if export.job is None:
        raise ExportNotReady
    cancel(job=export.job, by=by)


@operation(refused="export.refused")
def retry_export(*, export: Export, by: Employee) -> None:
    """Take up a failed export where it stopped. Raises `NotPermitted`, `RetryNotPossible`."""
    require_export(by, export)
    if export.job is None or not retry(job=export.job):
        raise RetryNotPossible
    record("export.retried", by=by, obj=export)


@dataclass(frozen=True)
class Finished:
    """The facts of a bundle that lies in storage."""

    stored_as: str
    hashes_stored_as: str
    size: int
    sha256: str
    manifest_sha256: str
    files: int
    open_requests: int
    head: tuple[int, str]


@operation
def finish_export(*, export: Export, finished: Finished) -> None:
    """Make the bundle available and tell whoever asked for it. Called in the job's last step."""
    export.stored_as, export.hashes_stored_as = finished.stored_as, finished.hashes_stored_as
    export.size, export.sha256 = finished.size, finished.sha256
    export.manifest_sha256, export.files = finished.manifest_sha256, finished.files
    export.open_requests = finished.open_requests
    export.chain_seq, export.chain_hash = finished.head
    _make_available(export)
    record(
        "export.ready",
        obj=export,
        details={"manifest": finished.manifest_sha256, "sha256": finished.sha256, "files": finished.files},
    )
    _tell(export, "exports.ready", {"acknowledgements": export.acknowledgements})


@dataclass(frozen=True)
class FinishedList:
    """The facts of a list that lies in storage."""

    stored_as: str
    size: int
    sha256: str
    rows: int


@operation
def finish_list(*, export: Export, finished: FinishedList) -> None:
    """Make a list available and tell whoever asked for it. Called in the job's last step."""
    export.stored_as, export.size = finished.stored_as, finished.size
    export.sha256, export.rows, export.files = finished.sha256, finished.rows, 1
    _make_available(export)
    details = {"sha256": finished.sha256, "rows": finished.rows}
    record("export.list_ready", obj=export, details=details)
    _tell(export, "exports.list_ready", {"rows": export.rows})


def _make_available(export: Export) -> None:
    export.ready_at = timezone.now()
    export.expires_at = export.ready_at + timedelta(days=settings.EXPORT_VALID_DAYS)
    export.save()


def _tell(export: Export, kind: str, facts: Mapping[str, Any]) -> None:
    person = export.requested_by
    send(
        kind,
        to=Recipient(person.ref, person.email, person.language, person.name),
        context={"export": str(export.ref), **facts, "valid_days": settings.EXPORT_VALID_DAYS},
        key=f"export-ready:{export.ref}",
    )


@operation(refused="export.refused")
def open_file(*, export: Export, by: Employee) -> IO[bytes]:
    """What was exported, as an open file; who fetched it is a row (E3).

    Raises `NotPermitted`, `ExportNotReady`, `ExportExpired`, `ExportGone`.
    """
    require_export(by, export)
    if export.ready_at is None:
        raise ExportNotReady
    if not export.is_available(timezone.now()):
        raise ExportExpired
    try:
        file = staging.export_storage().open(export.stored_as)
    except FileNotFoundError as error:
        raise ExportGone from error
    ExportDownload.objects.create(export=export, employee=by, at=timezone.now())
    record("export.downloaded", by=by, obj=export, details={"sha256": export.sha256})
    return file


@operation
def expire_export(*, export: Export) -> None:
    """Delete the file; the row, its hashes and the log of downloads stay (E3).

    What was typed to filter a list goes with it: it may be somebody's name.
    """
    staging.remove_file(export)
    export.file_removed_at = timezone.now()
    if export.is_list:
        export.filter = {}
    export.save(update_fields=["file_removed_at", "filter"])
    if export.job is not None:
        expire(job=export.job)
    record("export.expired", obj=export)


@operation
def forget_list(*, export: Export) -> None:
    """A list that never came about gives up what was typed to filter it, and cannot be taken up again."""
    export.filter, export.job = {}, None
    export.save(update_fields=["filter", "job"])
    record("export.expired", obj=export)


def is_over(export: Export) -> bool:
    """Whether nothing of it is at work or waiting."""
    return export.job is None or export.job.state not in (JobState.QUEUED, JobState.RUNNING)
