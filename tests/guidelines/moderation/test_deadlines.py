"""What is said of its own accord, once; what is forgotten on its day; what stays when people leave."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.operations import leave
from guidelines.moderation.choices import Measure, NoticeState, ReviewOutcome, ReviewState
from guidelines.moderation.jobs import erase_what_is_over, watch_deadlines
from guidelines.moderation.models import (
    DecisionWords,
    Hearing,
    ModerationCase,
    ModerationDecision,
    Notice,
    Outsider,
    ReviewCase,
)
from guidelines.moderation.operations import (
    answer_notice,
    check_notice,
    close_review,
    decide_appeal,
    decide_notice,
    due_for_erasure,
    lift_ban,
    look_after,
    note_told,
    remind_operator,
    send_notice,
)
from guidelines.moderation.rules import (
    AnswerRequired,
    ChannelRequired,
    DeadlinePast,
    FactsRequired,
    NoticeStepTaken,
    NoticeWritten,
    NotSentYet,
    ReviewClosed,
)
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories.moderation import HANDLE, appeal, case, decided, heard, in_days, notice, review
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 3, 6, 9, tzinfo=UTC)


class Worker:
    """A job that runs here and now."""

    def progress(self, done: int, total: int) -> None:
        assert done <= total


def _mails(kind: str) -> list[str]:
    names = Message.objects.filter(kind=f"moderation.{kind}").order_by("recipient_name")
    return list(names.values_list("recipient_name", flat=True))


def _look(at: datetime) -> None:
    """Twice, as after a restart: nothing is said again."""
    with time_machine.travel(at, tick=False):
        watch_deadlines(Worker())
        watch_deadlines(Worker())


def test_a_ban_that_ends_is_said_once(cast, post):
    ban = decided(post, Measure.BAN_TEMPORARY, by=cast.ada).ban
    _look(ban.due_at - timedelta(days=2))
    assert _mails("ban_ending") == []
    _look(ban.due_at - timedelta(hours=1))
    _look(ban.due_at + timedelta(days=30))
    assert _mails("ban_ending") == ["Ada Lindqvist", "Anton Schuster", "Mara Iversen"]


def test_whoever_left_is_asked_nothing(cast, post):
    """A leaver as owner, and as who looks after it: those who are left hear of it."""
    ban = decided(post, Measure.BAN_TEMPORARY, by=cast.ada).ban
    look_after(matter=post, by=cast.ada)
    leave(person=cast.ada, on=timezone.localdate(), by=None)
    post.refresh_from_db()
    assert post.looked_after_by is None
    _look(ban.due_at)
    assert _mails("ban_ending") == ["Anton Schuster", "Mara Iversen"]
    lift_ban(ban=ban, note="", by=cast.mara)


def test_a_notice_counts_working_days_from_when_it_came(cast, account):
    """Received on Friday, entered on Sunday: due at the end of Tuesday, the second working day."""
    with time_machine.travel(FRIDAY + timedelta(days=2), tick=False):
        told = notice(account, by=cast.ben, received_at=FRIDAY)
    assert told.due_at == datetime(2026, 3, 10, 23, tzinfo=UTC)
    with time_machine.travel(FRIDAY, tick=False):
        urgent = notice(account, by=cast.ben, is_urgent=True)
    assert urgent.due_at == FRIDAY + timedelta(hours=24)


def test_the_later_the_louder(cast, account, lena):
    lead = EmployeeFactory(name="Zoe Lead", roles=[Role.CRISIS_LEAD])
    told = notice(account, by=cast.ben)
    assert "Anton Schuster" in _mails("notice_received")
    assert lena.name not in _mails("notice_received")
    _look(told.received_at)
    assert _mails("notice_due") == []
    close = ["Ada Lindqvist", "Anton Schuster", "Mara Iversen"]
    _look(told.received_at + (told.answer_by - told.received_at) * 0.6)
    assert _mails("notice_due") == close
    everybody = sorted([*close, lena.name, lead.name])
    _look(told.answer_by)
    assert _mails("notice_due") == sorted(close + everybody)
    _look(told.answer_by + timedelta(days=2))
    _look(told.answer_by + timedelta(days=9))
    assert _mails("notice_due") == sorted(close + everybody + everybody)


def test_a_notice_takes_its_steps_in_order(cast, account):
    told = notice(account, by=cast.ben)
    with pytest.raises(NoticeStepTaken):
        decide_notice(notice=told, verdict="kept", reason="x", by=cast.ada)
    with pytest.raises(NotPermitted):
        check_notice(notice=told, findings="x", by=cast.ben)
    check_notice(notice=told, findings="It stands there.", by=cast.ada)
    with pytest.raises(NoticeStepTaken):
        check_notice(notice=told, findings="Again.", by=cast.mara)
    decide_notice(notice=told, verdict="kept", reason="An opinion.", by=cast.ada)
    with pytest.raises(AnswerRequired):
        answer_notice(notice=told, answer=" ", by=cast.ada)
    done = answer_notice(notice=told, answer="We keep it, because …", by=cast.ada)
    assert done.state == NoticeState.ANSWERED
    assert done.due_at is None
    _look(told.answer_by + timedelta(days=9))
    assert _mails("notice_due") == []


def test_a_notice_says_where_and_what(cast):
    with pytest.raises(ChannelRequired):
        notice(None, by=cast.ben)
    with pytest.raises(FactsRequired):
        notice(None, by=cast.ben, channel="Forum", what=" ")
    assert notice(None, by=cast.ben, channel="Forum").where == "Forum"


def test_an_operator_who_is_silent(cast, account):
    bad = review(account, by=cast.ada)
    with pytest.raises(NotSentYet):
        remind_operator(review=bad, until=in_days(3), by=cast.ada)
    facts = {"sent_to": "abuse@sternwarte.example", "by": cast.ada}
    with pytest.raises(NoticeWritten):
        send_notice(review=bad, notice=" ", until=in_days(7), **facts)
    with pytest.raises(DeadlinePast):
        send_notice(review=bad, notice="Please check.", until=in_days(-1), **facts)
    sent = send_notice(review=bad, notice="Please check.", until=in_days(7), **facts)
    _look(sent.due_at + timedelta(hours=1))
    assert len(_mails("operator_silent")) == 3
    again = remind_operator(review=bad, until=in_days(14), by=cast.ada)
    _look(again.due_at + timedelta(hours=1))
    assert len(_mails("operator_silent")) == 6
    done = close_review(review=bad, outcome=ReviewOutcome.REMOVED, next_step="", by=cast.ada)
    assert (done.state, done.due_at, done.reminders) == (ReviewState.CLOSED, None, 1)
    with pytest.raises(ReviewClosed):
        close_review(review=bad, outcome=ReviewOutcome.KEPT, next_step="", by=cast.ada)


def test_an_overdue_appeal(cast, post, lena):
    decided(post, by=cast.ada)
    waiting = appeal(post, by=cast.ada)
    _look(waiting.due_at + timedelta(hours=1))
    assert _mails("appeal_overdue") == ["Ada Lindqvist", lena.name, "Mara Iversen"]


def _erase(day) -> int:
    with time_machine.travel(datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=4)):
        return erase_what_is_over(Worker())["erased"]


def test_on_its_day_a_case_forgets_who_and_what(cast, account, lena):
    """What was decided, by which rule and when, stays without a person."""
    over = case(account, by=cast.ada)
    heard(over, by=cast.ada)
    made = decided(over, by=cast.ada)
    waiting = appeal(over, by=cast.ada)
    decide_appeal(appeal=waiting, outcome="upheld", answer="Dear Lena, no.", by=lena)
    over.refresh_from_db()
    assert _erase(over.delete_on - timedelta(days=1)) == 0
    assert due_for_erasure(over.delete_on)[ModerationCase] == (1, 0)
    assert _erase(over.delete_on) == 1
    assert _erase(over.delete_on) == 0
    over.refresh_from_db()
    waiting.refresh_from_db()
    assert (over.author, over.said, over.link) == (None, "", "")
    assert over.erased_at
    assert (waiting.grounds, waiting.answer) == ("", "")
    assert not Outsider.objects.exists()
    assert not DecisionWords.objects.exists()
    assert set(Hearing.objects.values_list("answer", flat=True)) == {""}
    kept = ModerationDecision.objects.get(pk=made.pk)
    assert (kept.measure, kept.rule_words) == (Measure.HIDE, "No threats")
    assert AuditEvent.objects.filter(verb="moderation.erased").count() == 1


def test_what_is_open_is_not_forgotten(cast, account, lena):
    """An undecided case, a waiting appeal, a ban that nobody has lifted: they wait, and the page says so."""
    undecided = case(account, by=cast.ada)
    contested = case(account, by=cast.ada)
    decided(contested, by=cast.ada)
    appeal(contested, by=cast.ada)
    banned = case(account, by=cast.ada)
    ban = decided(banned, Measure.BAN_TEMPORARY, by=cast.ada).ban
    day = in_days(4 * 365)
    assert due_for_erasure(day)[ModerationCase] == (0, 3)
    assert _erase(day) == 0
    lift_ban(ban=ban, note="", by=cast.ada)
    banned.refresh_from_db()
    assert _erase(day) == 1
    for one in (undecided, contested):
        one.refresh_from_db()
        assert one.author is not None


def test_notices_and_reviews_forget_too(cast, account):
    told = notice(account, by=cast.ben)
    check_notice(notice=told, findings="x", by=cast.ada)
    decide_notice(notice=told, verdict="kept", reason="x", by=cast.ada)
    answer_notice(notice=told, answer="x", by=cast.ada)
    bad = review(account, by=cast.ada)
    close_review(review=bad, outcome=ReviewOutcome.DROPPED, next_step="Nothing.", by=cast.ada)
    assert _erase(in_days(400)) == 2
    assert not Outsider.objects.exists()
    told, bad = Notice.objects.get(), ReviewCase.objects.get()
    assert (told.what, told.reason, told.answer, told.verdict) == ("", "", "", "kept")
    assert (bad.said, bad.why, bad.outcome) == ("", "", ReviewOutcome.DROPPED)


def test_a_returning_author_keeps_an_older_case_apart(cast, account):
    """Each case has its own day: forgetting one leaves the other author readable."""
    old = case(account, by=cast.ada)
    decided(old, Measure.REPLY, by=cast.ada)
    with time_machine.travel(timezone.now() + timedelta(days=300)):
        fresh = case(account, by=cast.ada, author=HANDLE.upper())
    assert _erase(in_days(366)) == 1
    fresh.refresh_from_db()
    assert ModerationCase.objects.by_author(fresh.author.pseudonym).get() == fresh


def test_a_told_author_leaves_nothing_due(cast, post):
    note_told(decision=decided(post, by=cast.ada), how="", by=cast.ada)
    assert not ModerationCase.objects.waiting().exists()
