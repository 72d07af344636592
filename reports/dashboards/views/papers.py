"""Signed sheets that wait for a second person: entry and scan side by side (K8)."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.views.access import only_for
from guidelines.library.file_types import media_type_of
from guidelines.policies.choices import PaperState
from guidelines.policies.models import PaperConfirmation
from guidelines.policies.operations import confirm_paper, refuse_paper
from portal.audit.rules import RuleBroken
from portal.documents.keeping import StoredFileDamaged, note_damage, read_stored
from portal.documents.views import GONE, obstacle
from reports.dashboards.choices import Look
from reports.dashboards.columns.papers import PAPERS, open_papers, papers_for, visible_papers
from reports.dashboards.forms import RefusePaperForm
from reports.dashboards.operations import note_look
from reports.dashboards.permissions import sees_people
from reports.dashboards.views.files import HrList, as_file, query_of
from reports.exports.choices import Kind

LISTED = 200
RELATED = ("request__employee", "rendition__version", "recorded_by", "decided_by")
# Nothing in a scan runs or loads, whatever somebody has hidden in it.
SANDBOX = "default-src 'none'; sandbox"
PICTURES = ("image/png", "image/jpeg")
LIST = HrList(PAPERS, "dashboards:paper-list", Look.PAPERS_FILE, pgettext_lazy("file", "on-paper"))


@only_for(sees_people)
@require_GET
def list_papers(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; what was decided on a page of its own."""
    decided = _wants_decided(request)
    found = list(papers_for(request.user, decided=decided).select_related(*RELATED)[: LISTED + 1])
    rows, is_cut = found[:LISTED], len(found) > LISTED
    note_look(look=Look.PAPERS, by=request.user, shown=len(rows))
    context = {"papers": rows, "is_cut": is_cut, "decided": decided, "query": query_of(request)}
    return render(request, "dashboards/hr/papers.html", context)


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def export_papers(request: HttpRequest, kind: str) -> HttpResponse:
    """All sheets that wait as a file, or all that were decided."""
    facts = {"decided": _wants_decided(request)}
    table = open_papers(facts, request.user)
    part = "decided" if facts["decided"] else "waiting"
    return as_file(request, LIST, Kind(kind), table, facts=facts, part=part)


@only_for(sees_people)
@require_GET
def show_paper(request: HttpRequest, ref: UUID) -> HttpResponse:
    paper = _paper(request, ref)
    note_look(look=Look.PAPERS, by=request.user, person=paper.request.employee)
    return _page(request, paper, RefusePaperForm())


@only_for(sees_people)
@require_POST
def confirm(request: HttpRequest, ref: UUID) -> HttpResponse:
    paper = _paper(request, ref)
    try:
        confirm_paper(paper=paper, by=request.user)
    except RuleBroken as refusal:
        return _page(request, paper, RefusePaperForm(), refusal=refusal.message)
    messages.success(
        request, _("Confirmed: %(name)s has acknowledged.") % {"name": paper.request.employee.name}
    )
    return redirect("dashboards:paper-list")


@only_for(sees_people)
@require_POST
def refuse(request: HttpRequest, ref: UUID) -> HttpResponse:
    paper, form = _paper(request, ref), RefusePaperForm(request.POST)
    if not form.is_valid():
        return _page(request, paper, form)
    try:
        refuse_paper(paper=paper, note=form.cleaned_data["note"], by=request.user)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, paper, form)
    messages.success(request, _("Refused; the request stays open."))
    return redirect("dashboards:paper-list")


@only_for(sees_people)
@require_GET
def show_scan(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The stored bytes. Pictures are shown, a PDF is saved; the browser guesses nothing."""
    paper = _paper(request, ref)
    try:
        content = read_stored(paper, name=paper.scan_stored_as, sha256=paper.scan_sha256)
    except StoredFileDamaged as damage:
        note_damage(damage=damage, by=request.user)
        return obstacle(request, damage.message, GONE)
    # By the bytes as stored, not by what somebody once called the file.
    content_type = media_type_of(content, paper.scan_name) or "application/octet-stream"
    note_look(look=Look.SCAN, by=request.user, person=paper.request.employee)
    is_picture = content_type in PICTURES
    response = FileResponse(
        BytesIO(content), content_type=content_type, as_attachment=not is_picture, filename=paper.scan_name
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _page(
    request: HttpRequest, paper: PaperConfirmation, form: RefusePaperForm, refusal: Any = ""
) -> HttpResponse:
    person = request.user
    context = {
        "paper": paper,
        "form": form,
        "refusal": refusal,
        "is_waiting": paper.state == PaperState.WAITING,
        "may_decide": person.pk not in {paper.recorded_by_id, paper.request.employee_id},
        "is_picture": paper.scan_name.lower().endswith((".png", ".jpg", ".jpeg")),
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "dashboards/hr/paper.html", context, status=status)


def _paper(request: HttpRequest, ref: UUID) -> PaperConfirmation:
    related = (*RELATED, "request__employee__department", "request__department")
    return get_object_or_404(visible_papers(request.user).select_related(*related), ref=ref)


def _wants_decided(request: HttpRequest) -> bool:
    return request.GET.get("decided") == "1"
