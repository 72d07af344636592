"""Evidence of a case: added, looked at, handed out."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.views.access import only_for
from accounts.register.permissions import works_here
from guidelines.incidents.forms.records import EvidenceForm
from guidelines.incidents.views.handing_out import can_draw, drawn, handed_out, uploads
from guidelines.moderation.board import page_of
from guidelines.moderation.models import CaseFile, ModerationCase
from guidelines.moderation.operations import add_file, look_at_file
from guidelines.moderation.operations.files import FILES
from guidelines.moderation.permissions import can_add_file
from guidelines.moderation.views.acting import only_if, seen_by
from portal.audit.rules import NotPermitted, RuleBroken


@uploads
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(works_here)
def add(request: HttpRequest, ref: UUID) -> HttpResponse:
    case = seen_by(request.user, ModerationCase, ref)
    only_if(can_add_file(request.user, case))
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        facts = {"upload": form.cleaned_data["file"], "about": form.cleaned_data["about"]}
        try:
            add_file(case=case, by=request.user, **facts)
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal.message)) from refusal
        except RuleBroken as refusal:
            form.add_error("file", str(refusal.message))
        else:
            messages.success(request, _("The file is kept."))
            return redirect(f"{page_of(case)}#files")
    context = {"case": case, "form": form, "limit": settings.EVIDENCE_MAX_BYTES}
    return render(request, "moderation/files/add.html", context, status=422 if form.errors else 200)


@only_for(works_here)
@require_GET
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What is known of a file, with the picture if it is one."""
    file = _seen(request, ref)
    context = {"file": file, "case": file.case, "is_picture": can_draw(file) and not file.deleted_at}
    return render(request, "moderation/files/show.html", context)


@only_for(works_here)
@require_GET
def picture(request: HttpRequest, ref: UUID) -> HttpResponseBase:
    file = _seen(request, ref)
    return drawn(request, file, partial(look_at_file, file=file), FILES)


@only_for(works_here)
@require_GET
def download(request: HttpRequest, ref: UUID) -> HttpResponseBase:
    return handed_out(request, partial(look_at_file, file=_seen(request, ref)), FILES)


def _seen(request: HttpRequest, ref: UUID) -> CaseFile:
    """For whoever sees its case; 404 for everybody else."""
    file = get_object_or_404(CaseFile.objects.select_related("added_by", "case"), ref=ref)
    file.case = seen_by(request.user, ModerationCase, file.case.ref)
    return file
