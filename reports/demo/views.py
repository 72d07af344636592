import ipaddress

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.people.authentication import DEMO
from accounts.people.models import Employee
from reports.demo.cast import SIGN_INS

PROXY_HEADERS = frozenset(
    {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"}
)


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, login_id: str) -> HttpResponse:
    """Sign in as one of the demo people: development settings on this very machine, nowhere else."""
    _require_demo(request)
    if login_id not in dict(SIGN_INS):
        raise Http404
    person = get_object_or_404(Employee.objects.who_may_sign_in(), login_id=login_id)
    if request.method == "GET":
        return render(request, "demo/sign_in.html", {"person": person, "role": dict(SIGN_INS)[login_id]})
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, person, DEMO)
    UserSession.objects.create_from_request(request)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _require_demo(request: HttpRequest) -> None:
    client = ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104
    through_a_proxy = not PROXY_HEADERS.isdisjoint(name.lower() for name in request.headers)
    if not (settings.PORTAL_DEMO and settings.DEBUG and client.is_loopback and not through_a_proxy):
        raise Http404
