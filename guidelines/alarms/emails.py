"""The two mails of this room. What they say is found when they leave: a mail that was held up says so itself
when somebody has it by now."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from guidelines.alarms.models import Alarm, AlarmCall
from guidelines.alarms.operations.dispatches import CALLED, SETTLED
from guidelines.alarms.speaking import page_of
from guidelines.alarms.tokens import link_of
from guidelines.alarms.wording import prefixed, role_of, subject_of
from portal.mail.registry import facts


def _about(alarm: Alarm) -> dict[str, Any]:
    incident = alarm.incident
    return {
        "alarm": alarm,
        "headline": subject_of(incident),
        "role": role_of(alarm),
        "title": "" if incident.is_confidential else incident.title,
        "page": page_of(incident),
        "answerer": alarm.answered_by.name if alarm.answered_by else "",
    }


@facts(CALLED)
def what_calls(context: Mapping[str, Any]) -> dict[str, Any]:
    call = AlarmCall.objects.select_related("alarm__incident", "alarm__answered_by").get(ref=context["call"])
    return {
        **_about(call.alarm),
        "subject": prefixed(call.alarm.incident, subject_of(call.alarm.incident)),
        "link": link_of(call),
        "minutes": call.alarm.minutes,
        "hours": settings.ALARM_LINK_HOURS,
    }


@facts(SETTLED)
def who_has_it(context: Mapping[str, Any]) -> dict[str, Any]:
    alarm = Alarm.objects.select_related("incident", "answered_by").get(ref=context["alarm"])
    return {**_about(alarm), "subject": prefixed(alarm.incident, subject_of(alarm.incident))}
