"""Asking for a mail."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from portal.jobs.choices import Queue
from portal.jobs.operations import enqueue_many
from portal.mail.choices import MessageState
from portal.mail.models import Message
from portal.mail.registry import tell_refused
from portal.mail.rendering import message_id_for
from portal.mail.wording import NAME_MAX, clean, one_line

AT_ONCE = 500
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


@dataclass(frozen=True)
class Outgoing:
    """One mail that is wanted. `attachment` is "kind:id" of a registered provider."""

    to: Recipient
    context: Mapping[str, Any]
    key: str
    attachment: str = ""


def send(
    kind: str,
    *,
    to: Recipient,
    context: Mapping[str, Any],
    key: str,
    attachment: str = "",
    queue: Queue | None = None,
) -> Message:
    """Write one message; otherwise as `send_many`."""
    return send_many(kind, [Outgoing(to, context, key, attachment)], queue=queue)[key]


@transaction.atomic
def send_many(kind: str, letters: Iterable[Outgoing], *, queue: Queue | None = None) -> dict[str, Message]:
    """Write messages and the jobs that send them, in the caller's transaction; returns them by key.

    The same key sends once. Without a usable address the row is there, refused, and nothing is sent. `queue`
    is for what may not wait behind other mail. Costs five statements per `AT_ONCE` letters. Raises
    `ContextTooLarge`.
    """
    written: dict[str, Message] = {}
    waiting = iter(letters)
    while some := list(islice(waiting, AT_ONCE)):
        written |= _write(kind, some, queue)
    return written


def _write(kind: str, letters: list[Outgoing], queue: Queue | None) -> dict[str, Message]:
    drafts = [_draft(kind, letter) for letter in letters]
    Message.objects.bulk_create(drafts, ignore_conflicts=True)
    messages = {row.key: row for row in Message.objects.filter(key__in=[draft.key for draft in drafts])}
    mine = {draft.ref for draft in drafts}
    new = [message for message in messages.values() if message.ref in mine]
    deliveries = {
        f"mail:{message.pk}": {"message": message.pk}
        for message in new
        if message.state == MessageState.QUEUED
    }
    if deliveries:
        enqueue_many("mail.deliver", payloads=deliveries, queue=queue)
    for message in new:
        if message.error == INVALID_ADDRESS:
            tell_refused(message)
    return messages


def _draft(kind: str, letter: Outgoing) -> Message:
    facts, to = clean(letter.context), letter.to
    if len(json.dumps(facts)) > CONTEXT_MAX_BYTES:
        raise ContextTooLarge(f"{kind}: more than {CONTEXT_MAX_BYTES} bytes")
    ref, obstacle = uuid.uuid4(), _obstacle(to.address)
    return Message(
        ref=ref,
        kind=kind,
        key=letter.key,
        recipient_ref=to.ref,
        recipient_name=one_line(to.name, NAME_MAX),
        address=one_line(to.address or "", 254),
        language=_known_language(to.language),
        context=facts,
        attachment=letter.attachment,
        message_id=message_id_for(ref),
        state=MessageState.REFUSED if obstacle else MessageState.QUEUED,
        error=obstacle,
        queued_at=timezone.now(),
    )


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
