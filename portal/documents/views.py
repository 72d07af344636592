"""Handing out PDFs, and saying what stands in the way of one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal.audit.rules import NotPermitted
from portal.documents.failures import DocumentError, PdfUnavailable
from portal.documents.keeping import NothingToIssue, RecordErased, StoredFileDamaged, note_damage
from portal.keys.sealing import SealKeyProblem

View = Callable[..., HttpResponse]
NOT_NOW, GONE = 503, 410  # trying again helps; it does not
CANNOT_BE_SEALED = _("PDFs cannot be made at the moment. The certificate is issued as soon as they can.")

log = structlog.get_logger(__name__)


def explained(view: View) -> View:
    """Turn what stands in the way of a PDF into a page that says so; nothing is lost meanwhile."""

    @wraps(view)
    def explaining(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotPermitted as refusal:
            raise Http404 from refusal  # nobody learns what there is of somebody else
        except NothingToIssue as nothing:
            raise Http404(str(nothing.message)) from nothing
        except StoredFileDamaged as damage:
            note_damage(damage=damage, by=request.user)
            return obstacle(request, damage.message, GONE, number=getattr(damage.subject, "serial", ""))
        except RecordErased as erased:
            return obstacle(request, erased.message, GONE)
        except DocumentError as problem:
            return obstacle(request, problem.message, later=isinstance(problem, PdfUnavailable))
        except SealKeyProblem as problem:
            log.error("certificate.cannot_be_sealed", reason=str(problem))
            return obstacle(request, CANNOT_BE_SEALED, later=True)

    return explaining


def obstacle(request: HttpRequest, message: Any, status: int = NOT_NOW, **more: Any) -> HttpResponse:
    """The page that says why there is no PDF. `later`: it is made by itself; `number`: what to name."""
    context = {"message": message, "is_gone": status == GONE, **more}
    return render(request, "documents/obstacle.html", context, status=status)


def file_response(content: bytes, name: str, content_type: str = "application/pdf") -> HttpResponse:
    """A file to save, which no browser takes for anything else."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
