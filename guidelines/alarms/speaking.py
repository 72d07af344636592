"""What exactly a machine outside is sent, in the company's language."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.people.models import Organisation
from guidelines.alarms.choices import Channel, Event
from guidelines.alarms.filling import TYPES, dialled, filled_body, filled_headers
from guidelines.alarms.models import AlarmDispatch
from guidelines.alarms.sealing import secrets_of
from guidelines.alarms.sending import Refused, post, signed
from guidelines.alarms.tokens import link_of
from guidelines.alarms.wording import payload, short_call
from guidelines.incidents.models import Incident


def transmit(dispatch: AlarmDispatch) -> None:
    """Send one message to a machine. Raises `sending.Refused`, `sending.Unavailable`."""
    company = Organisation.objects.first()
    language = company.default_language if company else settings.LANGUAGE_CODE
    if dispatch.channel == Channel.WEBHOOK:
        with translation.override(language):
            _tell_webhook(dispatch)
    else:
        with translation.override(dispatch.call.person.language if dispatch.call else language):
            _text(dispatch)


def page_of(incident: Incident) -> str:
    """Where the alarm of an incident is seen; it asks for a sign-in."""
    return f"{settings.PORTAL_BASE_URL.rstrip('/')}{reverse('alarms:alarm-show', args=[incident.ref])}"


def room_of(incident: Incident) -> str:
    """Where people work on an incident."""
    return reverse("incidents:room-show", args=[incident.ref])


def _tell_webhook(dispatch: AlarmDispatch) -> None:
    machine, key = dispatch.machine, dispatch.key
    secrets, at = secrets_of(machine), timezone.now().isoformat(timespec="seconds")
    if dispatch.event == Event.TEST:
        text = _("Test from %(site)s: this channel works.") % {"site": settings.PORTAL_SITE_NAME}
        content = {"event": dispatch.event, "id": key, "at": at, "text": text}
    else:
        url = page_of(dispatch.alarm.incident)
        content = payload(dispatch.alarm, dispatch.event, key=key, url=url, at=at)
    body, headers = signed(content, secret=secrets.secret, key=key)
    post(secrets.address, body, headers)


def _text(dispatch: AlarmDispatch) -> None:
    machine, number = dispatch.machine, dispatch.number
    if number is None:
        raise Refused("no number")
    text = _("Test from %(site)s: this channel works.") % {"site": settings.PORTAL_SITE_NAME}
    if dispatch.call is not None:
        text = short_call(dispatch.alarm.incident, link_of(dispatch.call))
    secrets = secrets_of(machine)
    facts = {
        "number": dialled(number.number, settings.PHONE_COUNTRY_CODE),
        "text": text,
        "key": dispatch.key,
        "secret": secrets.secret,
    }
    headers = {
        **filled_headers(machine.headers, facts),
        "Content-Type": TYPES[machine.body_format],
        "Idempotency-Key": dispatch.key,
    }
    post(secrets.address, filled_body(machine.body, machine.body_format, facts), headers)
