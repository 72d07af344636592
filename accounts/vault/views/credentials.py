"""Putting secrets in and replacing them. No page of this file shows one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.permissions import require_recent
from accounts.people.views.access import attempt, only_for
from accounts.register.models import CorporateAccount
from accounts.register.permissions import works_here
from accounts.vault.choices import CredentialKind, VersionState
from accounts.vault.forms.credentials import SECRET_FORMS, CredentialForm, OwnershipForm
from accounts.vault.models import Credential, Reveal, Rotation
from accounts.vault.operations import (
    add_credential,
    change_credential,
    check_in,
    put_in_force,
    remove_credential,
    stage_version,
)
from accounts.vault.permissions import (
    can_rotate,
    can_see_vault,
    can_store,
    is_rotator,
    oversees_vault,
    usable_grant,
)
from accounts.vault.views.hiding import hides_secrets
from portal.audit.rules import RuleBroken

SECRETS = ("text", "codes", "picture")


@hides_secrets(*SECRETS)
@only_for(works_here)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ref: UUID, kind: str) -> HttpResponse:
    account = get_object_or_404(CorporateAccount.objects.select_related("platform"), ref=ref)
    if kind not in CredentialKind.values:
        raise Http404
    _require_storing(request, account)
    credential = Credential(account=account, kind=kind, label=str(CredentialKind(kind).label))
    forms = _forms(request, credential)
    if request.method == "POST" and all([form.is_valid() for form in forms.values()]):
        secret = forms["secret"].secret if "secret" in forms else None
        if _tried(request, forms, add_credential, credential=credential, secret=secret):
            messages.success(request, _("Kept. Nobody sees it without access and without leaving a trace."))
            return redirect("register:account-show", ref=ref)
    context = {"account": account, "forms": forms, "title": CredentialKind(kind).label}
    return render(request, "vault/credentials/add.html", context)


@only_for(works_here)
@require_GET
def show_credential(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Its versions and who has seen what; never the secret."""
    credential = _visible(request, ref)
    versions = credential.versions.without_secret().select_related("made_by").order_by("-number")
    shown = Reveal.objects.filter(version__credential=credential).select_related("person", "version")
    may_store = can_store(request.user, credential.account)
    context = {
        "credential": credential,
        "versions": versions,
        "shown": shown.shown().order_by("-shown_at")[:50] if may_store else [],
        "may_store": may_store,
        "may_open": usable_grant(request.user, credential) is not None
        or is_rotator(request.user, credential),
        "rotation": _change_of(request, credential),
        "staged": next((one for one in versions if one.state == VersionState.STAGED), None),
        "is_secret": credential.kind != CredentialKind.HARDWARE_KEY,
    }
    return render(request, "vault/credentials/show.html", context)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, ref: UUID) -> HttpResponse:
    credential = _storable(request, ref)
    form = CredentialForm(request.POST or None, instance=credential)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(request, change_credential, _("Saved."), credential=form.instance):
        return redirect("vault:credential-show", ref=ref)
    context = {"account": credential.account, "forms": {"credential": form}, "title": credential.label}
    return render(request, "vault/credentials/add.html", {**context, "credential": credential})


@hides_secrets(*SECRETS)
@only_for(works_here)
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Prepare the next value; the old one holds until the platform accepts the new."""
    credential = _storable(request, ref)
    if credential.kind == CredentialKind.HARDWARE_KEY:
        raise Http404
    require_recent(request)
    form = SECRET_FORMS[CredentialKind(credential.kind)](request.POST or None, request.FILES or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and _tried(request, {"secret": form}, stage_version, credential=credential, secret=form.secret):
        messages.success(request, _("Prepared. Say here as soon as the platform accepts it."))
        return redirect("vault:credential-show", ref=ref)
    context = {"account": credential.account, "forms": {"secret": form}, "title": credential.label}
    return render(request, "vault/credentials/add.html", {**context, "credential": credential})


@only_for(works_here)
@require_POST
def use_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    credential = _storable(request, ref)
    staged = get_object_or_404(credential.versions.without_secret(), state=VersionState.STAGED)
    attempt(request, put_in_force, _("The new secret is in force. The old one is destroyed."), version=staged)
    rotation = _change_of(request, credential)
    if rotation is not None and rotation.taken_by_id == request.user.pk:
        return redirect("vault:rotation-show", ref=rotation.ref)
    return redirect("vault:credential-show", ref=ref)


@only_for(works_here)
@require_POST
def give_back(request: HttpRequest, ref: UUID) -> HttpResponse:
    credential = _visible(request, ref)
    attempt(request, check_in, _("Given back."), credential=credential)
    return redirect("register:account-show", ref=credential.account.ref)


@only_for(works_here)
@require_POST
def remove(request: HttpRequest, ref: UUID) -> HttpResponse:
    credential = _storable(request, ref)
    attempt(request, remove_credential, _("Taken out of use and destroyed."), credential=credential)
    return redirect("register:account-show", ref=credential.account.ref)


def _tried(request: HttpRequest, forms: dict[str, Form], act: Any, **facts: Any) -> bool:
    try:
        act(by=request.user, **facts)
    except RuleBroken as refusal:
        forms[next(iter(forms))].add_error(None, str(refusal.message))
        return False
    return True


def _forms(request: HttpRequest, credential: Credential) -> dict[str, Any]:
    data, files = request.POST or None, request.FILES or None
    forms: dict[str, Any] = {"credential": CredentialForm(data, instance=credential)}
    if credential.kind in SECRET_FORMS:
        forms["secret"] = SECRET_FORMS[CredentialKind(credential.kind)](data, files)
        forms["ownership"] = OwnershipForm(data)
    return forms


def _change_of(request: HttpRequest, credential: Credential) -> Rotation | None:
    """The change this belongs to, for whom its page is open."""
    if not (oversees_vault(request.user) or can_rotate(request.user, credential.account)):
        return None
    return Rotation.objects.unfinished().filter(account=credential.account).first()


def _require_storing(request: HttpRequest, account: CorporateAccount) -> None:
    if not can_store(request.user, account):
        raise PermissionDenied
    require_recent(request)


def _visible(request: HttpRequest, ref: UUID) -> Credential:
    kept = Credential.objects.kept().select_related("account__platform", "holder", "held_by", "custodian")
    credential = get_object_or_404(kept, ref=ref)
    if not can_see_vault(request.user, credential.account):
        raise Http404
    return credential


def _storable(request: HttpRequest, ref: UUID) -> Credential:
    credential = _visible(request, ref)
    if not can_store(request.user, credential.account):
        raise PermissionDenied
    return credential
