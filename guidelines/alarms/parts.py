"""What this room shows on pages of other rooms: the alarm in the incident room, and the banner on home."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people.models import Employee
from guidelines.alarms.memory import rings
from guidelines.alarms.models import Alarm, AlarmCall
from guidelines.alarms.permissions import can_raise
from guidelines.alarms.wording import prefixed, role_of, subject_of
from guidelines.incidents.models import Incident
from portal.ui.registry import Banner


def in_room(request: HttpRequest, incident: Incident) -> str:
    """Part of the incident room: who has it, or who is being called."""
    return render_to_string("alarms/parts/room.html", region(request, incident), request=request)


def region(request: HttpRequest, incident: Incident) -> dict[str, Any]:
    """What a page needs to show the alarms of an incident, the newest first."""
    alarms = list(with_calls(incident.alarms.order_by("-pk")))
    for alarm in alarms:
        alarm.incident = incident
        alarm.wanted = _("Wanted: %(role)s") % {"role": role_of(alarm)}
        alarm.machines = [one for one in alarm.dispatches.all() if one.call_id is None]
    ringing = [alarm for alarm in alarms if alarm.is_open]
    lead = next((alarm for alarm in ringing if not alarm.role), None)
    return {
        "incident": incident,
        "headline": prefixed(incident, subject_of(incident)),
        "alarms": alarms,
        "ringing": ringing,
        "may_raise": can_raise(request.user, incident) and (lead is None or lead.next_at is None),
        "me": request.user,
    }


def with_calls(alarms: QuerySet[Alarm]) -> QuerySet[Alarm]:
    related = ("calls__person", "calls__dispatches__machine", "dispatches__machine")
    return alarms.select_related("answered_by", "raised_by").prefetch_related(*related)


def banner_of(person: Employee) -> Banner | None:
    """One statement while anything rings in the company; while nothing does, one in some seconds for all."""
    if not getattr(person, "is_authenticated", False):
        return None
    call = AlarmCall.objects.ringing_for(person).first() if rings() else None
    if call is None:
        return None
    incident = call.alarm.incident
    return Banner(
        title=_("You are wanted"),
        text=prefixed(incident, subject_of(incident)),
        url=reverse("alarms:alarm-show", args=[incident.ref]),
        label=_("Answer the alarm"),
    )
