"""Reviews on portals: why one should not stand, the notice to the operator, and what became of it."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.timeline import held
from guidelines.moderation.choices import ReviewState
from guidelines.moderation.deadlines import until_end_of, working_days_after
from guidelines.moderation.models import ReviewCase
from guidelines.moderation.operations.cases import begin, channel_key
from guidelines.moderation.operations.dating import count_anew
from guidelines.moderation.operations.locks import locked, tell_incident
from guidelines.moderation.permissions import can_handle, can_open
from guidelines.moderation.pseudonyms import keep
from guidelines.moderation.rules import (
    DeadlinePast,
    FactsRequired,
    NoticeWritten,
    NotSentYet,
    ReviewClosed,
)
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="moderation.refused")
def open_review(*, review: ReviewCase, reviewer: str, by: Employee) -> ReviewCase:
    """Put a review on the register. Raises `NotPermitted`, `ChannelRequired`, `FactsRequired`."""
    if not can_open(by, review.account):
        raise NotPermitted
    if not review.why.strip():
        raise FactsRequired
    begin(review, by)
    review.said, review.why = storable(review.said), storable(review.why)
    review.reviewer = keep(reviewer, channel=channel_key(review))
    review.due_at = working_days_after(review.opened_at, settings.MODERATION_DECIDE_DAYS, by.location)
    if review.incident:
        review.incident = held(review.incident)
    review.save()
    record("moderation.review_opened", by=by, obj=review)
    tell_incident(review, "review_opened", by=by)
    return review


@operation(refused="moderation.refused")
def send_notice(*, review: ReviewCase, notice: str, sent_to: str, until: date, by: Employee) -> ReviewCase:
    """Attest that the operator has the notice, and until when they are to answer.

    Raises `NotPermitted`, `ReviewClosed`, `NoticeWritten`, `DeadlinePast`.
    """
    review = _open(review, by)
    if not notice.strip():
        raise NoticeWritten
    _ask_until(review, until, by)
    review.notice, review.sent_to = storable(notice), storable(sent_to).strip()
    review.sent_by, review.sent_at = by, timezone.now()
    review.state = ReviewState.SENT
    review.save()
    record("moderation.operator_told", by=by, obj=review)
    tell_incident(review, "operator_told", by=by)
    return review


@operation(refused="moderation.refused")
def remind_operator(*, review: ReviewCase, until: date, by: Employee) -> ReviewCase:
    """Attest that the operator was reminded. Raises `NotPermitted`, `ReviewClosed`, `NotSentYet`,
    `DeadlinePast`."""
    review = _open(review, by)
    if review.state != ReviewState.SENT:
        raise NotSentYet
    _ask_until(review, until, by)
    review.reminders += 1
    review.save()
    record("moderation.operator_reminded", by=by, obj=review)
    return review


@operation(refused="moderation.refused")
def close_review(*, review: ReviewCase, outcome: str, next_step: str, by: Employee) -> ReviewCase:
    """Note what became of the review, and what follows. Raises `NotPermitted`, `ReviewClosed`."""
    review = _open(review, by)
    now = timezone.now()
    review.outcome, review.next_step = outcome, storable(next_step).strip()
    review.closed_by, review.closed_at, review.state = by, now, ReviewState.CLOSED
    review.due_at = None
    count_anew(review, now)
    review.save()
    record("moderation.review_closed", by=by, obj=review, details={"outcome": outcome})
    tell_incident(review, "review_closed", by=by, outcome=outcome)
    return review


def _open(review: ReviewCase, by: Employee) -> ReviewCase:
    review = locked(review)
    if not can_handle(by, review):
        raise NotPermitted
    if review.state == ReviewState.CLOSED:
        raise ReviewClosed
    return review


def _ask_until(review: ReviewCase, until: date, by: Employee) -> None:
    ends_at = until_end_of(until, by.location)
    if ends_at <= timezone.now():
        raise DeadlinePast
    review.due_at, review.warned_at = ends_at, None
