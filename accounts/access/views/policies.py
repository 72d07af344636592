"""Access rules of an account, of a platform, of the whole company."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access.forms.grants import PolicyForm
from accounts.access.models import AccessPolicy
from accounts.access.operations import set_policy
from accounts.access.permissions import can_set_policies
from accounts.access.registry import requirement_choices
from accounts.people.views.access import attempt, only_for
from accounts.register.models import CorporateAccount, Platform

EARLIER = 20


@only_for(can_set_policies)
@require_http_methods(["GET", "POST"])
def house_rules(request: HttpRequest) -> HttpResponse:
    """The rules of all accounts that have none of their own, and which do."""
    own = AccessPolicy.objects.exclude(account=None).values("account")
    context = {
        "accounts": CorporateAccount.objects.filter(pk__in=own).select_related("platform").order_by("handle"),
        "platforms": Platform.objects.filter(
            pk__in=AccessPolicy.objects.exclude(platform=None).values("platform")
        ),
    }
    return _rules(request, _("Access rules for the whole company"), context)


@only_for(can_set_policies)
@require_http_methods(["GET", "POST"])
def rules_of_platform(request: HttpRequest, slug: str) -> HttpResponse:
    platform = get_object_or_404(Platform, slug=slug)
    title = _("Access rules for %(name)s") % {"name": platform.name}
    return _rules(request, title, {"platform": platform}, platform=platform)


@only_for(can_set_policies)
@require_http_methods(["GET", "POST"])
def rules_of_account(request: HttpRequest, ref: UUID) -> HttpResponse:
    account = get_object_or_404(CorporateAccount.objects.select_related("platform"), ref=ref)
    title = _("Access rules for %(name)s") % {"name": account.handle}
    context = {"account": account, "platform": account.platform}
    return _rules(request, title, context, account=account)


def _rules(
    request: HttpRequest,
    title: str,
    context: Mapping[str, Any],
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
        return redirect(request.path)
    history = AccessPolicy.objects.filter(account=account, platform=platform).select_related("made_by")
    facts = {
        "form": form,
        "title": title,
        "history": _with_titles(history.order_by("-pk")[:EARLIER]),
        "is_own": now is not None and (now.account_id, now.platform_id) == (_pk(account), _pk(platform)),
        "now": now,
    }
    return render(request, "access/rules.html", {**context, **facts})


def _with_titles(history: Any) -> list[tuple[AccessPolicy, list[str]]]:
    titles = {key: str(title) for key, title in requirement_choices()}
    return [(rules, [titles.get(key, key) for key in rules.required]) for rules in history]


def _pk(scope: CorporateAccount | Platform | None) -> int | None:
    return scope.pk if scope else None


def _initial(policy: AccessPolicy | None) -> dict[str, Any]:
    return model_to_dict(policy or AccessPolicy()) | {"required": policy.required if policy else []}
