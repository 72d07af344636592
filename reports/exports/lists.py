"""A long list as one file: written to disk row by row, handed over whole (E1)."""

from pathlib import Path
from typing import IO, Any

from django.utils import translation

from accounts.people.models import Employee
from portal.jobs.running import CannotSucceed, Run
from reports.exports.building import Pace, explained, hashed
from reports.exports.choices import Kind
from reports.exports.models import Export
from reports.exports.operations import FinishedList, finish_list
from reports.exports.permissions import can_export
from reports.exports.registry import Table, table_of
from reports.exports.rules import FilterOutdated
from reports.exports.sheets import CsvSheet, XlsxSheet, separator_for
from reports.exports.staging import export_storage, hand_over, staging


def build(run: Run) -> dict[str, str]:
    """Write the list of `run`; called again after a crash, it begins anew and leaves one file (E1, J1)."""
    export = Export.objects.select_related("requested_by__location").get(pk=run.payload["export"])
    person = export.requested_by
    if export.ready_at is not None:
        return {"export": str(export.ref)}
    if not can_export(person):
        raise CannotSucceed("not_permitted")
    with explained(), translation.override(person.language):
        table = _opened(export, person)
        pace = Pace(run, table.total + 1)
        with staging(export, run.job.generation) as folder:
            path = folder / f"list.{export.kind}"
            rows = _write(table, export, path, pace)
            _finish(run, export, path, rows, pace.total)
    return {"export": str(export.ref)}


def _opened(export: Export, person: Employee) -> Table:
    try:
        return table_of(export.filter["list"], export.filter, person)
    except FilterOutdated as outdated:
        raise CannotSucceed("filter_outdated") from outdated


def _write(table: Table, export: Export, path: Path, pace: Pace) -> int:
    written = 0
    with path.open("wb") as out, _sheet(out, table, export) as sheet:
        for row in table.rows():
            pace.tell(written)
            sheet.add(row)
            written += 1
    return written


def _sheet(out: IO[bytes], table: Table, export: Export) -> CsvSheet[Any] | XlsxSheet[Any]:
    person = export.requested_by
    if export.kind == Kind.CSV:
        return CsvSheet(out, table.columns, separator_for(person.language))
    return XlsxSheet(out, table.columns, title=table.title)


def _finish(run: Run, export: Export, path: Path, rows: int, total: int) -> None:
    run.progress(total - 1, total)  # renews the lease before the one stretch that cannot be interrupted
    sha256, size = hashed(path)
    name = hand_over(path, f"{export.ref}/{run.job.generation}.{export.kind}")
    try:
        with run.step(total, total):
            finish_list(export=export, finished=FinishedList(name, size, sha256, rows))
    except BaseException:  # cancelled in the last moment, or another worker has the lease
        export_storage().delete(name)
        raise
