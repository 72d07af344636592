"""The company's accounts: the list, and the card of each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.views.access import attempt, only_for
from accounts.register.choices import STANDING
from accounts.register.detecting import needed_approvals
from accounts.register.forms import AccountForm, HandOverForm, RegisterForm
from accounts.register.forms.accounts import AccountFilterForm, OverseerFilterForm
from accounts.register.models import ChannelApproval, CorporateAccount, Finding
from accounts.register.operations import (
    change_account,
    close_account,
    go_live,
    hand_over,
    register_account,
    rest_account,
)
from accounts.register.permissions import (
    answers_for,
    can_manage_register,
    can_oversee_register,
    can_see_inside,
    works_here,
)
from accounts.register.querysets import AccountQuerySet
from accounts.register.ranking import ranked
from accounts.register.registry import card_parts
from portal.audit.rules import RuleBroken

PAGE = 50
STATUS_ACTS = {
    "live": (go_live, gettext_lazy("The account is live.")),
    "dormant": (rest_account, gettext_lazy("The account is dormant now.")),
    "closed": (close_account, gettext_lazy("The account is closed.")),
}


@only_for(works_here)
@require_GET
def list_accounts(request: HttpRequest) -> HttpResponse:
    """Everybody sees which accounts there are; what is wrong with them, overseers only."""
    oversees = can_oversee_register(request.user)
    form = (OverseerFilterForm if oversees else AccountFilterForm)(request.GET or None)
    accounts = _filtered(form, CorporateAccount.objects.for_list()).order_by("platform__slug", "handle")
    page = Paginator(accounts, PAGE).get_page(request.GET.get("page"))
    query = {name: value for name, value in request.GET.items() if name != "page" and value}
    context = {
        "form": form,
        "page": page,
        "query": query,
        "oversees": oversees,
        "may_manage": can_manage_register(request.user),
    }
    return render(request, "register/accounts/list.html", context)


@only_for(works_here)
@require_GET
def show_account(request: HttpRequest, ref: UUID) -> HttpResponse:
    account = _account(ref)
    inside = can_see_inside(request.user, account)
    context = {
        "account": account,
        "routes": ranked(account.routes.all(), account.platform.route_order),
        "inside": inside,
        "findings": _findings(account) if inside else [],
        "approvals": _approvals(account),
        "may_manage": can_manage_register(request.user),
        "may_sign_off": answers_for(request.user, account),
        "may_edit": can_manage_register(request.user) or answers_for(request.user, account),
        "parts": card_parts(account, request.user),
    }
    return render(request, "register/accounts/show.html", context)


@only_for(can_manage_register)
@require_http_methods(["GET", "POST"])
def add_account(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.owner = form.cleaned_data["owner"]
        form.instance.deputy = form.cleaned_data["deputy"]
        account = register_account(
            account=form.instance, is_live=form.cleaned_data["is_live"], by=request.user
        )
        messages.success(request, _("The account is on the register. Next, say how people work on it."))
        return redirect("register:account-show", ref=account.ref)
    return _form(request, form, _("Register an account"))


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def edit_account(request: HttpRequest, ref: UUID) -> HttpResponse:
    account = _account(ref)
    if not (can_manage_register(request.user) or answers_for(request.user, account)):
        raise PermissionDenied
    form = AccountForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        change_account(account=form.instance, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("register:account-show", ref=ref)
    return _form(request, form, _("Change the account"), _account(ref))


@only_for(can_manage_register)
@require_http_methods(["GET", "POST"])
def hand_account_over(request: HttpRequest, ref: UUID) -> HttpResponse:
    account = _account(ref)
    form = HandOverForm(request.POST or None, initial={"owner": account.owner, "deputy": account.deputy})
    if request.method == "POST" and form.is_valid():
        try:
            hand_over(account=account, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Owner and deputy are set."))
            return redirect("register:account-show", ref=ref)
    return _form(request, form, _("Owner and deputy"), account)


@only_for(can_manage_register)
@require_POST
def set_status(request: HttpRequest, ref: UUID) -> HttpResponse:
    account = _account(ref)
    act, done = STATUS_ACTS.get(request.POST.get("status", ""), (None, ""))
    if act:
        attempt(request, act, done, account=account)
    return redirect("register:account-show", ref=ref)


def _account(ref: UUID) -> CorporateAccount:
    return get_object_or_404(CorporateAccount.objects.with_parts().select_related("entity"), ref=ref)


def _findings(account: CorporateAccount) -> list[Finding]:
    return list(account.findings.standing().by_urgency().select_related("owner"))


def _approvals(account: CorporateAccount) -> list[ChannelApproval]:
    """What DPO and legal said to the uses of this account that need their approval."""
    needed = needed_approvals(account)
    return list(account.platform.approvals.holding().filter(use__in=needed)) if needed else []


def _filtered(form: Any, accounts: AccountQuerySet) -> AccountQuerySet:
    if not form.is_bound or not form.is_valid():
        return accounts.open_to_staff()
    wanted = form.cleaned_data
    accounts = accounts.filter(status=wanted["status"]) if wanted["status"] else accounts.open_to_staff()
    if wanted["q"]:
        text = wanted["q"].strip()
        found = Q(handle__icontains=text) | Q(purpose__icontains=text) | Q(brand__icontains=text)
        accounts = accounts.filter(found)
    for name in ("platform", "criticality"):
        if wanted[name]:
            accounts = accounts.filter(**{name: wanted[name]})
    if wanted.get("finding"):
        having = Finding.objects.filter(kind=wanted["finding"], state__in=STANDING)
        accounts = accounts.filter(pk__in=having.values("account"))
    return accounts


def _form(
    request: HttpRequest, form: Any, title: str, account: CorporateAccount | None = None
) -> HttpResponse:
    return render(request, "register/accounts/edit.html", {"form": form, "title": title, "account": account})
