"""Assets, preferences, the pages everybody may read, and what is said when something fails."""

import errno
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from portal.ui import bundle
from portal.ui import gallery as samples
from portal.ui.context_processors import THEMES
from portal.ui.registry import tell_language_chosen

YEAR_SECONDS = 365 * 24 * 60 * 60
RETRY_AFTER_SECONDS = 30
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@require_safe
def stylesheet(request, digest):
    return _asset(request, bundle.stylesheet(), digest, "text/css; charset=utf-8")


@require_safe
def script(request, digest):
    return _asset(request, bundle.script(), digest, "text/javascript; charset=utf-8")


def _asset(request, asset, digest, content_type):
    """The current asset; an old address still answers during a roll-out, but is not kept."""
    body, coding = asset.encoded(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(body, content_type=content_type)
    if coding:
        response["Content-Encoding"] = coding
    response["Vary"] = "Accept-Encoding"
    fresh = digest == asset.digest
    response["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable" if fresh else "public, no-cache"
    return response


@require_POST
def choose_language(request):
    """Remember the language: for a signed-in person with them, for everybody else in a cookie."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        tell_language_chosen(person=request.user, language=language)
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, language)


@require_POST
def choose_theme(request):
    """Remember light or dark in a cookie; anything else follows the device again."""
    theme = request.POST.get("theme", "")
    return _remember(request, "theme", theme if theme in THEMES else "")


def _remember(request, cookie, value):
    response = HttpResponseRedirect(_way_back(request))
    if value:
        response.set_cookie(
            cookie, value, max_age=YEAR_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(cookie, samesite="Lax")
    return response


def _way_back(request) -> str:
    """Where the form stood, if that is ours."""
    way = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(way, {request.get_host()}, require_https=request.is_secure())
    return way if way and is_ours else "/"


@require_safe
def help_page(request):
    return _public_page(request, "ui/pages/help.html")


@require_safe
def privacy(request):
    context = {"stores_address": settings.PORTAL_STORE_IP_AND_AGENT}
    return _public_page(request, "ui/pages/privacy.html", context)


@require_safe
def imprint(request):
    return _public_page(
        request, "ui/pages/imprint.html", {"imprint": getattr(settings, "PORTAL_IMPRINT", "")}
    )


def _public_page(request, template, context=None):
    """Inside the frame for whoever is signed in, on a plain sheet for everybody else."""
    layout = "ui/base.html" if request.user.is_authenticated else "ui/base_plain.html"
    return render(request, template, {"layout": layout, **(context or {})})


@require_safe
def gallery(request):
    """Every component on one page, for development and tests only."""
    if not getattr(settings, "PORTAL_GALLERY", settings.DEBUG):
        raise Http404
    return render(request, "ui/gallery/index.html", samples.context())


def csrf_failure(request, reason=""):
    """The form's token no longer fits; what was typed is still in the browser one step back."""
    return render(request, "ui/errors/csrf.html", {"status": 403}, status=403)


def bad_request(request, exception):
    """400; a form that holds more than is accepted at once says so."""
    too_much = isinstance(exception, TooManyFieldsSent | TooManyFilesSent | RequestDataTooBig)
    return render(request, "400.html", {"status": 400, "too_much": too_much}, status=400)


def permission_denied(request, exception):
    """403; a refusal that carries a reason a person can read shows it."""
    reason = str(exception) if exception.args else ""
    return render(request, "403.html", {"status": 403, "reason": reason}, status=403)


def page_not_found(request, exception):
    return render(request, "404.html", {"status": 404}, status=404)


def server_error(request):
    """500; 503 when the database is busy or away, 507 when the disk is full. Asks no database, no session."""
    status = _status_of(sys.exc_info()[1])
    body = render_to_string(f"{status}.html", {"status": status, "site_name": settings.PORTAL_SITE_NAME})
    response = HttpResponse(body, status=status)
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _status_of(error):
    if isinstance(error, OperationalError):
        return 503
    return 507 if isinstance(error, OSError) and error.errno in NO_ROOM else 500
