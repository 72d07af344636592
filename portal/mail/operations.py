"""Asking for a mail."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from portal.jobs.operations import enqueue
from portal.mail.choices import MessageState
from portal.mail.models import Message
from portal.mail.registry import tell_refused
from portal.mail.rendering import message_id_for
from portal.mail.wording import NAME_MAX, clean, one_line

CONTEXT_MAX_BYTES = 8192
NO_ADDRESS = "no_address"
INVALID_ADDRESS = "invalid_address"


class ContextTooLarge(ValueError):
    """A mail's context holds ids and short facts; the text is rendered from them."""


@dataclass(frozen=True)
class Recipient:
    """Who gets a mail. `ref` is the person's, or None for somebody outside; `language` a code like "de"."""

    ref: UUID | None
    address: str | None
    language: str
    name: str = ""


@transaction.atomic
def send(kind: str, *, to: Recipient, context: Mapping[str, Any], key: str, attachment: str = "") -> Message:
    """Write a message and the job that sends it, in the caller's transaction; the same `key` sends once.

    Without a usable address the row is there, refused, and nothing is sent. `attachment` is "kind:id" of a
    registered provider. Raises `ContextTooLarge`.
    """
    facts = clean(context)
    if len(json.dumps(facts)) > CONTEXT_MAX_BYTES:
        raise ContextTooLarge(f"{kind}: more than {CONTEXT_MAX_BYTES} bytes")
    ref = uuid.uuid4()
    obstacle = _obstacle(to.address)
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "ref": ref,
            "kind": kind,
            "recipient_ref": to.ref,
            "recipient_name": one_line(to.name, NAME_MAX),
            "address": one_line(to.address or "", 254),
            "language": _known_language(to.language),
            "context": facts,
            "attachment": attachment,
            "message_id": message_id_for(ref),
            "state": MessageState.REFUSED if obstacle else MessageState.QUEUED,
            "error": obstacle,
            "queued_at": timezone.now(),
        },
    )
    if is_new:
        _after_writing(message)
    return message


def _after_writing(message: Message) -> None:
    if message.state == MessageState.QUEUED:
        enqueue("mail.deliver", payload={"message": message.pk}, key=f"mail:{message.pk}")
    elif message.error == INVALID_ADDRESS:
        tell_refused(message)


def _obstacle(address: str | None) -> str:
    """Why nothing can be sent to `address`, or "". To have no address is no fault of anybody's."""
    if not address:
        return NO_ADDRESS
    try:
        validate_email(address)
    except ValidationError:
        return INVALID_ADDRESS
    return ""


def _known_language(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
