"""Platforms, and what is known of each, from which source and since when."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.views.access import attempt, only_for
from accounts.register.choices import WHEN_SECRETS_CHANGE, FactKey
from accounts.register.forms.platforms import FactForm, PlatformForm
from accounts.register.models import Platform, PlatformFact
from accounts.register.operations.platforms import add_platform, confirm_fact, record_fact
from accounts.register.permissions import (
    can_manage_register,
    can_oversee_register,
    can_request_approval,
    can_see_approval,
    works_here,
)

HISTORY = 20


@only_for(works_here)
@require_GET
def list_platforms(request: HttpRequest) -> HttpResponse:
    context = {
        "platforms": sorted(Platform.objects.with_counts(), key=lambda platform: platform.name.casefold()),
        "may_manage": can_manage_register(request.user),
        "oversees": can_oversee_register(request.user),
    }
    return render(request, "register/platforms/list.html", context)


@only_for(works_here)
@require_GET
def show_platform(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody may know what is known; unknown is shown as unknown."""
    platform = get_object_or_404(Platform, slug=slug)
    rows = _rows(platform)
    context = {
        "platform": platform,
        "groups": [
            (_("For its use"), [row for row in rows if row["key"] not in WHEN_SECRETS_CHANGE]),
            (_("When secrets are changed"), [row for row in rows if row["key"] in WHEN_SECRETS_CHANGE]),
        ],
        "accounts": platform.accounts.open_to_staff().order_by("handle"),
        "approvals": [
            approval
            for approval in platform.approvals.standing().by_state()
            if can_see_approval(request.user, approval)
        ],
        "may_ask": can_request_approval(request.user, platform),
        "may_manage": can_manage_register(request.user),
    }
    return render(request, "register/platforms/show.html", context)


@only_for(can_manage_register)
@require_http_methods(["GET", "POST"])
def new_platform(request: HttpRequest) -> HttpResponse:
    form = PlatformForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        platform = add_platform(platform=form.instance, by=request.user)
        messages.success(request, _("The platform is on the register. Next, say what is known of it."))
        return redirect("register:platform-show", slug=platform.slug)
    context = {"form": form, "title": _("Add a platform")}
    return render(request, "register/platforms/edit.html", context)


@only_for(can_manage_register)
@require_http_methods(["GET", "POST"])
def overrule(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """An own source takes the place of what is known."""
    platform = get_object_or_404(Platform, slug=slug)
    if key not in FactKey.values:
        raise Http404
    form = FactForm(request.POST or None, initial=_known(platform, key))
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(request, record_fact, _("Noted."), platform=platform, key=key, **form.cleaned_data):
        return redirect("register:platform-show", slug=slug)
    context = {
        "form": form,
        "platform": platform,
        "title": FactKey(key).label,
        "history": platform.facts.history_of(platform, key).select_related("entered_by")[:HISTORY],
    }
    return render(request, "register/platforms/edit.html", context)


@only_for(can_manage_register)
@require_POST
def confirm(request: HttpRequest, ref: UUID) -> HttpResponse:
    fact = get_object_or_404(PlatformFact.objects.current().select_related("platform"), ref=ref)
    attempt(request, confirm_fact, _("Checked today."), fact=fact)
    return redirect("register:platform-show", slug=fact.platform.slug)


def _rows(platform: Platform) -> list[dict[str, Any]]:
    """Every question with what is known about it."""
    stale = set(platform.facts.current().stale_on(timezone.localdate()).values_list("pk", flat=True))
    facts = {fact.key: fact for fact in platform.facts.current().select_related("entered_by")}
    return [
        {"key": key, "fact": facts.get(key), "is_stale": key in facts and facts[key].pk in stale}
        for key in FactKey
    ]


def _known(platform: Platform, key: str) -> dict[str, Any]:
    fact = platform.facts.history_of(platform, key).first()
    names = ("value", "text_de", "text_en", "source", "clause", "source_on", "confidence")
    known = {name: getattr(fact, name) for name in names} if fact else {}
    return {**known, "checked_on": timezone.localdate()}
