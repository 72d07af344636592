"""Dossiers of an incident: asked for, waited for, fetched."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people.views.access import only_for
from guidelines.incidents.permissions import may_enter_some
from guidelines.incidents.views.entering import entered
from guidelines.reviews.choices import Part
from guidelines.reviews.models import DossierFile
from guidelines.reviews.operations import ask_for_dossier, read_dossier
from guidelines.reviews.rules import DossierDamaged, DossierGone
from portal.documents.views import GONE, file_response, obstacle

TYPES = {Part.PDF: ("pdf", "application/pdf"), Part.LINES: ("jsonl", "application/x-ndjson")}


@only_for(may_enter_some)
@require_http_methods(["GET", "HEAD", "POST"])
def list_dossiers(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Every dossier that was issued; a POST asks for one of the log as it is now."""
    incident = entered(request, ref=ref)
    if request.method == "POST":
        job = ask_for_dossier(incident=incident, by=request.user)
        return redirect("jobs:job-show", job.ref)
    dossiers = incident.dossiers.select_related("asked_by").prefetch_related("files")
    newest = next((one for one in dossiers if one.deleted_at is None), None)
    context = {
        "incident": incident,
        "dossiers": dossiers,
        "is_current": newest is not None
        and (newest.head_seq, newest.language) == (incident.head_seq, request.user.language),
    }
    return render(request, "reviews/dossiers.html", context)


@only_for(may_enter_some)
@require_safe
def fetch(request: HttpRequest, ref: UUID, part: str) -> HttpResponse:
    """One file of a dossier, to save (E3)."""
    found = DossierFile.objects.select_related("dossier__incident")
    file = get_object_or_404(found, dossier__ref=ref, part=part)
    incident = entered(request, pk=file.dossier.incident_id)
    try:
        content = read_dossier(file=file, by=request.user)
    except (DossierGone, DossierDamaged) as gone:
        return obstacle(request, gone.message, GONE)
    extension, media_type = TYPES[Part(file.part)]
    return file_response(content, f"dossier-{incident.number}-{file.dossier.number}.{extension}", media_type)
