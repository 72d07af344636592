"""Seeing a secret: say what for, prove that it is you, use the ticket, and it is gone again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.authentication import used_second_factor
from accounts.people.permissions import require_recent
from accounts.people.views.access import attempt, only_for
from accounts.register.permissions import works_here
from accounts.vault.choices import CredentialKind, RevealState
from accounts.vault.forms.acts import ReasonForm
from accounts.vault.models import Credential, Reveal
from accounts.vault.operations import agree, ask_to_see, draw_ticket, refuse, show
from accounts.vault.operations.reveals import TICKET_SECONDS
from accounts.vault.permissions import can_agree, can_see_vault, is_rotator, usable_grant
from accounts.vault.views.hiding import hides_secrets
from portal.audit.rules import RuleBroken

SECONDS_ON_SCREEN = 30


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What for. Whoever has no access is told how to get it."""
    credential = _openable(request, ref)
    require_second_factor(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reveal = ask_to_see(credential=credential, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("vault:reveal-show", ref=reveal.ref)
    return render(request, "vault/reveals/ask.html", {"credential": credential, "form": form})


@only_for(works_here)
@require_GET
def show_reveal(request: HttpRequest, ref: UUID) -> HttpResponse:
    """For who asked: what is next. For the second person: yes or no."""
    reveal = _reveal(ref)
    is_mine = reveal.person_id == request.user.pk
    may_agree = can_agree(request.user, reveal)
    if not (is_mine or may_agree):
        raise Http404
    context = {
        "reveal": reveal,
        "credential": reveal.version.credential,
        "is_mine": is_mine,
        "may_answer": may_agree and reveal.state == RevealState.REQUESTED,
        "is_ready": is_mine and reveal.state in (RevealState.AGREED, RevealState.TICKET),
    }
    return render(request, "vault/reveals/show.html", context)


@only_for(works_here)
@require_POST
def answer(request: HttpRequest, ref: UUID) -> HttpResponse:
    reveal = _reveal(ref)
    if not can_agree(request.user, reveal):
        raise Http404
    yes = request.POST.get("answer") == "yes"
    done = _("Agreed.") if yes else _("Declined.")
    attempt(request, agree if yes else refuse, done, reveal=reveal)
    return redirect("vault:reveal-show", ref=ref)


@hides_secrets("token")
@only_for(works_here)
@require_POST
def ticket(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A ticket of 60 seconds, in the page that carries it and nowhere else."""
    reveal = _mine(request, ref)
    require_second_factor(request)
    try:
        ticket = draw_ticket(reveal=reveal, session_key=request.session.session_key or "", by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return redirect("vault:reveal-show", ref=ref)
    context = {"ticket": ticket, "credential": reveal.version.credential, "seconds": TICKET_SECONDS}
    return _unstored(render(request, "vault/reveals/ticket.html", context))


@hides_secrets("token")
@only_for(works_here)
@require_POST
def secret(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The one response that shows it (V3)."""
    reveal = _mine(request, ref)
    require_second_factor(request)
    facts = {"token": request.POST.get("token", "")[:200], "session_key": request.session.session_key or ""}
    try:
        shown = show(reveal=reveal, by=request.user, **facts)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return redirect("vault:reveal-show", ref=ref)
    context = {
        "shown": shown,
        "credential": shown.reveal.version.credential,
        "is_code": shown.code is not None,
        "is_burnt": shown.codes_left is not None,
        "seconds": shown.code.seconds_left if shown.code else SECONDS_ON_SCREEN,
        "seconds_of_both": shown.code.seconds_left + shown.code.period if shown.code else 0,
    }
    return _unstored(render(request, "vault/reveals/secret.html", context))


def require_second_factor(request: HttpRequest) -> None:
    """V2: within the last minutes, and with a second factor; a password alone is not enough here."""
    require_recent(request)
    if not used_second_factor(request):
        raise PermissionDenied(_("This needs a second factor. Please set one up in your settings."))


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response


def _openable(request: HttpRequest, ref: UUID) -> Credential:
    kept = Credential.objects.kept().exclude(kind=CredentialKind.HARDWARE_KEY)
    credential = get_object_or_404(kept.select_related("account__platform"), ref=ref)
    person: Any = request.user
    opens = usable_grant(person, credential) is not None or is_rotator(person, credential)
    if not (opens or can_see_vault(person, credential.account)):
        raise Http404
    return credential


def _reveal(ref: UUID) -> Reveal:
    parts = Reveal.objects.select_related("version__credential__account__platform", "person", "agreed_by")
    return get_object_or_404(parts.defer("version__sealed"), ref=ref)


def _mine(request: HttpRequest, ref: UUID) -> Reveal:
    reveal = _reveal(ref)
    if reveal.person_id != request.user.pk:
        raise Http404
    return reveal
