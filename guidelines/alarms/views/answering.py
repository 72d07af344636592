"""The page behind the link in a message. Opening it changes nothing: mail scanners open every link."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guidelines.alarms.choices import AnsweredBy
from guidelines.alarms.models import AlarmCall
from guidelines.alarms.operations import answer, pass_on
from guidelines.alarms.speaking import room_of
from guidelines.alarms.tokens import call_by
from guidelines.alarms.wording import role_of, subject_of
from portal.audit.rules import RuleBroken

HAVE, CANNOT = "have", "cannot"


@never_cache
@require_http_methods(["GET", "POST"])
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """ "I have it" and "I cannot", for whoever was called, without signing in. It shows no more of the
    incident than the message did, and opens nothing."""
    call = call_by(token)
    if call is None:
        return _private(render(request, "alarms/link_over.html", status=410))
    with translation.override(call.person.language), timezone.override(ZoneInfo(call.person.zone)):
        if request.method == "POST":
            return _private(_answered(request, call))
        return _private(_page(request, call))


def _answered(request: HttpRequest, call: AlarmCall) -> HttpResponse:
    said = request.POST.get("answer")
    try:
        if said == HAVE:
            alarm = answer(alarm=call.alarm, by=call.person, how=AnsweredBy.LINK)
            if alarm.answered_by_id == call.person_id:
                messages.success(request, _("You have it. Everybody else who was called is told."))
                return redirect(room_of(alarm.incident))
        elif said == CANNOT:
            pass_on(call=call, by=call.person)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
    return redirect(request.path)


def _page(request: HttpRequest, call: AlarmCall) -> HttpResponse:
    alarm = call.alarm
    context = {
        "call": call,
        "alarm": alarm,
        "headline": subject_of(alarm.incident),
        "role": role_of(alarm),
        "is_mine": alarm.answered_by_id == call.person_id,
        "passed_on": alarm.calls.filter(person=call.person, passed_on_at__isnull=False).exists(),
        "room": room_of(alarm.incident),
    }
    return render(request, "alarms/answer.html", context)


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the key: it goes to no other page, and into no index."""
    # Not "no-referrer": browsers would then send "Origin: null" with the answer, which is refused.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
