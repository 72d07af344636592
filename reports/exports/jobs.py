"""Building bundles, and deleting them when they expire."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.jobs.choices import ALIVE, Queue
from portal.jobs.models import Job
from portal.jobs.registry import every, handler
from portal.jobs.running import Run
from reports.exports import lists, staging
from reports.exports.building import build
from reports.exports.choices import BUNDLES
from reports.exports.courses import building as courses_building
from reports.exports.models import Export
from reports.exports.operations import expire_export, forget_list, is_over

REASONS = {
    "not_permitted": _("Whoever asked for this export may not export any more."),
    "pdf_unavailable": _(
        "PDFs cannot be made at the moment. Your system administration finds in the log what is missing."
    ),
    "not_renderable": _("One of the certificates could not be made. The log names it."),
    "evidence_damaged": _(
        "The stored file of a certificate is missing or was changed. It has to be restored from the backup."
    ),
    "erased_meanwhile": _(
        "Data was erased by rule while the bundle was being built. Please start the export again."
    ),
    "filter_outdated": _("A filter of this list fits nothing any more. Please open the list again."),
    "disk_full": _("The disk is full. Nothing was left half done; try again when there is room."),
}


def _result_url(job: Job) -> str:
    export = Export.objects.filter(job=job).first()
    return reverse("exports:export-show", args=[export.ref]) if export else reverse("exports:export-list")


@handler(
    "exports.build",
    queue=Queue.DOCUMENTS,
    title=_("Export of acknowledgements"),
    reasons=REASONS,
    result_url=_result_url,
)
def build_bundle(run: Run) -> dict[str, Any]:
    """Build one bundle."""
    return build(run)


@handler(
    "exports.courses",
    queue=Queue.DOCUMENTS,
    title=_("Export of course certificates"),
    reasons=REASONS,
    result_url=_result_url,
)
def build_courses(run: Run) -> dict[str, Any]:
    """Build one bundle of course certificates."""
    return courses_building.build(run)


@handler(
    "exports.list",
    queue=Queue.DOCUMENTS,
    title=_("Export of a list"),
    reasons=REASONS,
    result_url=_result_url,
)
def build_list(run: Run) -> dict[str, Any]:
    """Write one list."""
    return lists.build(run)


@every(hours=1, kind="exports.expire", title=_("Deleting expired exports"))
def expire_bundles(run: Run) -> dict[str, int]:
    """Delete expired files, and folders that a killed worker left behind."""
    due = Export.objects.filter(expires_at__lte=timezone.now(), file_removed_at=None).select_related("job")
    expired = 0
    for export in due.order_by("pk"):
        run.progress(expired, 0)
        expire_export(export=export)
        expired += 1
    for export in _never_came_about():
        run.progress(expired, 0)
        forget_list(export=export)
    _remove_abandoned()
    return {"expired": expired}


def _never_came_about() -> Iterator[Export]:
    """Lists that failed or were stopped as long ago as a finished one would have been kept."""
    asked_until = timezone.now() - timedelta(days=settings.EXPORT_VALID_DAYS)
    over = Export.objects.filter(ready_at=None, requested_at__lte=asked_until).exclude(kind__in=BUNDLES)
    return over.exclude(filter={}).exclude(job__state__in=ALIVE).order_by("pk").iterator()


def _remove_abandoned() -> None:
    for folder in staging.root().glob("*.*"):
        export = Export.objects.filter(ref=folder.name.partition(".")[0]).select_related("job").first()
        if export is None or is_over(export):
            shutil.rmtree(folder, ignore_errors=True)
