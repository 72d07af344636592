"""Access rules of an account, of a platform, of the whole company."""

from typing import Any
from uuid import UUID

from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access.forms.grants import PolicyForm
from accounts.access.models import AccessPolicy
from accounts.access.operations import set_policy
from accounts.access.permissions import can_set_policies
from accounts.people.views.access import attempt, only_for
from accounts.register.models import CorporateAccount, Platform


@only_for(can_set_policies)
@require_http_methods(["GET", "POST"])
def house_rules(request: HttpRequest) -> HttpResponse:
    return _rules(request, _("Access rules for the whole company"), reverse("register:account-list"))


@only_for(can_set_policies)
@require_http_methods(["GET", "POST"])
def rules_of_platform(request: HttpRequest, slug: str) -> HttpResponse:
    platform = get_object_or_404(Platform, slug=slug)
    title = _("Access rules for %(name)s") % {"name": platform.name}
    return _rules(request, title, reverse("register:platform-show", args=[slug]), platform=platform)


@only_for(can_set_policies)
@require_http_methods(["GET", "POST"])
def rules_of_account(request: HttpRequest, ref: UUID) -> HttpResponse:
    account = get_object_or_404(CorporateAccount.objects.select_related("platform"), ref=ref)
    title = _("Access rules for %(name)s") % {"name": account.handle}
    return _rules(request, title, reverse("register:account-show", args=[ref]), account=account)


def _rules(
    request: HttpRequest,
    title: str,
    back: str,
    *,
    account: CorporateAccount | None = None,
    platform: Platform | None = None,
) -> HttpResponse:
    """The form starts with what applies now; saving writes rules for this scope beside the old ones."""
    now = AccessPolicy.objects.in_force(account=account, platform=platform).first()
    form = PolicyForm(
        request.POST or None,
        instance=AccessPolicy(account=account, platform=platform),
        initial=_initial(now),
    )
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(request, set_policy, _("The rules apply to new requests."), policy=form.instance):
        return redirect(back)
    history = AccessPolicy.objects.filter(account=account, platform=platform).select_related("made_by")
    context = {
        "form": form,
        "title": title,
        "back": back,
        "history": history.order_by("-pk")[:20],
        "now": now,
    }
    return render(request, "access/rules.html", context)


def _initial(policy: AccessPolicy | None) -> dict[str, Any]:
    return model_to_dict(policy or AccessPolicy()) | {"required": policy.required if policy else []}
