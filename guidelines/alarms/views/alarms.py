"""The page of an incident's alarms: who was called when, by which channel, and who has it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.people.views.access import attempt
from guidelines.alarms.choices import AnsweredBy
from guidelines.alarms.models import Alarm, AlarmCall
from guidelines.alarms.operations import answer, pass_on, raise_by_hand
from guidelines.alarms.parts import region
from guidelines.alarms.permissions import can_answer, can_raise, can_see_alarms
from guidelines.alarms.speaking import room_of
from guidelines.incidents.models import Incident
from guidelines.incidents.permissions import can_enter


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    incident = get_object_or_404(Incident.objects.select_related("edition"), ref=ref)
    if not can_see_alarms(request.user, incident):
        raise PermissionDenied
    context = region(request, incident)
    if request.headers.get("HX-Request"):
        return render(request, "alarms/parts/state.html", context)
    context["room"] = room_of(incident) if can_enter(request.user, incident) else ""
    return render(request, "alarms/alarm.html", context)


@require_POST
@login_required
def answer_alarm(request: HttpRequest, ref: UUID) -> HttpResponse:
    """ "I have it", by somebody who is signed in."""
    alarm = get_object_or_404(Alarm.objects.select_related("incident"), ref=ref)
    if not can_answer(request.user, alarm):
        raise PermissionDenied
    attempt(request, answer, _("Noted: it rings for nobody any more."), alarm=alarm, how=AnsweredBy.PORTAL)
    return redirect(room_of(alarm.incident))


@require_POST
@login_required
def pass_alarm_on(request: HttpRequest, ref: UUID) -> HttpResponse:
    """ "I cannot", by somebody who is signed in."""
    calls = AlarmCall.objects.select_related("alarm__incident").filter(person=request.user)
    call = get_object_or_404(calls, ref=ref)
    attempt(request, pass_on, _("The next person is called."), call=call)
    return redirect("alarms:alarm-show", ref=call.alarm.incident.ref)


@require_POST
@login_required
def raise_alarm(request: HttpRequest, ref: UUID) -> HttpResponse:
    incident = get_object_or_404(Incident, ref=ref)
    if not can_raise(request.user, incident):
        raise PermissionDenied
    attempt(request, raise_by_hand, _("It rings."), incident=incident)
    return redirect("alarms:alarm-show", ref=ref)
