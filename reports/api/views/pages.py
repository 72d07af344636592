"""The page of tokens, for the people who make them, confirm them or look over them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.permissions import require_recent
from accounts.people.views.access import attempt, only_for
from portal.audit.rules import RuleBroken
from reports.api.choices import Standing
from reports.api.forms import TokenForm
from reports.api.models import ApiToken
from reports.api.openapi import BASE
from reports.api.operations import confirm_token, make_token, revoke_token
from reports.api.permissions import (
    can_decide,
    can_revoke,
    decides_tokens,
    may_have_tokens,
    remember_holdings,
    sees_tokens,
)
from reports.api.standing import standing_of

LISTED = 200
DAYS_SHOWN = 60
TONES = {Standing.VALID: "success", Standing.WAITING: "warning", Standing.REVOKED: "danger"}


@only_for(sees_tokens)
@require_GET
def list_tokens(request: HttpRequest) -> HttpResponse:
    tokens = list(ApiToken.objects.visible_to(request.user).with_people().newest_first()[:LISTED])
    remember_holdings(token.made_by for token in tokens)
    lines = [_line(token) for token in tokens]
    context = {"lines": lines, "may_make": may_have_tokens(request.user), "call": example()}
    return render(request, "api/tokens.html", context)


@only_for(may_have_tokens)
@require_http_methods(["GET", "POST"])
def add_token(request: HttpRequest) -> HttpResponse:
    """The secret is in this one answer and nowhere else."""
    require_recent(request)
    form = TokenForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = make_token(by=request.user, **form.facts())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return render(request, "api/token_made.html", {"token": token, "secret": secret})
    return render(request, "api/token_add.html", {"form": form}, status=422 if form.is_bound else 200)


@only_for(sees_tokens)
@require_GET
def show_token(request: HttpRequest, ref: UUID) -> HttpResponse:
    token = _token(request, ref)
    line = _line(token)
    context = {
        **line,
        "days": token.days.all()[:DAYS_SHOWN],
        "may_confirm": line["standing"] == Standing.WAITING and can_decide(request.user, token),
        "may_revoke": token.revoked_at is None and can_revoke(request.user, token),
    }
    return render(request, "api/token_show.html", context)


@only_for(decides_tokens)
@require_POST
def confirm(request: HttpRequest, ref: UUID) -> HttpResponse:
    require_recent(request)
    attempt(
        request, confirm_token, _("The token is confirmed and works from now on."), token=_token(request, ref)
    )
    return redirect("api:token-show", ref=ref)


@only_for(decides_tokens)
@require_POST
def revoke(request: HttpRequest, ref: UUID) -> HttpResponse:
    require_recent(request)
    done = _("The token is revoked; it lets nobody in any more.")
    attempt(request, revoke_token, done, token=_token(request, ref))
    return redirect("api:token-show", ref=ref)


def example() -> str:
    """A call as it is typed in a shell."""
    address = f"{settings.PORTAL_BASE_URL}{BASE}/acknowledgements?limit=100"
    return f'curl -H "Authorization: Bearer lp_…" "{address}"'


def _token(request: HttpRequest, ref: UUID) -> ApiToken:
    return get_object_or_404(ApiToken.objects.visible_to(request.user).with_people(), ref=ref)


def _line(token: ApiToken) -> dict[str, Any]:
    standing = standing_of(token, timezone.now())
    return {"token": token, "standing": standing, "tone": TONES.get(standing, "neutral")}
