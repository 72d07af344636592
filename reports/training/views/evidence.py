"""Equivalent evidence that waits for a second person: entry and file side by side."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.people.views.access import only_for
from guidelines.library.file_types import media_type_of
from portal.audit.rules import RuleBroken
from portal.documents.keeping import read_stored
from portal.documents.views import explained
from reports.dashboards.choices import Look
from reports.dashboards.operations import note_look
from reports.dashboards.permissions import sees_people
from reports.dashboards.views.papers import PICTURES, SANDBOX
from reports.training.evidence import visible_evidence
from reports.training.forms.acts import RefuseForm
from reports.training.titles import course_titles
from reports.training.views.carrying_out import carried_out
from training.assignments.choices import EvidenceState
from training.assignments.models import EquivalentEvidence
from training.assignments.operations import decide_equivalent

LISTED = 200
RELATED = ("assignment__employee__department", "assignment__course__current", "recorded_by", "decided_by")


@only_for(sees_people)
@require_GET
def list_evidence(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; what was decided on a page of its own, the newest first."""
    decided = request.GET.get("decided") == "1"
    found = visible_evidence(request.user).select_related(*RELATED)
    if decided:
        found = found.exclude(state=EvidenceState.WAITING).order_by("-decided_at", "-pk")
    else:
        found = found.filter(state=EvidenceState.WAITING).order_by("pk")
    rows = list(found[: LISTED + 1])
    shown, is_cut = rows[:LISTED], len(rows) > LISTED
    titles = course_titles({one.assignment.course for one in shown}, request.user.language)
    note_look(look=Look.PROOF, by=request.user, part="decided" if decided else "waiting", shown=len(shown))
    context = {
        "lines": [(one, titles[one.assignment.course_id]) for one in shown],
        "is_cut": is_cut,
        "decided": decided,
    }
    return render(request, "training/hr/evidence_list.html", context)


@only_for(sees_people)
@require_GET
def show_evidence(request: HttpRequest, ref: UUID) -> HttpResponse:
    evidence = _evidence(request, ref)
    note_look(look=Look.PROOF, by=request.user, person=evidence.assignment.employee)
    return _page(request, evidence, RefuseForm())


@only_for(sees_people)
@require_POST
@explained
def accept_evidence(request: HttpRequest, ref: UUID) -> HttpResponse:
    evidence = _evidence(request, ref)
    try:
        decide_equivalent(evidence=evidence, accept=True, by=request.user)
    except RuleBroken as refusal:
        return _page(request, evidence, RefuseForm(), refusal=refusal.message)
    name = evidence.assignment.employee.name
    messages.success(request, _("Accepted: %(name)s has done this course.") % {"name": name})
    return redirect("training:evidence-list")


@only_for(sees_people)
@require_POST
def refuse_evidence(request: HttpRequest, ref: UUID) -> HttpResponse:
    evidence, form = _evidence(request, ref), RefuseForm(request.POST)
    if form.is_valid():
        done, note = _("Refused; the course is still to do."), form.cleaned_data["note"]
        facts = {"evidence": evidence, "accept": False, "note": note}
        if carried_out(request, form, decide_equivalent, done, **facts) is not None:
            return redirect("training:evidence-list")
    return _page(request, evidence, form)


@only_for(sees_people)
@require_GET
@explained
def show_file(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The stored bytes. Pictures are shown, a PDF is saved; the browser guesses nothing."""
    evidence = _evidence(request, ref)
    content = read_stored(evidence, name=evidence.stored_as, sha256=evidence.sha256)
    content_type = media_type_of(content, evidence.file_name) or "application/octet-stream"
    note_look(look=Look.PROOF, by=request.user, person=evidence.assignment.employee)
    response = FileResponse(
        BytesIO(content),
        content_type=content_type,
        as_attachment=content_type not in PICTURES,
        filename=evidence.file_name,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _page(request: HttpRequest, evidence: EquivalentEvidence, form: Any, refusal: Any = "") -> HttpResponse:
    person, course = evidence.assignment.employee, evidence.assignment.course
    context = {
        "evidence": evidence,
        "person": person,
        "title": course_titles([course], request.user.language)[course.pk],
        "form": form,
        "refusal": refusal,
        "is_waiting": evidence.state == EvidenceState.WAITING,
        "may_decide": request.user.pk not in {evidence.recorded_by_id, person.pk},
        "is_picture": evidence.file_name.lower().endswith((".png", ".jpg", ".jpeg")),
    }
    return render(
        request, "training/hr/evidence.html", context, status=422 if form.errors or refusal else 200
    )


def _evidence(request: HttpRequest, ref: UUID) -> EquivalentEvidence:
    return get_object_or_404(visible_evidence(request.user).select_related(*RELATED), ref=ref)
