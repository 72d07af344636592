"""HR's way to a bundle: choose, look at what it would bring, start, leave, come back, fetch."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.views.access import View, only_for, refusals_at
from portal.jobs.choices import ALIVE, JobState
from portal.jobs.permissions import can_cancel
from portal.jobs.registry import handler_of
from reports.exports import operations
from reports.exports.choices import Kind
from reports.exports.forms import SelectionForm
from reports.exports.models import Export
from reports.exports.permissions import can_export, visible_exports

LISTED = 100


def for_hr(view: View) -> View:
    """Signed in and allowed to export; refusals of operations become messages."""
    return only_for(can_export)(refusals_at("exports:export-show", "exports:export-list")(view))


@require_GET
@for_hr
def list_exports(request: HttpRequest) -> HttpResponse:
    """The newest bundles."""
    exports = visible_exports(request.user).select_related("requested_by", "job")
    exports = exports.order_by("-requested_at", "-pk")[:LISTED]
    return render(request, "exports/export_list.html", {"exports": exports, "tones": TONES})


@require_http_methods(["GET", "HEAD", "POST"])
@for_hr
def new_export(request: HttpRequest) -> HttpResponse:
    """Choose and preview with GET, start with POST; both with the same fields."""
    given = request.POST if request.method == "POST" else request.GET
    by = request.user
    form = SelectionForm(given or None, zone=by.zone, language=by.language, by=by)
    if not given or not form.is_valid():
        status = 422 if given else 200
        return render(request, "exports/export_new.html", {"form": form}, status=status)
    if request.method == "POST":
        export = operations.start_export(selection=form.selection(), by=request.user)
        return redirect("exports:export-show", ref=export.ref)
    found = operations.preview(form.selection().within_reach_of(request.user))
    return render(request, "exports/export_new.html", {"form": form, "preview": found})


@require_GET
@for_hr
def show_export(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One export: how far it is, then its facts and who fetched it. For htmx the state alone."""
    export = _export(request, ref)
    polled = request.headers.get("HX-Request") == "true"
    template = "exports/export_state.html" if polled else "exports/export_show.html"
    response = render(request, template, _state(export, request.user))
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


@require_POST
@for_hr
def cancel_export(request: HttpRequest, ref: UUID) -> HttpResponse:
    operations.cancel_export(export=_export(request, ref), by=request.user)
    return redirect("exports:export-show", ref=ref)


@require_POST
@for_hr
def retry_export(request: HttpRequest, ref: UUID) -> HttpResponse:
    operations.retry_export(export=_export(request, ref), by=request.user)
    return redirect("exports:export-show", ref=ref)


@require_GET
@for_hr
def download_export(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The file itself, streamed from storage."""
    export = _export(request, ref)
    file = operations.open_file(export=export, by=request.user)
    kind = Kind(export.kind)
    name = f"export-{export.requested_at:%Y-%m-%d}-{str(export.ref)[:8]}.{kind.ending}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind.media_type)


TONES = {
    JobState.QUEUED: "neutral",
    JobState.RUNNING: "info",
    JobState.READY: "success",
    JobState.FAILED: "danger",
    JobState.CANCELLED: "neutral",
    JobState.EXPIRED: "neutral",
}


def _state(export: Export, person: Any) -> dict[str, Any]:
    state, job = JobState(export.state), export.job
    return {
        "export": export,
        "job": job,
        "state": state,
        "label": state.label,
        "tone": TONES[state],
        "is_alive": state in ALIVE,
        "may_cancel": job is not None and can_cancel(person, job),
        "reason": handler_of(job.kind).reasons.get(job.error, "") if job else "",
        "downloads": export.downloads.select_related("employee").order_by("-at"),
    }


def _export(request: HttpRequest, ref: UUID) -> Export:
    return get_object_or_404(visible_exports(request.user).select_related("requested_by", "job"), ref=ref)
