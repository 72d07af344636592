"""Headers that depend on where in the portal a page lies."""

from csp.constants import HEADER
from csp.utils import build_policy, default_config
from django.conf import settings
from django.middleware.gzip import GZipMiddleware

CMS_PREFIX = "/cms/"
TEXT = ("text/", "application/json", "image/svg+xml")


class CmsContentPolicyMiddleware:
    """Gives Wagtail's admin the wider policy it needs, and nothing else: there, django-csp stands aside."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(CMS_PREFIX) and HEADER not in response:
            policy = default_config(settings.CMS_CONTENT_SECURITY_POLICY)
            response[HEADER] = build_policy(config=policy, nonce=getattr(request, "_csp_nonce", None))
        return response


class PrivateCacheMiddleware:
    """Keeps everything behind sign-in out of every cache, the browser's own too: computers are shared.

    Whatever a view or a library says itself is replaced, unless it says `public`: what the same address gives
    to everybody, like stylesheets, may be kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if self._is_personal(request) and "public" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "no-store, private"
        return response

    def _is_personal(self, request) -> bool:
        session = getattr(request, "session", None)
        return session is not None and (session.accessed or settings.SESSION_COOKIE_NAME in request.COOKIES)


class CompressTextMiddleware(GZipMiddleware):
    """Compresses pages and lists, so that a small server without a proxy keeps the budget of a first view.

    Downloads pass as they are: a PDF or a bundle is compressed already, a stream keeps its length.
    Padding of random length blurs what the size would tell about a secret (ADR 0008).
    """

    def process_response(self, request, response):
        if response.streaming or not response.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
