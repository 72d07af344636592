"""What is said unasked, once each: a ban ends, a notice or an appeal waits, an operator is silent."""

from datetime import datetime, timedelta

from django.conf import settings

from guidelines.moderation import emails
from guidelines.moderation.models import Appeal, Ban, Notice, ReviewCase
from portal.audit.trail import operation

SOON, OVERDUE, LATE = 1, 2, 3


@operation
def remind_of_ban(*, pk: int, now: datetime) -> None:
    """A ban ends soon, or a ban for good is to be looked at."""
    waiting = Ban.objects.ending_by(now + timedelta(hours=settings.MODERATION_BAN_WARNING_HOURS))
    ban = waiting.with_parts().select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if ban is None:
        return
    ban.reminded_at = now
    ban.save(update_fields=["reminded_at"])
    emails.remind_of_ban(ban)


def degree_of(notice: Notice, now: datetime) -> int:
    """How loud to be about a notice: half of its time is over, all of it, a day more than that."""
    half = notice.received_at + (notice.answer_by - notice.received_at) / 2
    if now >= notice.answer_by + timedelta(days=1):
        return LATE
    if now >= notice.answer_by:
        return OVERDUE
    return SOON if now >= half else 0


@operation
def warn_of_notice(*, pk: int, now: datetime) -> None:
    """The later it gets, the more people hear of it; of each degree once."""
    waiting = Notice.objects.waiting().with_parts().order_by("pk")
    notice = waiting.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if notice is None or (degree := degree_of(notice, now)) <= notice.warnings:
        return
    notice.warnings = degree
    notice.save(update_fields=["warnings"])
    emails.warn_of_notice(notice)


@operation
def warn_of_operator(*, pk: int, now: datetime) -> None:
    silent = ReviewCase.objects.operator_silent_by(now).with_parts()
    review = silent.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if review is None:
        return
    review.warned_at = now
    review.save(update_fields=["warned_at"])
    emails.tell_operator_is_silent(review)


@operation
def warn_of_appeal(*, pk: int, now: datetime) -> None:
    waiting = Appeal.objects.waiting().filter(due_at__lt=now, warned_at=None).with_parts()
    appeal = waiting.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if appeal is None:
        return
    appeal.warned_at = now
    appeal.save(update_fields=["warned_at"])
    emails.appeal_is_overdue(appeal)
