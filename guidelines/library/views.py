"""Files of the CMS for those who work in it, and the preview of a draft."""

import mimetypes
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.views.edit_translation import upload_pofile

from guidelines.library.content_checks import warnings_for
from guidelines.library.emails import tell_about_comments
from guidelines.library.file_types import IMAGES
from guidelines.library.freezing import contents_of, freeze, reading_minutes
from guidelines.library.permissions import can_work_in_cms
from portal.audit.rules import RuleBroken

PO_MARK = b"X-WagtailLocalize-TranslationID"

if TYPE_CHECKING:
    from guidelines.library.models import GuidelinePage


@require_safe
@login_required
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A stored file, for people who work in the CMS. Others read released texts with copies of their own."""
    if not can_work_in_cms(request.user):
        raise PermissionDenied
    try:
        handle = default_storage.open(path, "rb")
    except (OSError, SuspiciousFileOperation, ValueError) as missing:
        raise Http404 from missing
    guessed = mimetypes.guess_type(path)[0] or ""
    is_picture = guessed in IMAGES.values() or guessed == "image/svg+xml"
    response = FileResponse(
        handle,
        content_type=guessed if is_picture else "application/octet-stream",
        as_attachment=not is_picture,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@require_POST
@login_required
def upload_po_file(request: HttpRequest, translation_id: int) -> HttpResponse:
    """wagtail-localize breaks over a form without a file, and over a PO file that it did not write."""
    uploaded = request.FILES.get("file")
    if uploaded is None or PO_MARK not in uploaded.read():
        messages.error(request, gettext("Choose the PO file that you downloaded from this page."))
        return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))
    uploaded.seek(0)
    return upload_pofile(request, translation_id)


class PostedEditView(EditView):
    """Mail about comments is a row of `portal.mail` like every other; Wagtail would send it by itself."""

    def send_commenting_notifications(self, changes: Mapping[str, Any]) -> None:
        tell_about_comments(self.page, changes, by=self.request.user)


edit_page = require_admin_access(PostedEditView.as_view())


def sign_in(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whoever may not enter: strangers to the portal's sign-in, colleagues no further.

    Sign-in would send somebody who is signed in straight back, in a circle.
    """
    if request.user.is_authenticated and not can_work_in_cms(request.user):
        raise PermissionDenied
    query = request.META["QUERY_STRING"]
    return redirect(reverse("account_login") + (f"?{query}" if query else ""))


def closed(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Shared page passwords do not exist here."""
    raise Http404


def preview(request: HttpRequest, page: "GuidelinePage") -> HttpResponse:
    """The draft as it would be frozen, with what readers would stumble over."""
    context: dict[str, object] = {"page": page, "warnings": warnings_for(page)}
    try:
        frozen = freeze(page)
    except RuleBroken as broken:
        context["refusal"] = broken.message
    else:
        context |= {
            "frozen": frozen,
            "html": mark_safe(frozen.html),
            "contents": contents_of(frozen.html),
            "minutes": reading_minutes(frozen.text),
        }
    return render(request, "library/preview.html", context)
