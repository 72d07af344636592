"""Channel approvals: asked for, decided by both sides, ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.views.access import attempt, only_for
from accounts.register.choices import ApprovalState, ChannelUse, Side
from accounts.register.forms.approvals import DecisionForm, RequestForm, TermsForm, unchanged_terms
from accounts.register.models import ChannelApproval, Platform
from accounts.register.operations import decide_approval, end_approval, request_approval
from accounts.register.permissions import (
    can_end_approval,
    can_oversee_register,
    can_request_approval,
    can_see_approval,
    sides_of,
    works_here,
)

PAGE = 50
STANDING = (ApprovalState.REQUESTED, ApprovalState.APPROVED)


@only_for(can_oversee_register)
@require_GET
def list_approvals(request: HttpRequest) -> HttpResponse:
    """What waits comes first, then what is in force, then the past."""
    approvals = ChannelApproval.objects.by_state().select_related("platform", "requested_by")
    page = Paginator(approvals, PAGE).get_page(request.GET.get("page"))
    return render(request, "register/approvals/list.html", {"page": page, "query": {}})


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def ask_for_approval(request: HttpRequest, slug: str) -> HttpResponse:
    platform = get_object_or_404(Platform, slug=slug)
    if not can_request_approval(request.user, platform):
        raise Http404
    use = request.GET.get("use", ChannelUse.MESSAGES)
    instance = ChannelApproval(platform=platform)
    form = RequestForm(
        request.POST or None, instance=instance, initial={"use": use, **unchanged_terms(platform, use)}
    )
    if request.method == "POST" and form.is_valid():
        approval = request_approval(approval=form.instance, by=request.user)
        messages.success(request, _("Requested. Data protection officer and legal have been told."))
        return redirect("register:approval-show", ref=approval.ref)
    return render(request, "register/approvals/ask.html", {"form": form, "platform": platform})


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def show_approval(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Reading, and deciding for the side that has not answered yet."""
    approval = _approval(request, ref)
    decisions = list(approval.decisions.select_related("decided_by").order_by("pk"))
    sides = _open_sides(request, approval, decisions)
    forms = _forms(request, approval, sides, is_first=not decisions) if sides else {}
    if request.method == "POST":
        if not sides:
            messages.error(request, _("There is nothing for you to decide here any more."))
            return redirect("register:approval-show", ref=ref)
        if _decide(request, approval, forms):
            return redirect("register:approval-show", ref=ref)
    context = {
        "approval": approval,
        "decisions": decisions,
        "is_standing": approval.state in STANDING,
        "may_end": approval.state in STANDING and can_end_approval(request.user, approval),
        "may_renew": approval.state != ApprovalState.REQUESTED
        and can_request_approval(request.user, approval.platform),
        **forms,
    }
    return render(request, "register/approvals/show.html", context)


@only_for(works_here)
@require_POST
def end(request: HttpRequest, ref: UUID) -> HttpResponse:
    approval = _approval(request, ref)
    attempt(request, end_approval, _("Ended."), approval=approval)
    if not can_see_approval(request.user, approval):
        return redirect("register:platform-show", slug=approval.platform.slug)
    return redirect("register:approval-show", ref=ref)


def _approval(request: HttpRequest, ref: UUID) -> ChannelApproval:
    approvals = ChannelApproval.objects.select_related("platform", "requested_by")
    approval = get_object_or_404(approvals, ref=ref)
    if not can_see_approval(request.user, approval):
        raise Http404
    return approval


def _open_sides(request: HttpRequest, approval: ChannelApproval, decisions: list[Any]) -> list[Side]:
    """The sides that `request.user` can still answer for; none for who answered for the other."""
    if approval.state != ApprovalState.REQUESTED:
        return []
    if any(decision.decided_by_id == request.user.pk for decision in decisions):
        return []
    answered = {decision.side for decision in decisions}
    return [side for side in sides_of(request.user) if side.value not in answered]


def _forms(
    request: HttpRequest, approval: ChannelApproval, sides: list[Side], *, is_first: bool
) -> dict[str, Any]:
    """Terms are a form for who decides first, and for who believed to be first when they opened the page."""
    data = request.POST if request.method == "POST" else None
    forms: dict[str, Any] = {"decision": DecisionForm(data, sides=sides)}
    if is_first or "conditions_de" in request.POST:
        forms["terms"] = TermsForm(data, instance=ChannelApproval.objects.get(pk=approval.pk))
    return forms


def _decide(request: HttpRequest, approval: ChannelApproval, forms: dict[str, Any]) -> bool:
    if not all([form.is_valid() for form in forms.values()]):
        return False
    decision, terms = forms["decision"], forms.get("terms")
    done = _("Your decision is noted.")
    return attempt(
        request,
        decide_approval,
        done,
        approval=approval,
        approves=decision.approves,
        terms=terms.terms if terms else None,
        **decision.cleaned_data,
    )
