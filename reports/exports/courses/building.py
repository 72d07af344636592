"""The stages of a bundle of course certificates, as of every bundle: each can be resumed (E1, J1)."""

from django.db.models import Max
from django.utils import timezone

from portal.jobs.running import CannotSucceed, Run
from reports.exports.building import SLICE, Pace, explained, finish
from reports.exports.courses.packing import CoursePacking
from reports.exports.courses.selection import CourseSelection
from reports.exports.models import Export, ExportedCompletion
from reports.exports.permissions import can_export
from reports.exports.staging import staging
from training.assignments.certificates.issuing import issue_certificate
from training.assignments.models import Completion


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
            packing = CoursePacking(
                export, folder, lambda number: pace.tell(export.acknowledgements + number)
            )
            finish(run, export, packing.pack(), pace.total)
    return {"export": str(export.ref)}


def close_list(run: Run, export: Export) -> None:
    """Write down which completions belong to the bundle; from then on nothing is added or lost."""
    if export.chosen_at is not None:
        return
    selection = CourseSelection.from_json(export.filter).within_reach_of(export.requested_by)
    last = export.courses.aggregate(last=Max("completion"))["last"] or 0
    while keys := list(selection.completions().filter(pk__gt=last).values_list("pk", flat=True)[:SLICE]):
        with run.step(0, 0):
            ExportedCompletion.objects.bulk_create(
                ExportedCompletion(export=export, completion_id=key) for key in keys
            )
        last = keys[-1]
    with run.step(0, 0):
        export.acknowledgements = export.courses.count()
        export.chosen_at = timezone.now()
        export.save(update_fields=["acknowledgements", "chosen_at"])


def issue_missing(export: Export, pace: Pace) -> None:
    """Issue the certificates that do not exist yet; each is kept, whatever happens to the export."""
    missing = export.courses.filter(completion__certificate=None).order_by("completion")
    keys = list(missing.values_list("completion", flat=True))
    for number, key in enumerate(keys, start=1):
        pace.tell(number)
        issue_certificate(Completion.objects.get(pk=key))
