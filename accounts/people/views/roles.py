"""Who holds which role, what waits for a second system admin, and the rules of connected directories."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.choices import EMPLOYED, Role
from accounts.people.forms import RoleRuleForm
from accounts.people.models import RoleHolding, RoleProposal, RoleRule
from accounts.people.operations import role_rules, roles
from accounts.people.permissions import can_give_roles, require_recent
from accounts.people.registry import role_source_choices
from accounts.people.views.access import attempt, only_for

PART = ("entity", "department")


@only_for(can_give_roles)
@require_GET
def list_roles(request: HttpRequest) -> HttpResponse:
    proposals = RoleProposal.objects.waiting().select_related("person", "proposed_by", *PART)
    rules = RoleRule.objects.select_related("proposed_by", "decided_by", *PART)
    context = {
        "roles": _holders(),
        "proposals": _waiting(proposals, RoleProposal.objects.decidable_by(request.user)),
        "rules_waiting": _waiting(rules.waiting(), RoleRule.objects.decidable_by(request.user)),
        "rules": rules.in_force().order_by("source", "group", "role"),
        "sources": dict(role_source_choices()),
    }
    return render(request, "people/roles/list.html", context)


@only_for(can_give_roles)
@require_POST
def confirm(request: HttpRequest, ref: UUID) -> HttpResponse:
    done = _("The role is given; the person signs in again.")
    return _act(request, roles.confirm_role, done, proposal=get_object_or_404(RoleProposal, ref=ref))


@only_for(can_give_roles)
@require_POST
def decline(request: HttpRequest, ref: UUID) -> HttpResponse:
    done = _("The role is not given.")
    return _act(request, roles.decline_role, done, proposal=get_object_or_404(RoleProposal, ref=ref))


@only_for(can_give_roles)
@require_http_methods(["GET", "POST"])
def add_rule(request: HttpRequest) -> HttpResponse:
    form = RoleRuleForm(request.POST or None)
    if request.method == "POST":
        require_recent(request)
        done = _("Proposed. The rule works once another system admin has confirmed it.")
        if form.is_valid() and attempt(request, role_rules.propose_role_rule, done, **form.cleaned_data):
            return redirect("people:role-list")
    return render(request, "people/roles/rule.html", {"form": form, "sources": role_source_choices()})


@only_for(can_give_roles)
@require_POST
def confirm_rule(request: HttpRequest, ref: UUID) -> HttpResponse:
    done = _("The rule is in force. It reaches people when they next sign in or are synchronised.")
    return _act(request, role_rules.confirm_role_rule, done, rule=get_object_or_404(RoleRule, ref=ref))


@only_for(can_give_roles)
@require_POST
def decline_rule(request: HttpRequest, ref: UUID) -> HttpResponse:
    done = _("The rule does not come into force.")
    return _act(request, role_rules.decline_role_rule, done, rule=get_object_or_404(RoleRule, ref=ref))


@only_for(can_give_roles)
@require_POST
def end_rule(request: HttpRequest, ref: UUID) -> HttpResponse:
    done = _("The rule has ended; nobody holds a role by it any more.")
    return _act(request, role_rules.end_role_rule, done, rule=get_object_or_404(RoleRule, ref=ref))


def _act(request: HttpRequest, act: Callable[..., Any], done: Any, **facts: Any) -> HttpResponse:
    require_recent(request)
    attempt(request, act, done, **facts)
    return redirect("people:role-list")


def _holders() -> list[dict[str, Any]]:
    """Every role with those who hold it and work here, by name."""
    holdings = RoleHolding.objects.filter(person__status__in=EMPLOYED)
    holdings = holdings.select_related("person", "rule", *PART).order_by("person__name", "pk")
    found: dict[str, list[RoleHolding]] = {role.value: [] for role in Role}
    for holding in holdings:
        found[holding.role].append(holding)
    return [{"role": role, "holdings": found[role.value]} for role in Role]


def _waiting(waiting: Any, decidable: Any) -> list[dict[str, Any]]:
    """What waits, the oldest first, and whether the reader may decide it."""
    mine = set(decidable.values_list("pk", flat=True))
    return [{"proposal": proposal, "may_decide": proposal.pk in mine} for proposal in waiting.order_by("pk")]
