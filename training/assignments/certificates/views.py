"""The certificate of a course, for the person themself and for HR."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from portal.documents.views import explained, file_response
from training.assignments.certificates.issuing import certificate_for
from training.assignments.models import Completion


@login_required
@never_cache
@require_GET
@explained
def download_certificate(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The issued bytes, made now if this is the first time."""
    completion = get_object_or_404(Completion.objects.select_related("employee__department"), ref=ref)
    certificate, content = certificate_for(completion=completion, by=request.user)
    return file_response(content, certificate.file_name)
