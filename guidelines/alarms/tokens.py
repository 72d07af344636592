"""The link in a message: it names one call of one person, and nothing but an answer can be given by it."""

import base64
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from guidelines.alarms.models import AlarmCall

SALT = "guidelines.alarms.answer"
BYTES = 16


def token_of(call: UUID) -> str:
    """Made when a message is sent and stored nowhere: 128 bits that fit into a text message."""
    made = salted_hmac(SALT, str(call), algorithm="sha256").digest()[:BYTES]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def call_by(token: str) -> AlarmCall | None:
    """The call that a link is for, as long as the link works."""
    since = timezone.now() - timedelta(hours=settings.ALARM_LINK_HOURS)
    found = AlarmCall.objects.filter(token_hash=hash_of(token), called_at__gt=since)
    return found.select_related("person", "alarm__incident", "alarm__answered_by").first()


def link_of(call: AlarmCall) -> str:
    return f"{settings.PORTAL_BASE_URL.rstrip('/')}{reverse('alarms:answer', args=[token_of(call.ref)])}"
