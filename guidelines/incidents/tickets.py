"""A ticket lets an open room ask whether there is news, for some seconds and within one session, without the
portal looking up again who asks. It opens nothing: whatever is new is given after the full check only."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

HEADER = "Live-Ticket"
SECONDS = 20


def ticket_for(request: HttpRequest, ref: UUID) -> str:
    """For somebody who was just seen to be allowed into the room of the incident `ref`."""
    return _signer(request).sign(str(ref))


def room_in(request: HttpRequest) -> UUID | None:
    """Of which incident's room the ticket of this request is; nothing without one that is valid now."""
    ticket = request.headers.get(HEADER, "")
    if not ticket:
        return None
    try:
        return UUID(_signer(request).unsign(ticket, max_age=SECONDS))
    except BadSignature:
        return None


def seen_by(request: HttpRequest) -> int:
    """The newest entry that the room has; 0 for what is no number."""
    text = request.GET.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _signer(request: HttpRequest) -> TimestampSigner:
    """Signatures of one session say nothing in another."""
    return TimestampSigner(salt=f"incidents.live:{request.COOKIES.get(settings.SESSION_COOKIE_NAME, '')}")
