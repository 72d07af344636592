"""One grant: using it, attesting, prolonging, giving back, suspending, revoking."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access.deciding import standing_of
from accounts.access.forms.grants import AcceptedForm, ExtendForm, GrantFilterForm, ProofForm
from accounts.access.models import AccessGrant
from accounts.access.operations import (
    attest_invitation,
    extend_grant,
    give_back,
    resume_grant,
    revoke_grant,
    suspend_grant,
    use_grant,
)
from accounts.access.permissions import (
    can_attest,
    can_end_grant,
    can_oversee_access,
    can_see_grant,
    can_set_policies,
)
from accounts.access.steps import step_for
from accounts.people.views.access import attempt, only_for
from accounts.register.permissions import works_here
from portal.audit.rules import RuleBroken

PAGE = 50
ACTS = {
    "give-back": (give_back, gettext_lazy("You have given the access back. Thank you.")),
    "revoke": (revoke_grant, gettext_lazy("The access has ended.")),
    "suspend": (suspend_grant, gettext_lazy("The access is suspended.")),
    "resume": (resume_grant, gettext_lazy("The suspension has ended.")),
}


@only_for(can_oversee_access)
@require_GET
def list_grants(request: HttpRequest) -> HttpResponse:
    """Who may work on what now, for overseers."""
    grants = AccessGrant.objects.running().with_parts().order_by("account__handle", "person__name", "pk")
    form = GrantFilterForm(request.GET or None)
    account = form.cleaned_data["account"] if form.is_valid() else ""
    page = Paginator(grants.filter(account__handle__icontains=account), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "query": {"account": account} if account else {},
        "may_set_rules": can_set_policies(request.user),
    }
    return render(request, "access/grants/list.html", context)


@only_for(works_here)
@require_GET
def show_grant(request: HttpRequest, ref: UUID) -> HttpResponse:
    """For its holder the next step and the steps of the route; for overseers what happened to it."""
    grant = _grant(request, ref)
    is_mine = grant.person_id == request.user.pk
    standing = standing_of(grant, timezone.now())
    context = {
        "grant": grant,
        "is_mine": is_mine,
        "standing": standing,
        "step": step_for(grant, standing),
        "decisions": grant.request.decisions.select_related("decided_by").order_by("pk"),
        "tasks": grant.tasks.select_related("done_by").order_by("pk"),
        "may_end": grant.is_running and can_end_grant(request.user, grant),
        "may_attest": grant.is_running
        and grant.is_platform_side
        and grant.attested_at is None
        and can_attest(request.user, grant),
    }
    return render(request, "access/grants/show.html", context)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, ref: UUID) -> HttpResponse:
    grant = _mine(request, ref)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = extend_grant(grant=grant, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Your request is on its way. You get a mail when it is decided."))
            return redirect("access:request-show", ref=made.ref)
    context = {"grant": grant, "form": form, "title": _("Keep it longer"), "label": _("Send the request")}
    return render(request, "access/grants/act.html", context)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def attest(request: HttpRequest, ref: UUID) -> HttpResponse:
    grant = _grant(request, ref)
    if not can_attest(request.user, grant):
        raise Http404
    is_mine = grant.person_id == request.user.pk
    form = (AcceptedForm if is_mine else ProofForm)(request.POST if request.method == "POST" else None)
    done = _("Noted. The access can be used now.")
    if form.is_valid() and attempt(request, attest_invitation, done, grant=grant, **form.cleaned_data):
        return redirect("access:grant-show", ref=ref)
    context = {"grant": grant, "form": form, "title": _("The invitation was accepted"), "label": _("Confirm")}
    return render(request, "access/grants/act.html", context)


@only_for(works_here)
@require_POST
def act_on_grant(request: HttpRequest, ref: UUID, act: str) -> HttpResponse:
    grant = _grant(request, ref)
    if act == "use":
        return _use(request, grant)
    if act not in ACTS:
        raise Http404
    operation, done = ACTS[act]
    attempt(request, operation, done, grant=grant)
    return redirect("access:grant-show", ref=ref)


def _use(request: HttpRequest, grant: AccessGrant) -> HttpResponse:
    """Decide now (A1), then lead to the account."""
    try:
        standing = use_grant(grant=grant, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return redirect("access:grant-show", ref=grant.ref)
    if not standing.can_be_used:
        messages.error(request, step_for(grant, standing).text)
    elif standing.is_grace:
        messages.warning(request, _("You may go on because you are on call. Owner and admins were told."))
    return redirect("access:grant-show", ref=grant.ref)


def _grant(request: HttpRequest, ref: UUID) -> AccessGrant:
    grant = get_object_or_404(AccessGrant.objects.with_parts(), ref=ref)
    if not can_see_grant(request.user, grant):
        raise Http404
    return grant


def _mine(request: HttpRequest, ref: UUID) -> AccessGrant:
    return get_object_or_404(AccessGrant.objects.with_parts(), ref=ref, person=request.user)
