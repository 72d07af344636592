"""Certificates for the person themself and for HR."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

import structlog
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from guidelines.policies.models import Acknowledgement
from portal.audit.rules import NotPermitted
from portal.documents.failures import DocumentError, PdfUnavailable
from portal.documents.keeping import StoredFileDamaged, note_damage
from portal.keys.sealing import SealKeyProblem
from reports.evidence.choices import EvidenceKind
from reports.evidence.jobs import REASONS
from reports.evidence.operations import evidence_for, package_for
from reports.evidence.rules import NoSuchEvidence, RecordErased

View = Callable[..., HttpResponse]
NOT_NOW, GONE = 503, 410  # trying again helps; it does not

log = structlog.get_logger(__name__)


def explained(view: View) -> View:
    """Turn what stands in the way of a PDF into a page that says so; nothing is lost meanwhile."""

    @wraps(view)
    def explaining(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotPermitted as refusal:
            raise Http404 from refusal  # nobody learns that somebody else has answered
        except NoSuchEvidence as nothing:
            raise Http404(str(nothing.message)) from nothing
        except StoredFileDamaged as damage:
            note_damage(damage=damage, by=request.user)
            return _obstacle(request, damage.message, GONE, number=getattr(damage.subject, "serial", ""))
        except RecordErased as erased:
            return _obstacle(request, erased.message, GONE)
        except DocumentError as problem:
            return _obstacle(request, problem.message, later=isinstance(problem, PdfUnavailable))
        except SealKeyProblem as problem:
            log.error("evidence.cannot_be_sealed", reason=str(problem))
            return _obstacle(request, REASONS["pdf_unavailable"], later=True)

    return explaining


@login_required
@never_cache
@require_GET
@explained
def download_evidence(request: HttpRequest, ref: UUID, kind: EvidenceKind | None = None) -> HttpResponse:
    """One certificate: the issued bytes, made now if this is the first time."""
    acknowledgement = get_object_or_404(Acknowledgement, ref=ref)
    document, content = evidence_for(acknowledgement=acknowledgement, kind=kind, by=request.user)
    return _file(content, document.file_name, "application/pdf")


@login_required
@never_cache
@require_GET
@explained
def download_package(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The certificates of one acknowledgement together with the guideline's own PDF, as a ZIP file."""
    acknowledgement = get_object_or_404(Acknowledgement, ref=ref)
    name, content = package_for(acknowledgement=acknowledgement, by=request.user)
    return _file(content, name, "application/zip")


def _obstacle(request: HttpRequest, message: Any, status: int = NOT_NOW, **more: Any) -> HttpResponse:
    context = {"message": message, "is_gone": status == GONE, **more}
    return render(request, "evidence/obstacle.html", context, status=status)


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
