"""The HR desk, and the shared device beside it."""

from uuid import UUID

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.desk import kiosk
from accounts.desk.forms import HandOutForm, VisitForm
from accounts.desk.models import DeskCode
from accounts.desk.operations import hand_out_code, redeem_code, withdraw_code
from accounts.desk.permissions import can_hand_out, can_use_the_desk
from accounts.people.models import Employee
from accounts.people.permissions import require_recent
from accounts.people.views.access import attempt, only_for
from portal.audit.rules import RuleBroken


@only_for(can_use_the_desk)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_out(request: HttpRequest) -> HttpResponse:
    """A code for the person at the desk, shown this once."""
    require_recent(request)
    form = HandOutForm(request.POST or None, by=request.user)
    context = {"form": form, "minutes": settings.DESK_CODE_MINUTES}
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            context |= {"code": hand_out_code(person=person, by=request.user), "person": person}
            context["form"] = HandOutForm(by=request.user)
        except RuleBroken as refusal:
            form.add_error("person", str(refusal.message))
    return render(request, "desk/hand_out.html", {**context, "waiting": _waiting(request.user)})


@only_for(can_use_the_desk)
@require_POST
def withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    code = get_object_or_404(DeskCode.objects.select_related("employee"), ref=ref)
    if not can_hand_out(code.employee, by=request.user):
        raise Http404
    attempt(request, withdraw_code, _("The code no longer works."), code=code)
    return redirect("desk:hand-out")


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The first page of the shared device."""
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # By address alone: a limit by number would let anybody lock somebody else out.
        if limited := ratelimit.consume_or_429(
            request, app="accounts.desk", action="redeem", config={"redeem": settings.DESK_TRIES}
        ):
            return limited
        try:
            person = redeem_code(number=form.cleaned_data["number"], code=form.cleaned_data["code"])
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
        else:
            kiosk.begin(request, person)
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "desk/enter.html", {"form": form})


def _waiting(by: Employee) -> list[DeskCode]:
    codes = DeskCode.objects.usable().filter(handed_out_by=by)
    return list(codes.select_related("employee").order_by("expires_at"))
