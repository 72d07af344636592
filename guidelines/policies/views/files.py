"""Pictures, files and PDFs of released texts, for those who may read the text."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guidelines.policies.models import PolicyVersion, Rendition, RenditionAsset
from guidelines.policies.permissions import can_see_asset
from guidelines.policies.printing import issue_policy_pdf, read_policy_pdf
from portal.audit.chain import storable
from portal.documents.failures import DocumentError
from portal.documents.keeping import StoredFileDamaged, note_damage

# Nobody waits longer for a page; what takes longer is made by the job alone.
DOWNLOAD_SECONDS = 20


@require_safe
@login_required
def asset(request: HttpRequest, sha256: str, name: str) -> HttpResponse:
    """The bytes of a picture or file. Pictures are shown, everything else is saved; nothing in them runs."""
    found = get_object_or_404(RenditionAsset, sha256=storable(sha256))
    if not can_see_asset(request.user, found):
        raise Http404
    is_picture = found.mime.startswith("image/")
    response = FileResponse(
        _stored(found), content_type=found.mime, as_attachment=not is_picture, filename=found.name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@require_safe
@login_required
def version_pdf(request: HttpRequest, slug: str, major: int, minor: int, language: str) -> HttpResponse:
    """The PDF of one version and language; made at the first download if the job has not made it yet."""
    versions = PolicyVersion.objects.readable_by(request.user).filter(
        policy__slug=slug, major=major, minor=minor
    )
    renditions = Rendition.objects.select_related("version__policy", "version__approved_by")
    rendition = get_object_or_404(renditions, version__in=versions, language=language)
    try:
        content = read_policy_pdf(issue_policy_pdf(rendition, seconds=DOWNLOAD_SECONDS))
    except StoredFileDamaged as damage:
        note_damage(damage=damage, by=request.user)
        return _unavailable(request, rendition, damage.message, status=410)
    except (DocumentError, OSError) as failed:
        return _unavailable(request, rendition, getattr(failed, "message", ""), status=503)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{slug}-{rendition.version.number}-{language}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _unavailable(request: HttpRequest, rendition: Rendition, message: Any, *, status: int) -> HttpResponse:
    context = {
        "rendition": rendition,
        "version": rendition.version,
        "message": message,
        "is_damaged": status == 410,
    }
    return render(request, "policies/pdf_unavailable.html", context, status=status)


def _stored(found: RenditionAsset) -> Any:
    try:
        return storages["evidence"].open(found.stored_as)
    except OSError as missing:
        raise Http404 from missing
