"""What is wrong, who mends it, and how the register fares as a whole."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.views.access import attempt, only_for
from accounts.register.forms import AcceptanceForm, FindingFilterForm, PlanForm
from accounts.register.health import health
from accounts.register.models import Finding
from accounts.register.operations import (
    confirm_acceptance,
    decline_acceptance,
    plan_finding,
    propose_acceptance,
)
from accounts.register.permissions import (
    can_confirm_acceptance,
    can_oversee_register,
    can_plan,
    can_see_finding,
    works_here,
)
from accounts.register.querysets import FindingQuerySet

PAGE = 50


@only_for(can_oversee_register)
@require_GET
def show_health(request: HttpRequest) -> HttpResponse:
    """How the register fares: counts by finding, with a picture."""
    return render(request, "register/findings/health.html", {"health": health(timezone.localdate())})


@only_for(can_oversee_register)
@require_GET
def list_findings(request: HttpRequest) -> HttpResponse:
    form = FindingFilterForm(request.GET or None)
    findings = _filtered(form, Finding.objects.select_related("account__platform", "platform", "owner"))
    page = Paginator(findings.by_urgency(), PAGE).get_page(request.GET.get("page"))
    query = {name: value for name, value in request.GET.items() if name != "page" and value}
    return render(
        request,
        "register/findings/list.html",
        {"form": form, "page": page, "query": query, "today": timezone.localdate()},
    )


@only_for(works_here)
@require_GET
def show_finding(request: HttpRequest, ref: UUID) -> HttpResponse:
    finding = _finding(request, ref)
    context = {
        "finding": finding,
        "may_plan": can_plan(request.user, finding),
        "may_confirm": can_confirm_acceptance(request.user, finding),
        "today": timezone.localdate(),
    }
    return render(request, "register/findings/show.html", context)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, ref: UUID) -> HttpResponse:
    finding = _plannable(request, ref)
    initial = {"owner": finding.owner, "due_on": finding.due_on, "plan": finding.plan}
    form = PlanForm(request.POST or None, initial=initial)
    return _act(request, finding, form, plan_finding, title=_("Plan"), done=_("The plan is noted."))


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, ref: UUID) -> HttpResponse:
    finding = _plannable(request, ref)
    form = AcceptanceForm(request.POST or None)
    done = _("Proposed. Somebody else has to confirm it.")
    return _act(request, finding, form, propose_acceptance, title=_("Accept for a time"), done=done)


@only_for(works_here)
@require_POST
def confirm(request: HttpRequest, ref: UUID) -> HttpResponse:
    finding = _finding(request, ref)
    attempt(request, confirm_acceptance, _("The finding is accepted for that time."), finding=finding)
    return redirect("register:finding-show", ref=ref)


@only_for(works_here)
@require_POST
def decline(request: HttpRequest, ref: UUID) -> HttpResponse:
    finding = _finding(request, ref)
    attempt(request, decline_acceptance, _("The finding stays as it was."), finding=finding)
    return redirect("register:finding-show", ref=ref)


def _finding(request: HttpRequest, ref: UUID) -> Finding:
    findings = Finding.objects.select_related(
        "account__platform", "platform", "owner", "acceptance_by", "acceptance_confirmed_by"
    )
    finding = get_object_or_404(findings, ref=ref)
    if not can_see_finding(request.user, finding):
        raise Http404
    return finding


def _plannable(request: HttpRequest, ref: UUID) -> Finding:
    finding = _finding(request, ref)
    if not can_plan(request.user, finding):
        raise Http404
    return finding


def _act(
    request: HttpRequest,
    finding: Finding,
    form: Form,
    act: Callable[..., Any],
    *,
    title: str,
    done: str,
) -> HttpResponse:
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(request, act, done, finding=finding, **form.cleaned_data):
        return redirect("register:finding-show", ref=finding.ref)
    return render(request, "register/findings/act.html", {"finding": finding, "form": form, "title": title})


def _filtered(form: FindingFilterForm, findings: FindingQuerySet) -> FindingQuerySet:
    if not form.is_bound or not form.is_valid():
        return findings.standing()
    wanted = form.cleaned_data
    findings = findings.filter(state=wanted["state"]) if wanted["state"] else findings.standing()
    for name in ("kind", "severity"):
        if wanted[name]:
            findings = findings.filter(**{name: wanted[name]})
    return findings
