from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.desk import kiosk
from accounts.desk.registry import is_open_at_kiosk
from accounts.people.middleware import ALWAYS_OPEN


class KioskMiddleware:
    """At a shared device people read and acknowledge; who comes next meets nobody's pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if kiosk.is_visit(request) and response.get("Content-Type", "").startswith("text/html"):
            # Without a script: the page leaves the screen by itself.
            response["Refresh"] = f"{settings.KIOSK_IDLE_SECONDS + 1}; url={reverse('desk:enter')}"
        return response

    def process_view(self, request: HttpRequest, *_args: Any) -> HttpResponse | None:
        if not kiosk.is_visit(request):
            return None
        if not request.user.is_authenticated or kiosk.is_over(request):
            kiosk.end(request)
            messages.info(request, _("Your visit has ended. Nothing you confirmed is lost."))
            return HttpResponseRedirect(reverse("desk:enter"))
        kiosk.touch(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in ALWAYS_OPEN or is_open_at_kiosk(name):
            return None
        return render(request, "desk/not_here.html", status=403)
