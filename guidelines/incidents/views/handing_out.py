"""Files of evidence on their way in and out, whatever they belong to."""

import errno
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from accounts.imports.uploads import limited
from accounts.people.views.access import only_for
from guidelines.incidents.file_kinds import KINDS
from guidelines.incidents.keeping import EvidenceTooLarge, NoRoomForEvidence
from guidelines.incidents.models import KeptFile
from guidelines.incidents.storing import Shelf
from portal.audit.rules import RuleBroken
from portal.documents.keeping import StoredFileDamaged, note_damage
from portal.ui.registry import is_signed_in

# Whatever a file turns out to be: it runs nothing, loads nothing, and is no page of ours.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
INLINE_MAX_BYTES = 15 * 1024 * 1024
View = Callable[..., HttpResponseBase]


def uploads(view: View) -> View:
    """What announces too much is refused before it is read; a disk that fills up on the way is told."""

    def too_large(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return only_for(is_signed_in)(_refusing(EvidenceTooLarge(), 413))(request)

    @limited(too_large, most=lambda: settings.EVIDENCE_MAX_BYTES)
    def within(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return within(request, *args, **kwargs)
        except OSError as full:
            if full.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            return _refusing(NoRoomForEvidence(), 507)(request)

    guarded.csrf_exempt = True  # type: ignore[attr-defined]
    return guarded


def _refusing(refusal: RuleBroken, status: int) -> Callable[[HttpRequest], HttpResponse]:
    def page(request: HttpRequest) -> HttpResponse:
        context = {"message": str(refusal.message), "back": request.path}
        return render(request, "incidents/evidence/refused.html", context, status=status)

    return page


def can_draw(kept: KeptFile) -> bool:
    """Whether a browser is shown it as a picture; nothing else is ever shown there."""
    return KINDS[kept.media_type].is_picture and kept.size <= INLINE_MAX_BYTES


def drawn(
    request: HttpRequest, kept: KeptFile, look: Callable[..., KeptFile], shelf: Shelf
) -> HttpResponseBase:
    """The picture, to look at in a page; 404 for everything else. As `handed_out`."""
    if not can_draw(kept):
        raise Http404
    return handed_out(request, look, shelf, as_attachment=False)


def handed_out(
    request: HttpRequest, look: Callable[..., KeptFile], shelf: Shelf, *, as_attachment: bool = True
) -> HttpResponseBase:
    """`look(by=)` asks once more who it is for, and notes in the trail that they looked."""
    try:
        kept = look(by=request.user)
    except StoredFileDamaged as damage:
        note_damage(damage=damage, by=request.user)
        return _refusing(damage, 410)(request)
    except RuleBroken as refusal:
        raise Http404 from refusal
    kind = kept.media_type if not as_attachment else "application/octet-stream"
    response = StreamingHttpResponse(shelf.pieces_of(kept), content_type=kind)
    response.headers["Content-Length"] = str(kept.size)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment, kept.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
