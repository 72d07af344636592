"""Certificates for the person themself and for HR."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from guidelines.policies.models import Acknowledgement
from portal.documents.views import explained, file_response
from reports.evidence.choices import EvidenceKind
from reports.evidence.operations import evidence_for, package_for


@login_required
@never_cache
@require_GET
@explained
def download_evidence(request: HttpRequest, ref: UUID, kind: EvidenceKind | None = None) -> HttpResponse:
    """One certificate: the issued bytes, made now if this is the first time."""
    acknowledgement = get_object_or_404(Acknowledgement, ref=ref)
    document, content = evidence_for(acknowledgement=acknowledgement, kind=kind, by=request.user)
    return file_response(content, document.file_name)


@login_required
@never_cache
@require_GET
@explained
def download_package(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The certificates of one acknowledgement together with the guideline's own PDF, as a ZIP file."""
    acknowledgement = get_object_or_404(Acknowledgement, ref=ref)
    name, content = package_for(acknowledgement=acknowledgement, by=request.user)
    return file_response(content, name, "application/zip")
