"""The invitation, the offer of a second factor, and what of allauth is closed."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.authentication import has_second_factor
from accounts.people.forms import ChoosePasswordForm
from accounts.people.models import Employee
from accounts.people.operations.invitations import InvitationInvalid, accept_invitation, open_invitation
from accounts.people.permissions import needs_second_factor


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation link: choose a password, then go on to the second factor."""
    try:
        person = open_invitation(token).employee
        form = ChoosePasswordForm(request.POST or None, person=person)
        if request.method == "POST" and form.is_valid():
            person = accept_invitation(token=token, password=form.cleaned_data["password"])
            return enter(request, person)
    except InvitationInvalid as refusal:
        return render(request, "people/sign_in/invitation_invalid.html", {"why": refusal.message}, status=410)
    return render(request, "people/sign_in/invitation.html", {"form": form, "person": person})


def enter(request: HttpRequest, person: Employee) -> HttpResponse:
    """Sign in somebody who has just set their password, through allauth's own stages."""
    record_authentication(request, person, method="password", username=person.login_id)
    return perform_login(request, Login(user=person, redirect_url=reverse("people:second-factor")))


@login_required
@never_cache
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Offer passkey or authenticator app; whoever has a role with power cannot go on without."""
    context = {"must": needs_second_factor(request.user), "has": has_second_factor(request.user)}
    if context["has"] and context["must"]:
        return redirect("mfa_index")
    return render(request, "people/sign_in/second_factor.html", context)


def closed(request: HttpRequest, **_: str) -> HttpResponse:
    """Nobody signs up, and work addresses are HR's to change."""
    raise Http404
