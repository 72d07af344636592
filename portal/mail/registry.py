"""What higher rooms add to mail: names of kinds, attachments, facts at sending time, news of refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from portal.mail.models import Message


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content: bytes
    content_type: str = "application/pdf"


class AttachmentMissing(LookupError):
    """Nobody provides this kind of attachment, or it does not exist any more."""


_kinds: dict[str, str | Promise] = {}


def mail_kinds(named: Mapping[str, str | Promise]) -> None:
    """Say what kinds of mail are called on screen."""
    _kinds.update(named)


def kind_in_words(kind: str) -> str:
    """A kind that no room names stays as it was noted."""
    return str(_kinds.get(kind, kind))


attachment_providers: dict[str, Callable[[str], Attachment]] = {}
_facts: dict[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {}
_refusal_listeners: list[Callable[["Message"], None]] = []


def attachment_provider(kind: str) -> Callable[[Callable[[str], Attachment]], Callable[[str], Attachment]]:
    """Register the decorated function for attachments "`kind`:id"; it gets the id when the mail is sent.

    It raises `AttachmentMissing` when the file will never exist; any other error is tried again later.
    """

    def register(provide: Callable[[str], Attachment]) -> Callable[[str], Attachment]:
        attachment_providers[kind] = provide
        return provide

    return register


def attachment_for(reference: str) -> Attachment:
    """The file named by "kind:id"; raises `AttachmentMissing`."""
    kind, _, identifier = reference.partition(":")
    if kind not in attachment_providers:
        raise AttachmentMissing(kind)
    return attachment_providers[kind](identifier)


def facts(
    kind: str,
) -> Callable[
    [Callable[[Mapping[str, Any]], Mapping[str, Any]]], Callable[[Mapping[str, Any]], Mapping[str, Any]]
]:
    """Register a function from the stored context to further facts, for what must not be stored: a sign-in
    link, for example, is made when the mail is sent. It runs in the recipient's language.
    """

    def register(
        add: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    ) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
        _facts[kind] = add
        return add

    return register


def facts_of(kind: str, context: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the rooms add to `context` for this kind of mail."""
    return _facts[kind](context) if kind in _facts else {}


def on_refused(listener: Callable[["Message"], None]) -> Callable[["Message"], None]:
    """Register a function that hears of each refused message, in the transaction that notes the refusal."""
    if listener not in _refusal_listeners:
        _refusal_listeners.append(listener)
    return listener


def tell_refused(message: "Message") -> None:
    """Call everybody who wants to know."""
    for listener in list(_refusal_listeners):
        listener(message)


# Told of a message and of what went wrong with this attempt ("" when it has left).
Outcome = Callable[["Message", str], None]
_outcomes: dict[str, Outcome] = {}


def on_outcome(kind: str) -> Callable[[Outcome], Outcome]:
    """Have the decorated function told of every attempt to send a mail of this kind, for whom it matters that
    one did not leave at once. It runs in the transaction that notes the outcome, or in one of its own while
    the message goes on waiting.
    """

    def register(listener: Outcome) -> Outcome:
        _outcomes[kind] = listener
        return listener

    return register


def tell_outcome(message: "Message", error: str) -> None:
    if message.kind in _outcomes:
        _outcomes[message.kind](message, error)
