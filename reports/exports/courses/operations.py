"""Asking for a bundle of course certificates; fetching it and letting it go is that of every export."""

from django.utils import timezone

from accounts.people.models import Employee
from portal.audit.trail import operation, record
from portal.jobs.operations import enqueue
from reports.exports.choices import Kind
from reports.exports.courses.selection import CourseSelection
from reports.exports.models import Export
from reports.exports.permissions import require_export
from reports.exports.rules import NothingToExport


@operation(refused="export.refused")
def start_course_export(*, selection: CourseSelection, by: Employee) -> Export:
    """Write the request and its job. Raises `NotPermitted`, `NothingToExport`."""
    require_export(by)
    found = selection.within_reach_of(by).completions().count()
    if not found:
        raise NothingToExport
    export = Export.objects.create(
        kind=Kind.COURSES, requested_by=by, requested_at=timezone.now(), filter=selection.as_json()
    )
    export.job = enqueue("exports.courses", payload={"export": export.pk}, key=f"export:{export.pk}", by=by)
    export.save(update_fields=["job"])
    record("export.courses_requested", by=by, obj=export, details={"completions": found})
    return export
