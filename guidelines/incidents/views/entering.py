"""How views get into a room, and back. Whoever may not enter meets a 404, as if there were none."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from guidelines.incidents.models import Incident
from portal.audit.rules import RuleBroken

LIVE_HEADER = "X-Live"


def entered(request: HttpRequest, **which: Any) -> Incident:
    """The incident, if the person may be in its room. `which` finds it, by `ref` or by something in it."""
    rooms = Incident.objects.visible_to(request.user).select_related("edition__work__current", "duplicate_of")
    return get_object_or_404(rooms, **which)


def address_of(incident: Incident, region: str = "") -> str:
    address = reverse("incidents:room-show", kwargs={"ref": incident.ref})
    return f"{address}#region-{region}" if region else address


def carried_out(
    request: HttpRequest, incident: Incident, act: Callable[..., Any], done: Any, /, **facts: Any
) -> HttpResponse:
    """Carry out an operation from the room and go back there. The room's script asks with a header of its
    own, stays on the page and gets the outcome as JSON."""
    region = str(facts.pop("region", ""))
    is_live = request.headers.get(LIVE_HEADER) == "1"
    try:
        act(by=request.user, **facts)
    except RuleBroken as refusal:
        return _told(request, incident, region, str(refusal.message), is_live=is_live, went_well=False)
    return _told(request, incident, region, str(done), is_live=is_live, went_well=True)


def _told(
    request: HttpRequest, incident: Incident, region: str, words: str, *, is_live: bool, went_well: bool
) -> HttpResponse:
    if is_live:
        return JsonResponse({"ok": went_well, "message": words}, status=200 if went_well else 409)
    if words:
        (messages.success if went_well else messages.error)(request, words)
    response = HttpResponse(status=303)
    response["Location"] = address_of(incident, region)
    return response


def ref_of(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
