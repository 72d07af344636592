"""Notices of content on our channels: entered, checked, decided, answered, each within one deadline."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.permissions import works_here
from guidelines.incidents.timeline import held
from guidelines.moderation import emails
from guidelines.moderation.choices import NoticeState
from guidelines.moderation.deadlines import working_days_after
from guidelines.moderation.models import Notice
from guidelines.moderation.operations.cases import begin
from guidelines.moderation.operations.dating import count_anew
from guidelines.moderation.operations.locks import locked, tell_incident
from guidelines.moderation.permissions import can_decide, can_handle
from guidelines.moderation.pseudonyms import keep
from guidelines.moderation.rules import AnswerRequired, FactsRequired, NoticeStepTaken, ReasonRequired
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="moderation.refused")
def enter_notice(*, notice: Notice, sender: str, by: Employee) -> Notice:
    """Anybody who works here was told of content on a channel of ours; `sender` is how to answer, sealed.

    The deadline counts from the moment it was received, not from now: liability began then.
    Raises `NotPermitted`, `ChannelRequired`, `FactsRequired`.
    """
    if not works_here(by):
        raise NotPermitted
    if not notice.what.strip():
        raise FactsRequired
    begin(notice, by)
    notice.what, notice.sender = storable(notice.what), keep(sender)
    notice.answer_by = notice.due_at = _deadline(notice, by)
    if notice.incident:
        notice.incident = held(notice.incident)
    notice.save()
    record("moderation.notice_received", by=by, obj=notice)
    tell_incident(notice, "notice_received", by=by)
    emails.tell_of_notice(notice)
    return notice


def _deadline(notice: Notice, by: Employee) -> datetime:
    if notice.is_urgent:
        return notice.received_at + timedelta(hours=settings.MODERATION_URGENT_NOTICE_HOURS)
    return working_days_after(notice.received_at, settings.MODERATION_NOTICE_DAYS, by.location)


@operation(refused="moderation.refused")
def check_notice(*, notice: Notice, findings: str, by: Employee) -> Notice:
    """Note what looking at the content showed. Raises `NotPermitted`, `NoticeStepTaken`, `FactsRequired`."""
    notice = locked(notice)
    if not can_handle(by, notice):
        raise NotPermitted
    if not findings.strip():
        raise FactsRequired
    _step(notice, NoticeState.RECEIVED, NoticeState.CHECKED)
    notice.findings = storable(findings)
    notice.checked_by, notice.checked_at = by, timezone.now()
    notice.save()
    record("moderation.notice_checked", by=by, obj=notice)
    return notice


@operation(refused="moderation.refused")
def decide_notice(*, notice: Notice, verdict: str, reason: str, by: Employee) -> Notice:
    """Decide what becomes of the content. Raises `NotPermitted`, `NoticeStepTaken`, `ReasonRequired`."""
    notice = locked(notice)
    if not can_decide(by, notice):
        raise NotPermitted
    if not reason.strip():
        raise ReasonRequired
    _step(notice, NoticeState.CHECKED, NoticeState.DECIDED)
    notice.verdict, notice.reason = verdict, storable(reason)
    notice.decided_by, notice.decided_at = by, timezone.now()
    notice.save()
    record("moderation.notice_decided", by=by, obj=notice, details={"verdict": verdict})
    tell_incident(notice, "notice_decided", by=by, verdict=verdict)
    return notice


@operation(refused="moderation.refused")
def answer_notice(*, notice: Notice, answer: str, by: Employee) -> Notice:
    """Note what whoever told us was answered. Raises `NotPermitted`, `NoticeStepTaken`, `AnswerRequired`."""
    notice = locked(notice)
    if not can_handle(by, notice):
        raise NotPermitted
    if not answer.strip():
        raise AnswerRequired
    _step(notice, NoticeState.DECIDED, NoticeState.ANSWERED)
    now = timezone.now()
    notice.answer, notice.answered_by, notice.answered_at = storable(answer), by, now
    notice.due_at = None
    count_anew(notice, now)
    notice.save()
    record("moderation.notice_answered", by=by, obj=notice)
    return notice


def _step(notice: Notice, before: str, after: str) -> None:
    if notice.state != before:
        raise NoticeStepTaken
    notice.state = after
