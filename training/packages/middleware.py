from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import (
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    HttpResponseServerError,
)
from django.urls import Resolver404, resolve
from django.utils import translation

from training.packages.origin import views
from training.packages.origin.addresses import URLCONF, host_name, packages_host
from training.packages.origin.policy import PLAYER, harden

log = structlog.get_logger(__name__)
READING = ("GET", "HEAD")
View = Callable[..., HttpResponseBase]


class PackageOriginMiddleware:
    """Answers for the packages' host, and lets nothing of the portal answer there.

    It stands before sessions, messages, sign-in and static files, so none of them exists on that host. On the
    portal's own host the packages' routes do not exist: they are in no other table of addresses.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_for_packages(request):
            return self.get_response(request)
        if not _has_their_port(request):
            return _to_the_portal(request)
        with translation.override(translation.get_language_from_request(request)):
            response = _answer(request)
        request.session = None  # type: ignore[assignment]  # whoever asks for one here has taken a wrong turn
        return response


def _is_for_packages(request: HttpRequest) -> bool:
    """By name alone: a browser sends a host's cookies to all its ports."""
    theirs = host_name(packages_host())
    try:
        return bool(theirs) and host_name(request.get_host()) == theirs
    except DisallowedHost:
        return False


def _has_their_port(request: HttpRequest) -> bool:
    usual = "443" if settings.PORTAL_PACKAGES_URL.startswith("https:") else "80"
    return _port(request.get_host(), usual) == _port(packages_host(), usual)


def _port(host: str, usual: str) -> str:
    return str(urlsplit(f"//{host}").port or usual)


def _to_the_portal(request: HttpRequest) -> HttpResponseBase:
    """Somebody typed this machine's other name: the portal has one address only."""
    if request.method in READING:
        return HttpResponseRedirect(settings.PORTAL_BASE_URL + request.get_full_path())
    return harden(HttpResponseNotAllowed(READING), PLAYER)


def _answer(request: HttpRequest) -> HttpResponseBase:
    if request.method not in READING:
        return harden(HttpResponseNotAllowed(READING), PLAYER)
    try:
        view, args, kwargs = resolve(request.path_info, URLCONF)
    except Resolver404:
        return views.refusal(request, "missing", 404)
    return _called(view, request, *args, **kwargs)


def _called(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The portal's own error pages have no place here; a path may hold a signed word and is not logged."""
    try:
        return view(request, *args, **kwargs)
    except Exception:
        log.exception("package_origin_failed", view=view.__name__)
        return harden(HttpResponseServerError(), PLAYER)
