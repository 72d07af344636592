"""Planned posts: the list by hand, one line, a whole platform; and the way to emergency access."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.views.access import only_for
from accounts.register.models import CorporateAccount, Platform
from accounts.register.permissions import can_manage_register
from accounts.vault.choices import CredentialKind
from accounts.vault.models import Credential
from accounts.vault.permissions import can_break_glass
from guidelines.incidents.choices import FreezeState
from guidelines.incidents.forms.records import FreezeForm, FrozenLineForm
from guidelines.incidents.models import FrozenAccount
from guidelines.incidents.operations.emergencies import CAUSE
from guidelines.incidents.operations.freezing import (
    WORKING,
    freeze_accounts,
    settle_line,
    settle_platform,
)
from guidelines.incidents.permissions import may_enter_some
from guidelines.incidents.views.entering import carried_out, entered


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Put accounts on the list without waiting for a level that says so."""
    incident = entered(request, ref=ref)
    if not incident.is_running:
        raise Http404
    form = FreezeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        accounts = list(form.accounts())
        done = ngettext(
            "%(count)s account is checked now.", "%(count)s accounts are checked now.", len(accounts)
        ) % {"count": len(accounts)}
        facts = {"incident": incident, "accounts": accounts, "region": "freezing"}
        return carried_out(request, incident, freeze_accounts, done, **facts)
    context = {
        "incident": incident,
        "form": form,
        "heading": _("Halt planned posts"),
        "lead": _("Every account goes on a list. Somebody looks in its tools and notes what was halted."),
        "button": _("Put them on the list"),
    }
    return render(request, "incidents/acts/form.html", context)


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One account, with a note."""
    found = _line(request, ref)
    form = FrozenLineForm(request.POST or None, line=found)
    if request.method == "POST" and form.is_valid():
        facts = {"line": found, "region": "freezing", **form.cleaned_data}
        return carried_out(request, found.incident, settle_line, _("Noted."), **facts)
    context = {
        "incident": found.incident,
        "form": form,
        "heading": str(found.account),
        "lead": found.get_state_display(),
        "button": _("Save"),
    }
    return render(request, "incidents/acts/form.html", context)


@only_for(may_enter_some)
@require_POST
def settle(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One account, in one tap from the room."""
    found = _line(request, ref)
    facts = {"line": found, "state": _state(request), "region": "freezing"}
    return carried_out(request, found.incident, settle_line, _("Noted."), **facts)


@only_for(may_enter_some)
@require_POST
def settle_all(request: HttpRequest, ref: UUID, slug: str) -> HttpResponse:
    """All accounts of a platform that are waiting for the same thing."""
    incident = entered(request, ref=ref)
    platform = get_object_or_404(Platform, slug=slug)
    facts = {"incident": incident, "platform": platform, "state": _state(request), "region": "freezing"}
    return carried_out(request, incident, settle_platform, _("Noted."), **facts)


@only_for(may_enter_some)
@require_GET
def emergency(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Which accounts the person could get into in an emergency. The vault asks, tells and shows."""
    incident = entered(request, ref=ref)
    if not incident.is_open:
        raise Http404
    context = {
        "incident": incident,
        "cause": f"{CAUSE}:{incident.ref}",
        "credentials": emergency_credentials(request.user),
    }
    return render(request, "incidents/freezing/emergency.html", context)


def emergency_credentials(person: Any) -> list[Credential]:
    """Secrets that `person` may open in an emergency, by account."""
    accounts = CorporateAccount.objects.in_use()
    if not can_manage_register(person):
        accounts = accounts.answered_for_by(person)
    kept = Credential.objects.kept().exclude(kind=CredentialKind.HARDWARE_KEY).filter(account__in=accounts)
    found = kept.select_related("account__platform").order_by(
        "account__platform__slug", "account__handle", "pk"
    )
    return [one for one in found if can_break_glass(person, one.account)]


def _state(request: HttpRequest) -> str:
    state = request.POST.get("state", "")
    if state not in FreezeState.values:
        raise BadRequest
    return state


def _line(request: HttpRequest, ref: UUID) -> FrozenAccount:
    parts = FrozenAccount.objects.select_related("incident", "account__platform")
    found = get_object_or_404(parts, ref=ref)
    found.incident = entered(request, ref=found.incident.ref)
    if found.incident.status not in WORKING:
        raise Http404
    return found
