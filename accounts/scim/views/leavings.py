"""Leavers of whom a directory told more at once than goes through unseen. For HR and system admins."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.people.permissions import require_recent
from accounts.people.views.access import only_for
from accounts.scim.models import DirectoryLeaving
from accounts.scim.operations.leavings import let_them_leave, let_them_stay
from accounts.scim.permissions import can_decide_leavings
from accounts.scim.references import as_uuid
from portal.audit.rules import RuleBroken

SHOWN = 100


@only_for(can_decide_leavings)
@require_GET
def list_leavings(request: HttpRequest) -> HttpResponse:
    waiting = DirectoryLeaving.objects.decidable_by(request.user)
    context = {
        "leavings": waiting.select_related("employee__department", "token").order_by("told_at", "pk")[:SHOWN],
        "count": waiting.count(),
        "shown": SHOWN,
    }
    return render(request, "scim/leavings.html", context)


@only_for(can_decide_leavings)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """`chosen` names leavings; `act` says whether they leave or stay."""
    require_recent(request)
    refs = [ref for ref in map(as_uuid, request.POST.getlist("chosen")[:SHOWN]) if isinstance(ref, UUID)]
    chosen = DirectoryLeaving.objects.decidable_by(request.user).filter(ref__in=refs)
    act, said = (let_them_stay, _stay) if request.POST.get("act") == "stay" else (let_them_leave, _leave)
    try:
        count = act(leavings=chosen, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, said(count))
    return redirect("scim:leaving-list")


def _leave(count: int) -> str:
    said = ngettext("One person has left.", "%(count)s people have left.", count)
    return said % {"count": count}


def _stay(count: int) -> str:
    said = ngettext(
        "One person stays and can sign in again.", "%(count)s people stay and can sign in again.", count
    )
    return said % {"count": count}
