"""What leaves the portal in few words: never a title, a report or a name, because a channel outside is read
by whoever runs it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guidelines.alarms.choices import Event
from guidelines.alarms.models import Alarm
from guidelines.incidents.choices import Mode
from guidelines.incidents.models import Incident
from guidelines.incidents.reading import role_name


def prefixed(incident: Incident, text: str) -> str:
    """Every message of a drill says so first (D2)."""
    return f"{pgettext('drill', '[DRILL]')} {text}" if incident.mode == Mode.DRILL else text


def subject_of(incident: Incident) -> str:
    """Number, level and kind; of a confidential incident not even the kind."""
    facts = {"number": incident.number, "level": incident.level, "kind": incident.get_trouble_display()}
    if incident.is_confidential:
        return _("Incident %(number)s, level %(level)s, confidential") % facts
    return _("Incident %(number)s, level %(level)s: %(kind)s") % facts


def role_of(alarm: Alarm) -> str:
    """What somebody is wanted for; the lead where it is no other role of the playbook."""
    return role_name(alarm.incident, alarm.role) if alarm.role else _("the lead")


def short_call(incident: Incident, link: str) -> str:
    """The whole of a text message."""
    said = _("%(subject)s. “I have it” or “I cannot”: %(link)s")
    facts = {"subject": subject_of(incident), "link": link}
    return prefixed(incident, f"{settings.PORTAL_SITE_NAME}: {said % facts}")


def event_text(alarm: Alarm, event: str) -> str:
    """One line for a chat room."""
    line = {
        Event.CALLED: _("Alarm, call %(step)s: %(subject)s"),
        Event.EXHAUSTED: _("Nobody has answered yet, everybody was called: %(subject)s"),
        Event.ANSWERED: _("Somebody has it: %(subject)s"),
        Event.ENDED: _("Ended: %(subject)s"),
    }[Event(event)]
    facts = {"step": alarm.step, "subject": subject_of(alarm.incident)}
    return prefixed(alarm.incident, line % facts)


def payload(alarm: Alarm, event: str, *, key: str, url: str, at: str) -> dict[str, Any]:
    """What a webhook is told; docs/operations/alarms.md describes it."""
    incident = alarm.incident
    return {
        "event": event,
        "id": key,
        "at": at,
        "text": f"{event_text(alarm, event)} {url}",
        "step": alarm.step,
        "role": alarm.role,
        "incident": {
            "number": incident.number,
            "mode": incident.mode,
            "level": {"social": incident.social, "media": incident.media},
            "trouble": None if incident.is_confidential else incident.trouble,
            "confidential": incident.is_confidential,
            "url": url,
        },
    }
