"""Access routes and connected tools, on the card of their account."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people.views.access import attempt, only_for
from accounts.register.forms import ConnectionForm, RouteForm
from accounts.register.models import AccessRoute, CorporateAccount, ToolConnection
from accounts.register.operations import (
    add_route,
    change_route,
    close_route,
    connect_tool,
    disconnect_tool,
    sign_off_route,
)
from accounts.register.permissions import can_manage_register, works_here


@only_for(can_manage_register)
@require_http_methods(["GET", "POST"])
def new_route(request: HttpRequest, ref: UUID) -> HttpResponse:
    account = get_object_or_404(CorporateAccount.objects.select_related("platform"), ref=ref)
    form = RouteForm(request.POST or None, instance=AccessRoute(account=account))
    if request.method == "POST" and form.is_valid():
        add_route(route=form.instance, by=request.user)
        return _back(request, account)
    return _form(request, form, _("Add an access route"), account)


@only_for(can_manage_register)
@require_http_methods(["GET", "POST"])
def edit_route(request: HttpRequest, ref: UUID) -> HttpResponse:
    route = _route(ref)
    account = route.account
    form = RouteForm(request.POST or None, instance=route)
    if request.method == "POST" and form.is_valid():
        change_route(route=form.instance, by=request.user)
        return _back(request, account)
    return _form(request, form, _("Change the access route"), account)


@only_for(can_manage_register)
@require_POST
def end_route(request: HttpRequest, ref: UUID) -> HttpResponse:
    route = _route(ref)
    attempt(request, close_route, _("The route is closed."), route=route)
    return redirect("register:account-show", ref=route.account.ref)


@only_for(works_here)
@require_POST
def sign_off(request: HttpRequest, ref: UUID) -> HttpResponse:
    route = _route(ref)
    attempt(request, sign_off_route, _("You have taken responsibility for this route."), route=route)
    return redirect("register:account-show", ref=route.account.ref)


@only_for(can_manage_register)
@require_http_methods(["GET", "POST"])
def new_connection(request: HttpRequest, ref: UUID) -> HttpResponse:
    account = get_object_or_404(CorporateAccount.objects.select_related("platform"), ref=ref)
    form = ConnectionForm(request.POST or None, instance=ToolConnection(account=account))
    if request.method == "POST" and form.is_valid():
        connect_tool(connection=form.instance, by=request.user)
        return _back(request, account)
    return _form(request, form, _("Add a connected tool"), account)


@only_for(can_manage_register)
@require_POST
def remove_connection(request: HttpRequest, ref: UUID) -> HttpResponse:
    connection = get_object_or_404(ToolConnection.objects.connected().select_related("account"), ref=ref)
    attempt(request, disconnect_tool, _("The tool is off the register."), connection=connection)
    return redirect("register:account-show", ref=connection.account.ref)


def _route(ref: UUID) -> AccessRoute:
    return get_object_or_404(AccessRoute.objects.open().select_related("account__platform"), ref=ref)


def _back(request: HttpRequest, account: CorporateAccount) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("register:account-show", ref=account.ref)


def _form(request: HttpRequest, form: Any, title: str, account: CorporateAccount) -> HttpResponse:
    return render(request, "register/accounts/edit.html", {"form": form, "title": title, "account": account})
