"""Reporting, for everybody; and what became of it."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.views.access import only_for
from guidelines.incidents.forms.reports import ReportForm
from guidelines.incidents.links import link_key
from guidelines.incidents.models import Incident, Report
from guidelines.incidents.operations import report
from guidelines.incidents.operations.evidence import add_evidence
from guidelines.incidents.rules import TooManyReports
from guidelines.incidents.telling import told_of
from guidelines.playbooks.choices import Trouble
from portal.audit.rules import RuleBroken
from portal.ui.registry import is_signed_in

PAGE = 50
KNOWN = 3
ICONS = {
    Trouble.CRITICISM: "trending-up",
    Trouble.PERSONAL_DATA: "shield-alert",
    Trouble.MESSENGER: "message-square-lock",
    Trouble.HIJACKED: "key-round",
    Trouble.IMPERSONATION: "venetian-mask",
    Trouble.REVIEW: "message-circle-warning",
    Trouble.COLLEAGUE: "user-round",
    Trouble.THREAT: "siren",
    Trouble.OTHER: "circle-alert",
}


@only_for(is_signed_in)
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The second of four taps at most (I1): what happened?"""
    troubles = [{"slug": one.value, "label": one.label, "icon": ICONS[one]} for one in Trouble]
    has_reports = request.user.incident_reports.exists()
    return render(request, "incidents/report/choose.html", {"troubles": troubles, "has_reports": has_reports})


@only_for(is_signed_in)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, trouble: str) -> HttpResponse:
    """The third: send it. Everything else is a help for whoever looks into it."""
    if trouble not in Trouble.values:
        raise Http404
    form = ReportForm(request.POST, request.FILES) if request.method == "POST" else ReportForm()
    if request.method == "POST" and form.is_valid():
        made = _sent(request, trouble, form)
        if made is not None:
            return redirect("incidents:report-show", ref=made.ref)
    context = {
        "trouble": trouble,
        "label": Trouble(trouble).label,
        "icon": ICONS[Trouble(trouble)],
        "form": form,
        "known": _known(trouble),
        "is_confidential": trouble in settings.INCIDENT_CONFIDENTIAL_TROUBLES,
    }
    return render(request, "incidents/report/send.html", context)


@only_for(is_signed_in)
@require_GET
def known(request: HttpRequest) -> HttpResponse:
    """Whether a link was reported already, while somebody fills in the form."""
    key = link_key(request.GET.get("link", ""))
    place = Report.objects.filter(place__key=key) if key else Report.objects.none()
    found = Incident.objects.known_to_reporters().filter(reports__in=place).first()
    return render(request, "incidents/report/known.html", {"incident": found})


@only_for(is_signed_in)
@require_GET
def list_mine(request: HttpRequest) -> HttpResponse:
    mine = request.user.incident_reports.select_related("incident__duplicate_of", "account")
    reports = list(mine.order_by("-pk")[:PAGE])
    return render(
        request, "incidents/report/mine.html", {"told": [told_of(one, request.user) for one in reports]}
    )


@only_for(is_signed_in)
@require_GET
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What became of a report, in plain words: for whoever sent it, and never what is in the room."""
    mine = request.user.incident_reports.select_related("incident__duplicate_of", "account")
    told = told_of(get_object_or_404(mine, ref=ref), request.user)
    return render(request, "incidents/report/show.html", {"told": told})


def _sent(request: HttpRequest, trouble: str, form: ReportForm) -> Report | None:
    facts = dict(form.cleaned_data)
    is_sure, file = not facts.pop("is_unsure"), facts.pop("file")
    add_to = _chosen(request.POST.get("add_to", ""))
    try:
        made = report(trouble=trouble, by=request.user, is_sure=is_sure, add_to=add_to, **facts)
    except TooManyReports as refusal:
        form.add_error(None, str(refusal.message))
        return None
    messages.success(request, _("Thank you. Your report has arrived."))
    if file:
        _kept(request, made, file)
    return made


def _kept(request: HttpRequest, made: Report, file: UploadedFile) -> None:
    """A file that cannot be kept never stands in the way of the report; the person hears why."""
    try:
        add_evidence(incident=made.incident, report=made, upload=file, by=request.user)
    except RuleBroken as refusal:
        messages.warning(request, _("The file was not kept. {why}").format(why=refusal.message))


def _chosen(ref: str) -> Incident | None:
    try:
        return Incident.objects.known_to_reporters().filter(ref=UUID(ref)).first() if ref else None
    except ValueError:
        return None


def _known(trouble: str) -> list[Incident]:
    """Open incidents of this kind, as little of them as helps: kind, account, since when. Confidential ones
    are never among them."""
    if trouble in settings.INCIDENT_CONFIDENTIAL_TROUBLES:
        return []
    since = timezone.now() - timedelta(hours=settings.INCIDENT_KNOWN_HOURS)
    found = Incident.objects.known_to_reporters().filter(trouble=trouble, opened_at__gt=since)
    return list(found.prefetch_related("reports__account__platform").order_by("-pk")[:KNOWN])
