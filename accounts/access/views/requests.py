"""Asking for access, assigning it, deciding on it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access.approving import approvers_for, approvers_of
from accounts.access.choices import RequestState
from accounts.access.duties import requests_for
from accounts.access.forms.requests import AskForm, AssignForm, DecisionForm, NoteForm
from accounts.access.models import AccessRequest
from accounts.access.operations import (
    answer_back,
    ask_back,
    assign_access,
    decide_request,
    policy_for,
    submit_request,
    withdraw_request,
)
from accounts.access.permissions import (
    approver_for,
    can_assign,
    can_oversee_access,
    can_see_request,
    can_set_policies,
)
from accounts.access.registry import Requirement, requirements_of
from accounts.access.routes import assignable_routes, usable_routes
from accounts.people.models import Employee
from accounts.people.views.access import attempt, only_for
from accounts.register.choices import AccountStatus, RouteKind
from accounts.register.models import CorporateAccount
from accounts.register.permissions import works_here
from portal.audit.rules import RuleBroken

PAGE = 50
MOST_ACCOUNTS = 20


@only_for(works_here)
@require_GET
def list_requests(request: HttpRequest) -> HttpResponse:
    """What I can decide, what I asked for; overseers see all that is past too."""
    person = request.user
    mine = AccessRequest.objects.filter(Q(person=person) | Q(requested_by=person))
    past = AccessRequest.objects if can_oversee_access(person) else mine
    page = Paginator(past.with_parts().order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "to_decide": requests_for(person),
        "page": page,
        "query": {},
        "oversees": can_oversee_access(person),
        "may_assign": can_assign(person),
        "may_set_rules": can_set_policies(person),
    }
    return render(request, "access/requests/list.html", context)


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Which way, how long, why: under a minute, with who decides and what is still missing in view."""
    account = _open_account(ref)
    policy, person = policy_for(account), request.user
    usable = usable_routes(account)
    routes = [route for route in usable if route.kind != RouteKind.VOLUNTEERED]
    form = AskForm(request.POST or None, routes=routes, policy=policy)
    if request.method == "POST" and form.is_valid():
        try:
            made = submit_request(wish=form.wish, by=person)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Your request is on its way. You get a mail when it is decided."))
            return redirect("access:request-show", ref=made.ref)
    deciders = approvers_for(account, policy, (person,), timezone.localdate())
    context = {
        "account": account,
        "form": form,
        "routes": routes,
        "volunteered": [route for route in usable if route.kind == RouteKind.VOLUNTEERED],
        "policy": policy,
        "deciders": deciders,
        "missing": [one for one in requirements_of(person, policy.required) if not one.is_met],
    }
    return render(request, "access/requests/ask.html", context)


@only_for(works_here)
@require_GET
def show_request(request: HttpRequest, ref: UUID) -> HttpResponse:
    return _page(request, _request(request, ref))


@only_for(works_here)
@require_POST
def decide(request: HttpRequest, ref: UUID) -> HttpResponse:
    wanted = _request(request, ref)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, wanted, decision=form)
    done = _("Approved.") if form.approves else _("Denied.")
    note = form.cleaned_data["note"]
    attempt(request, decide_request, done, request=wanted, approves=form.approves, note=note)
    return redirect("access:request-show", ref=ref)


@only_for(works_here)
@require_POST
def write_note(request: HttpRequest, ref: UUID) -> HttpResponse:
    """An approver asks, the requester answers."""
    wanted = _request(request, ref)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, wanted, note=form)
    mine = request.user.pk in (wanted.person_id, wanted.requested_by_id)
    act = answer_back if mine else ask_back
    attempt(request, act, _("Sent."), request=wanted, text=form.cleaned_data["text"])
    return redirect("access:request-show", ref=ref)


@only_for(works_here)
@require_POST
def withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    wanted = _request(request, ref)
    attempt(request, withdraw_request, _("The request is withdrawn."), request=wanted)
    return redirect("access:request-show", ref=ref)


@only_for(can_assign)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Straight from the card of an account, or for several accounts at once."""
    refs = request.GET.getlist("account")[:MOST_ACCOUNTS]
    accounts = [(account, routes) for account in _accounts(refs) if (routes := assignable_routes(account))]
    form = AssignForm(request.POST or None, accounts=accounts)
    if accounts and request.method == "POST" and form.is_valid():
        try:
            made = assign_access(routes=form.routes, people=form.chosen, wish=form.wish, by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
        else:
            said = ngettext(
                "One request is made. Somebody else decides on it.",
                "%(n)d requests are made. Somebody else decides on them.",
                len(made),
            )
            messages.success(request, said % {"n": len(made)})
            return redirect("access:request-list")
    others = CorporateAccount.objects.open_to_staff().exclude(ref__in=[one.ref for one, _routes in accounts])
    context = {
        "form": form,
        "accounts": accounts,
        "others": others.select_related("platform").order_by("platform__slug", "handle"),
    }
    return render(request, "access/requests/assign.html", context)


def _accounts(refs: Sequence[str]) -> list[CorporateAccount]:
    wanted = []
    for text in refs:
        try:
            wanted.append(UUID(text))
        except ValueError:
            continue
    found = CorporateAccount.objects.open_to_staff().filter(ref__in=wanted).select_related("platform")
    return list(found.order_by("platform__slug", "handle"))


def _open_account(ref: UUID) -> CorporateAccount:
    accounts = CorporateAccount.objects.select_related("platform", "owner__deputy", "deputy__deputy")
    account = get_object_or_404(accounts, ref=ref)
    if account.status == AccountStatus.CLOSED:
        raise Http404
    return account


def _request(request: HttpRequest, ref: UUID) -> AccessRequest:
    wanted = get_object_or_404(AccessRequest.objects.with_parts(), ref=ref)
    if not can_see_request(request.user, wanted):
        raise Http404
    return wanted


def _missing(wanted: AccessRequest, person: Employee) -> list[Requirement]:
    """What somebody has not read or learnt yet is their own business: whoever decides need not know it,
    since access cannot be used before (A1)."""
    if wanted.person_id != person.pk:
        return []
    return [one for one in requirements_of(person, wanted.policy.required) if not one.is_met]


def _page(request: HttpRequest, wanted: AccessRequest, **forms: Any) -> HttpResponse:
    person = request.user
    decisions = list(wanted.decisions.select_related("decided_by", "in_place_of").order_by("pk"))
    decided = any(decision.decided_by_id == person.pk for decision in decisions)
    may_decide = wanted.is_undecided and not decided and approver_for(person, wanted) is not None
    mine = person.pk in (wanted.person_id, wanted.requested_by_id)
    context = {
        "wanted": wanted,
        "decisions": decisions,
        "notes": wanted.notes.select_related("written_by").order_by("pk"),
        "deciders": approvers_of(wanted, timezone.localdate()) if wanted.is_undecided else [],
        "grant": getattr(wanted, "grant", None),
        "may_decide": may_decide,
        "may_answer": mine and wanted.state == RequestState.INFO_NEEDED,
        "may_withdraw": mine and wanted.is_undecided,
        "missing": _missing(wanted, person) if wanted.is_undecided else [],
        "decision": DecisionForm(),
        "note": NoteForm(),
        **forms,
    }
    return render(request, "access/requests/show.html", context)
