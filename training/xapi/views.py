"""The page of the record store: for system admins, and for data protection to look at."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.permissions import require_recent
from accounts.people.views.access import attempt, only_for
from portal.audit.rules import RuleBroken
from training.xapi.choices import DispatchState
from training.xapi.forms import StoreForm
from training.xapi.models import RecordStore
from training.xapi.operations import set_store, switch_off, switch_on, try_again
from training.xapi.permissions import can_set_store, sees_store

TROUBLES = 20


@only_for(sees_store)
@require_GET
def show_store(request: HttpRequest) -> HttpResponse:
    store = RecordStore.objects.current()
    context = {"store": store, "may_set": can_set_store(request.user)}
    if store is not None:
        counted = store.dispatches.counted()
        context |= {
            "counts": [(state.label, counted.get(state.value, 0)) for state in DispatchState],
            "undelivered": counted.get(DispatchState.REFUSED, 0) + counted.get(DispatchState.FAILED, 0),
            "troubles": store.dispatches.exclude(error="").order_by("-pk")[:TROUBLES],
        }
    return render(request, "xapi/store.html", context)


@only_for(can_set_store)
@require_http_methods(["GET", "POST"])
def edit_store(request: HttpRequest) -> HttpResponse:
    """What was entered as a password is not in the answer, whatever it is."""
    require_recent(request)
    form = StoreForm(request.POST or None, store=RecordStore.objects.current())
    if request.method == "POST" and form.is_valid():
        try:
            set_store(by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The record store is entered."))
            return redirect("xapi:store-show")
    return render(request, "xapi/store_edit.html", {"form": form}, status=422 if form.is_bound else 200)


@only_for(can_set_store)
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """`on` says which way."""
    require_recent(request)
    if request.POST.get("on") == "yes":
        attempt(request, switch_on, _("Switched on: completions are told from now on."))
    else:
        attempt(request, switch_off, _("Switched off: nothing leaves the portal any more."))
    return redirect("xapi:store-show")


@only_for(can_set_store)
@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    require_recent(request)
    try:
        count = try_again(by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = ngettext("One completion is sent again.", "%(count)s completions are sent again.", count)
        messages.success(request, said % {"count": count})
    return redirect("xapi:store-show")
