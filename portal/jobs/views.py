"""How far the work is, for the person who asked for it (J2)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.operations import JobFinished, cancel
from portal.jobs.permissions import can_see
from portal.jobs.registry import ANY_WORK, UnknownKind, handler_of


@login_required
@never_cache
@require_GET
def show_job(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The whole page, or for htmx the progress alone."""
    job = _own_job(request, ref)
    polled = request.headers.get("HX-Request") == "true"
    template = "jobs/job_progress.html" if polled else "jobs/job_show.html"
    response = render(request, template, progress_context(job))
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


@login_required
@never_cache
@require_POST
def cancel_job(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Stop the work; when it has ended meanwhile, say so."""
    job = _own_job(request, ref)
    try:
        cancel(job=job, by=request.user)
    except JobFinished as finished:
        messages.info(request, str(finished.message))
    return redirect("jobs:job-show", ref=job.ref)


def progress_context(job: Job) -> dict[str, Any]:
    """What `jobs/job_progress.html` needs, for pages of other rooms that include it."""
    try:
        known = handler_of(job.kind)
    except UnknownKind:
        return {"job": job, "job_title": job.kind}
    ready = job.state == JobState.READY
    return {
        "job": job,
        "job_title": known.title or ANY_WORK,
        "job_reason": known.reasons.get(job.error, ""),
        "result_url": known.result_url(job) if ready and known.result_url else "",
    }


def _own_job(request: HttpRequest, ref: UUID) -> Job:
    job = get_object_or_404(Job, ref=ref)
    if not can_see(request.user, job):
        raise Http404
    return job
