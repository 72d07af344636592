"""Evidence: added, looked at, handed out, and its day."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.views.access import only_for
from guidelines.incidents.choices import Status
from guidelines.incidents.forms.records import DeletionForm, EvidenceForm
from guidelines.incidents.models import EvidenceFile, Incident, Report
from guidelines.incidents.operations.evidence import add_evidence, look_at_evidence, set_deletion_day
from guidelines.incidents.permissions import can_date_evidence, can_see_evidence, may_enter_some
from guidelines.incidents.storing import EVIDENCE
from guidelines.incidents.views.entering import address_of, carried_out, entered
from guidelines.incidents.views.handing_out import can_draw, drawn, handed_out, uploads
from portal.audit.rules import RuleBroken
from portal.ui.registry import is_signed_in


@uploads
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(may_enter_some)
def add(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A file for the room."""
    incident = entered(request, ref=ref)
    if not (incident.is_open or incident.status == Status.CLOSED):
        raise Http404
    return _adding(request, incident, None, address_of(incident, "evidence"))


@uploads
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(is_signed_in)
def add_to_report(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A file for one's own report, without being in the room."""
    mine = Report.objects.filter(reported_by=request.user).select_related("incident__duplicate_of")
    report = get_object_or_404(mine, ref=ref)
    if not (report.incident.duplicate_of or report.incident).is_open:
        raise Http404
    back = redirect("incidents:report-show", ref=report.ref).url
    return _adding(request, report.incident, report, back)


def _adding(request: HttpRequest, incident: Incident, report: Report | None, back: str) -> HttpResponse:
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        facts = {"incident": incident, "report": report, "by": request.user}
        try:
            add_evidence(upload=form.cleaned_data["file"], about=form.cleaned_data["about"], **facts)
        except RuleBroken as refusal:
            form.add_error("file", str(refusal.message))
        else:
            messages.success(request, _("The file is kept. Its digest stands in the log."))
            return redirect(back)
    context = {
        "form": form,
        "incident": None if report else incident,
        "back": back,
        "limit": settings.EVIDENCE_MAX_BYTES,
    }
    return render(request, "incidents/evidence/add.html", context, status=422 if form.errors else 200)


@only_for(is_signed_in)
@require_GET
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What is known of a file, with the picture if it is one."""
    return _shown(request, _visible(request, ref))


def _shown(request: HttpRequest, evidence: EvidenceFile, form: DeletionForm | None = None) -> HttpResponse:
    may_date = not evidence.deleted_at and can_date_evidence(request.user, evidence.incident)
    context = {
        "evidence": evidence,
        "incident": evidence.incident,
        "is_inside": Incident.objects.visible_to(request.user).filter(pk=evidence.incident_id).exists(),
        "is_picture": can_draw(evidence) and not evidence.deleted_at,
        "form": (form or DeletionForm(initial={"day": evidence.delete_on})) if may_date else None,
    }
    return render(request, "incidents/evidence/show.html", context)


@only_for(is_signed_in)
@require_GET
def picture(request: HttpRequest, ref: UUID) -> HttpResponseBase:
    """A picture to look at in the page."""
    evidence = _visible(request, ref)
    return drawn(request, evidence, partial(look_at_evidence, evidence=evidence), EVIDENCE)


@only_for(is_signed_in)
@require_GET
def download(request: HttpRequest, ref: UUID) -> HttpResponseBase:
    look = partial(look_at_evidence, evidence=_visible(request, ref))
    return handed_out(request, look, EVIDENCE)


@only_for(may_enter_some)
@require_http_methods(["POST"])
def set_day(request: HttpRequest, ref: UUID) -> HttpResponse:
    evidence = _visible(request, ref)
    if not can_date_evidence(request.user, evidence.incident):
        raise Http404
    form = DeletionForm(request.POST)
    if not form.is_valid():
        return _shown(request, evidence, form)
    facts = {"evidence": evidence, "region": "evidence", **form.cleaned_data}
    return carried_out(request, evidence.incident, set_deletion_day, _("The day is set."), **facts)


def _visible(request: HttpRequest, ref: UUID) -> EvidenceFile:
    parts = EvidenceFile.objects.select_related("incident__duplicate_of", "report", "added_by")
    evidence = get_object_or_404(parts, ref=ref)
    if not can_see_evidence(request.user, evidence):
        raise Http404
    return evidence
