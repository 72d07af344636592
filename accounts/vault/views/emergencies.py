"""Emergency access: used, and reviewed."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.people.views.access import attempt, only_for
from accounts.register.permissions import works_here
from accounts.vault.choices import CredentialKind, GlassState
from accounts.vault.forms.acts import EmergencyForm, VerdictForm
from accounts.vault.models import BreakGlass, Credential
from accounts.vault.operations import break_glass, review_emergency
from accounts.vault.permissions import can_break_glass, can_review_glass, can_store, oversees_vault
from accounts.vault.registry import cause_from
from accounts.vault.views.reveals import require_second_factor
from portal.audit.rules import RuleBroken


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def use_emergency(request: HttpRequest, ref: UUID) -> HttpResponse:
    kept = Credential.objects.kept().exclude(kind=CredentialKind.HARDWARE_KEY)
    parts = kept.select_related("account__platform", "account__owner", "account__deputy")
    credential = get_object_or_404(parts, ref=ref)
    if not can_break_glass(request.user, credential.account):
        raise PermissionDenied
    require_second_factor(request)
    cause = cause_from(request.user, request.POST.get("cause") or request.GET.get("cause") or "")
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reveal = break_glass(credential=credential, cause=cause, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("vault:reveal-show", ref=reveal.ref)
    return render(
        request, "vault/emergencies/use.html", {"credential": credential, "form": form, "cause": cause}
    )


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def show_emergency(request: HttpRequest, ref: UUID) -> HttpResponse:
    parts = BreakGlass.objects.select_related("credential__account__platform", "person", "reviewed_by")
    glass = get_object_or_404(parts, ref=ref)
    may_review = can_review_glass(request.user, glass)
    account, person = glass.credential.account, request.user
    if not (
        may_review or oversees_vault(person) or can_store(person, account) or glass.person_id == person.pk
    ):
        raise Http404
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {"verdict": GlassState(form.cleaned_data["verdict"]), "note": form.cleaned_data["note"]}
        if attempt(request, review_emergency, _("The verdict is noted."), glass=glass, **facts):
            return redirect("vault:emergency-show", ref=ref)
    context = {
        "glass": glass,
        "form": form if may_review and glass.state == GlassState.UNDER_REVIEW else None,
        "reveals": glass.reveals.order_by("pk"),
    }
    return render(request, "vault/emergencies/show.html", context)
