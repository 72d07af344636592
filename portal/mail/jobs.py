"""Sending, and forgetting what was sent."""

import smtplib
from datetime import timedelta

import structlog
from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.jobs.choices import Queue
from portal.jobs.models import Job
from portal.jobs.registry import every, handler
from portal.jobs.running import Run, describe
from portal.mail.choices import MessageState
from portal.mail.models import Message
from portal.mail.registry import AttachmentMissing, tell_outcome, tell_refused
from portal.mail.rendering import build

PERMANENT = 500
ERASE_AT_ONCE = 1000

log = structlog.get_logger(__name__)


def _gave_up(job: Job) -> None:
    queued = Message.objects.queued().filter(pk=job.payload["message"])
    if queued.update(state=MessageState.FAILED, error=job.error[:100]):
        tell_outcome(Message.objects.get(pk=job.payload["message"]), job.error)


@handler(
    "mail.deliver",
    queue=Queue.MAIL,
    title=_("Delivering a mail"),
    max_attempts=settings.MAIL_MAX_ATTEMPTS,
    on_failed=_gave_up,
)
def deliver(run: Run) -> None:
    """Send one message. A crash between the server's answer and the row sends it again, same Message-ID."""
    message = Message.objects.deliverable().filter(pk=run.payload["message"]).first()
    if message is None:
        return
    with run.step(0, 1):
        Message.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1)
    try:
        build(message).send(fail_silently=False)
    except AttachmentMissing:
        _end(run, message, MessageState.FAILED, error="attachment_missing")
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refusal:
        code = _refusal_code(refusal)
        if code < PERMANENT:
            _still_waits(run, message, refusal)
            raise
        _end(run, message, MessageState.REFUSED, error=f"smtp {code}")
    except Exception as obstacle:
        _still_waits(run, message, obstacle)
        raise
    else:
        _end(run, message, MessageState.SENT)


@every(daily_at="03:40", kind="mail.erase", title=_("Deleting the facts of old mails"))
def erase(run: Run) -> dict[str, int]:
    """Forget names and contexts of messages that ended, `MAIL_CONTEXT_DAYS` after queueing."""
    before = timezone.now() - timedelta(days=settings.MAIL_CONTEXT_DAYS)
    erased = 0
    while pks := list(Message.objects.erasable(before).values_list("pk", flat=True)[:ERASE_AT_ONCE]):
        with run.step(erased, 0):
            Message.objects.filter(pk__in=pks).update(context={}, recipient_name="")
        erased += len(pks)
    return {"erased": erased}


def _end(run: Run, message: Message, state: MessageState, error: str = "") -> None:
    with run.step(1, 1, must_finish=True):
        message.state, message.error = state, error
        message.sent_at = timezone.now() if state == MessageState.SENT else None
        message.save(update_fields=["state", "error", "sent_at"])
        if state == MessageState.REFUSED:
            tell_refused(message)
        tell_outcome(message, error)
    log.info("mail.ended", message=str(message.ref), kind=message.kind, state=state, error=error)


def _still_waits(run: Run, message: Message, obstacle: Exception) -> None:
    with run.step(0, 1, must_finish=True):
        tell_outcome(message, describe(obstacle))


def _refusal_code(refusal: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> int:
    """The server's code; 5xx is for good, 4xx means "later" (RFC 5321 §4.2.1)."""
    if isinstance(refusal, smtplib.SMTPDataError):
        return refusal.smtp_code
    return max((code for code, _ in refusal.recipients.values()), default=PERMANENT)
