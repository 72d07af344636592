"""An appeal is decided by somebody who has decided nothing in the case before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.operations import give_role
from guidelines.moderation.choices import AppealOutcome, CaseState, Measure
from guidelines.moderation.models import Appeal, ModerationCase
from guidelines.moderation.operations import (
    check_notice,
    decide_appeal,
    decide_notice,
    open_case,
    receive_appeal,
)
from guidelines.moderation.permissions import can_decide_appeal
from guidelines.moderation.rules import (
    AnswerRequired,
    AppealDecided,
    AppealWaits,
    DecidedByAnother,
    NothingToAppeal,
    SameDecision,
)
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories.moderation import appeal, decided, heard, notice, ruling
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
UPHELD, CHANGED = AppealOutcome.UPHELD, AppealOutcome.CHANGED


def _refused(waiting: Appeal, person) -> None:
    assert not can_decide_appeal(person, waiting)
    with pytest.raises(DecidedByAnother):
        decide_appeal(appeal=waiting, outcome=UPHELD, answer="No.", by=person)


def test_the_decider_does_not_decide_the_appeal(cast, post, lena, lars):
    decided(post, by=lena)
    waiting = appeal(post, by=cast.ada)
    _refused(waiting, lena)
    assert decide_appeal(appeal=waiting, outcome=UPHELD, answer="It stands.", by=lars).decided_by == lars


def test_nor_by_a_second_role(cast, post):
    """Anton decided as account admin; that he is legal, too, does not make him somebody else."""
    decided(post, by=cast.anton)
    give_role(person=cast.anton, role=Role.LEGAL, by=None)
    _refused(appeal(post, by=cast.ada), type(cast.anton).objects.get(pk=cast.anton.pk))


def test_nor_who_decided_an_earlier_step(cast, post, lena, lars):
    """The first decision, an earlier appeal, or the notice that the case came from."""
    decided(post, by=lena)
    decided(post, Measure.DELETE, by=cast.anton)
    first = appeal(post, by=cast.ada)
    _refused(first, lena)
    decide_appeal(appeal=first, outcome=UPHELD, answer="It stands.", by=lars)
    _refused(appeal(post, by=cast.ada), lars)


def test_nor_who_decided_the_notice(cast, account, lena):
    told = notice(account, by=cast.ben)
    check_notice(notice=told, findings="It stands there.", by=cast.ada)
    decide_notice(notice=told, verdict="removed", reason="A threat.", by=lena)
    told.refresh_from_db()
    made = open_case(case=ModerationCase(account=account, language="de", notice=told), author="", by=cast.ada)
    decided(made, by=cast.ada)
    _refused(appeal(made, by=cast.ada), lena)


def test_only_legal_decides(cast, post):
    decided(post, by=cast.ada)
    waiting = appeal(post, by=cast.ada)
    lead = EmployeeFactory(roles=[Role.CRISIS_LEAD])
    for person in (cast.anton, cast.mara, lead, cast.dana):
        with pytest.raises(NotPermitted):
            decide_appeal(appeal=waiting, outcome=UPHELD, answer="No.", by=person)


def test_the_database_refuses_the_decider_too(cast, post, lena):
    decided(post, by=lena)
    waiting = appeal(post, by=cast.ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=waiting.pk).update(
            decided_by=lena, decided_at=timezone.now(), outcome=UPHELD
        )


def test_a_changed_decision_is_a_new_one(cast, post, lena):
    first = decided(post, Measure.BAN_PERMANENT, by=cast.ada)
    waiting = appeal(post, by=cast.ada)
    with pytest.raises(AnswerRequired):
        decide_appeal(appeal=waiting, outcome=CHANGED, answer="", ruling=ruling(), by=lena)
    for other in (None, ruling(Measure.BAN_PERMANENT)):
        with pytest.raises(SameDecision):
            decide_appeal(appeal=waiting, outcome=CHANGED, answer="Less.", ruling=other, by=lena)
    milder = ruling(Measure.HIDE, why_not_heard="")
    done = decide_appeal(appeal=waiting, outcome=CHANGED, answer="Less will do.", ruling=milder, by=lena)
    assert done.changed_to.replaces == first
    assert done.changed_to.measure == Measure.HIDE
    assert "appeal" in done.changed_to.words.why_not_heard
    first.ban.refresh_from_db()
    assert first.ban.due_at <= timezone.now(), "the ban has to be lifted now"
    with pytest.raises(AppealDecided):
        decide_appeal(appeal=waiting, outcome=UPHELD, answer="No.", by=lena)


def test_while_an_appeal_waits_nobody_decides_past_it(cast, post, lena):
    decided(post, by=cast.ada)
    appeal(post, by=cast.ada)
    post.refresh_from_db()
    assert post.state == CaseState.APPEALED
    with pytest.raises(AppealWaits):
        decided(post, Measure.NONE, by=cast.anton)
    with pytest.raises(AppealWaits):
        receive_appeal(case=post, grounds="Again", by=cast.ada)


def test_there_is_nothing_to_appeal_before_something_was_taken(cast, post):
    with pytest.raises(NothingToAppeal):
        appeal(post, by=cast.ada)
    decided(post, Measure.REPLY, by=cast.ada)
    with pytest.raises(NothingToAppeal):
        appeal(post, by=cast.ada)


def test_whoever_may_decide_is_asked_and_nobody_else(cast, post, lena, lars):
    heard(post, by=cast.ada)
    decided(post, by=lena)
    waiting = appeal(post, by=cast.ada)
    asked = Message.objects.filter(kind="moderation.appeal_waiting")
    assert [message.recipient_ref for message in asked] == [lars.ref]
    assert waiting.due_at > timezone.now() + timedelta(days=9)
