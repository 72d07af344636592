"""Private accounts: only by one's own act, and taken back in two clicks."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access.consenting import texts_for
from accounts.access.deciding import can_be_given, needs_consent_of
from accounts.access.forms.requests import VolunteerForm
from accounts.access.models import PrivateAccountConsent
from accounts.access.operations import (
    give_consent,
    policy_for,
    volunteer_account,
    withdraw_consent,
)
from accounts.people.views.access import attempt, only_for
from accounts.register.choices import RouteKind
from accounts.register.models import AccessRoute
from accounts.register.permissions import works_here
from portal.upkeep.middleware import unwatched


@only_for(works_here)
@require_http_methods(["GET", "POST"])
@unwatched
def volunteer(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What becomes visible, what else there is, how to withdraw; perhaps yes. Reading leaves nothing."""
    route = _own_route(request, ref)
    standing = PrivateAccountConsent.objects.holding(timezone.now()).filter(person=request.user, route=route)
    asks = route.kind == RouteKind.VOLUNTEERED and not standing.exists()
    form = VolunteerForm(request.POST or None, policy=policy_for(route.account))
    if not asks:
        for name in ("span", "ends_on", "reason"):
            del form.fields[name]
    if request.method == "POST" and form.is_valid() and _give(request, route, form, asks=asks):
        return redirect("access:channel-list")
    language = get_language() or request.user.language
    context = {
        "route": route,
        "form": form,
        "texts": texts_for(route, language),
        "standing": standing.first(),
        "asks": asks,
    }
    return render(request, "access/consents/volunteer.html", context)


@only_for(works_here)
@require_POST
def withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    consent = get_object_or_404(PrivateAccountConsent, ref=ref, person=request.user)
    done = _("Your consent is withdrawn. Your private account is not used any more.")
    attempt(request, withdraw_consent, done, consent=consent)
    return redirect("access:channel-list")


def _give(request: HttpRequest, route: AccessRoute, form: VolunteerForm, *, asks: bool) -> bool:
    language = get_language() or request.user.language
    if asks:
        done = _("Your consent is noted, and your request is on its way.")
        return attempt(request, volunteer_account, done, wish=form.wish_for(route), language=language)
    give_consent(route=route, by=request.user, language=language)
    messages.success(request, _("Your consent is noted. You can withdraw it here at any time."))
    return True


def _own_route(request: HttpRequest, ref: UUID) -> AccessRoute:
    routes = AccessRoute.objects.open().select_related("account__platform", "publisher")
    route = get_object_or_404(routes, ref=ref)
    whose = needs_consent_of(route, request.user)
    if not can_be_given(route) or whose is None or whose.pk != request.user.pk:
        raise Http404
    return route
