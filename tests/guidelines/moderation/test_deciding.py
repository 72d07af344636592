"""I4: a temporary ban needs an end; every moderation act needs a rule and facts."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidelines.moderation.choices import BURDENS, CaseState, Measure
from guidelines.moderation.models import Ban, ModerationDecision
from guidelines.moderation.operations import ask_author, decide_case, lift_ban, note_told, review_ban
from guidelines.moderation.operations.locks import salted
from guidelines.moderation.rules import (
    BanHasAnEnd,
    BanLifted,
    BanNeedsEnd,
    BanTooLong,
    CriticismStands,
    DecidedMeanwhile,
    FactsRequired,
    HearFirst,
    HearingRuns,
    OnlyBansEnd,
    ProportionRequired,
    RuleRequired,
    StillBeingHeard,
    ToldAlready,
)
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories.moderation import FACTS, HANDLE, SAID, case, decided, heard, in_days, ruling

pytestmark = pytest.mark.django_db
ACTS = [measure for measure in Measure if measure not in (Measure.NONE, Measure.REPLY)]


@pytest.mark.parametrize("measure", list(Measure))
def test_every_act_needs_facts(cast, post, measure):
    """I4: even to leave something, somebody says what they looked at."""
    with pytest.raises(FactsRequired):
        decided(post, measure, by=cast.ada, facts=" \n")
    assert not post.decisions.exists()


@pytest.mark.parametrize("measure", ACTS)
def test_every_act_needs_a_rule(cast, post, measure):
    """I4"""
    with pytest.raises(RuleRequired):
        decided(post, measure, by=cast.ada, rule_words="  ")


@pytest.mark.parametrize("measure", [Measure.NONE, Measure.REPLY])
def test_whoever_takes_nothing_names_no_rule(cast, post, measure):
    made = decided(post, measure, by=cast.ada, rule_words="", proportion="", why_not_heard="")
    assert made.measure == measure
    assert made.words.notice == ""


def test_a_temporary_ban_needs_an_end(cast, post):
    """I4"""
    for day in (None, in_days(-1)):
        with pytest.raises(BanNeedsEnd):
            decided(post, Measure.BAN_TEMPORARY, by=cast.ada, ban_last_day=day)
    with pytest.raises(BanTooLong):
        decided(post, Measure.BAN_TEMPORARY, by=cast.ada, ban_last_day=in_days(4 * 365))
    with pytest.raises(OnlyBansEnd):
        decided(post, Measure.HIDE, by=cast.ada, ban_last_day=in_days(3))


def _row(case, by, **facts):
    now = timezone.now()
    known = {
        "measure": Measure.HIDE,
        "number": 1,
        "rule_words": "No threats",
        "hearing_omitted": True,
        "facts_digest": salted(FACTS)[1],
    }
    return ModerationDecision(case=case, decided_by=by, decided_at=now, **{**known, **facts})


@pytest.mark.parametrize(
    "facts",
    [
        {"facts_digest": ""},
        {"rule_words": ""},
        {"measure": Measure.BAN_TEMPORARY},
        {"ban_until": datetime(2999, 1, 1, tzinfo=UTC)},
        {"measure": Measure.BAN_TEMPORARY, "ban_until": datetime(2020, 1, 1, tzinfo=UTC)},
        {"hearing_omitted": False},
        {"rule_key": "no-threats"},
    ],
)
def test_the_database_refuses_it_too(cast, post, facts):
    """I4: past every operation."""
    with pytest.raises(IntegrityError), transaction.atomic():
        _row(post, cast.ada, **facts).save()
    _row(post, cast.ada).save()


def test_the_author_is_heard_first(cast, post):
    """OLG Schleswig 1 U 70/22: without a hearing only exceptionally, and then the reason is there."""
    with pytest.raises(HearFirst):
        decided(post, by=cast.ada, why_not_heard="")
    ask_author(case=post, until=in_days(3), by=cast.ada)
    post.refresh_from_db()
    assert post.state == CaseState.HEARING
    with pytest.raises(HearingRuns):
        ask_author(case=post, until=in_days(3), by=cast.ada)
    with pytest.raises(StillBeingHeard):
        decided(post, by=cast.ada, why_not_heard="")
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        made = decided(post, by=cast.ada, why_not_heard="")
    assert made.hearing is not None
    assert not made.hearing_omitted
    assert "did not answer" in made.words.notice


def test_whoever_answered_has_been_heard(cast, post):
    heard(post, by=cast.ada)
    made = decided(post, by=cast.ada, why_not_heard="")
    assert made.hearing.answer
    assert "taken it into account" in made.words.notice


@pytest.mark.parametrize("measure", BURDENS)
def test_criticism_is_not_removed_in_passing(cast, account, measure):
    sharp = case(account, by=cast.ada, is_criticism=True)
    with pytest.raises(CriticismStands):
        decided(sharp, measure, by=cast.ada)
    made = decided(sharp, measure, by=cast.ada, is_confirmed=True)
    assert made.is_criticism


def test_something_milder_comes_first(cast, post):
    with pytest.raises(ProportionRequired):
        decided(post, by=cast.ada, proportion="")


def test_the_notice_says_what_the_law_asks_for(cast, post):
    """DSA Art. 17 (3): what, extent and duration, facts, automated means, ground, redress."""
    post.language = "de"
    post.save(update_fields=["language"])
    notice = decided(post, Measure.BAN_TEMPORARY, by=cast.ada).words.notice
    for part in ("gesperrt", "bis ", FACTS, "No threats", "Automat", "Gericht", "every hour counts"):
        assert part in notice, part


def test_two_who_look_at_the_same_case_decide_once(cast, post):
    decide_case(case=post, ruling=ruling(), seen=0, by=cast.ada)
    with pytest.raises(DecidedMeanwhile):
        decide_case(case=post, ruling=ruling(Measure.DELETE), seen=0, by=cast.anton)
    assert post.decisions.get().measure == Measure.HIDE


def test_who_decides(cast, post, lena):
    for person in (cast.ben, cast.hanna, cast.ines, cast.dirk, cast.dana, cast.cleo):
        with pytest.raises(NotPermitted):
            decided(post, by=person)
    assert decided(post, by=lena).number == 1
    assert AuditEvent.objects.filter(verb="moderation.refused").count() == 6


def test_a_ban_ends_with_the_local_day_when_the_clocks_change(cast, post):
    """The last day is 25 October 2026 in Hamburg, which has 25 hours: it ends at 23:00 UTC, not 22:00."""
    with time_machine.travel(datetime(2026, 10, 20, 10, tzinfo=UTC), tick=False):
        made = decided(post, Measure.BAN_TEMPORARY, by=cast.ada, ban_last_day=date(2026, 10, 25))
    assert made.ban_until == datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert made.ban.due_at == made.ban_until


def test_a_ban_runs_until_somebody_lifted_it(cast, post):
    ban = decided(post, Measure.BAN_TEMPORARY, by=cast.ada).ban
    with pytest.raises(BanHasAnEnd):
        review_ban(ban=ban, verdict="kept", reason="x", by=cast.ada)
    lift_ban(ban=ban, note="Looked at the list.", by=cast.anton)
    with pytest.raises(BanLifted):
        lift_ban(ban=ban, note="", by=cast.anton)
    assert not Ban.objects.running().exists()


def test_a_ban_for_good_is_looked_at_every_year(cast, post):
    made = decided(post, Measure.BAN_PERMANENT, by=cast.ada)
    with time_machine.travel(made.ban.due_at, tick=False):
        review_ban(ban=made.ban, verdict="kept", reason="Nothing has changed.", by=cast.anton)
        made.ban.refresh_from_db()
        assert (made.ban.due_at - timezone.now()).days == 365
    review_ban(ban=made.ban, verdict="lifted", reason="Came back and was civil.", by=cast.anton)
    made.ban.refresh_from_db()
    assert made.ban.lifted_by == cast.anton


def test_a_new_decision_lifts_or_takes_over_the_ban(cast, post):
    first = decided(post, Measure.BAN_TEMPORARY, by=cast.ada).ban
    second = decided(post, Measure.BAN_PERMANENT, by=cast.ada).ban
    first.refresh_from_db()
    assert first.lifted_at
    assert not second.lifted_at
    decided(post, Measure.REPLY, by=cast.ada)
    second.refresh_from_db()
    assert second.due_at <= timezone.now()
    assert not second.lifted_at


def test_the_author_is_told_once(cast, post):
    made = decided(post, by=cast.ada)
    post.refresh_from_db()
    assert post.due_at is not None
    note_told(decision=made, how="by message", by=cast.mara)
    with pytest.raises(ToldAlready):
        note_told(decision=made, how="", by=cast.mara)
    post.refresh_from_db()
    assert post.due_at is None


def test_hostile_text_is_text(cast, account):
    """NUL, lone surrogates, formulas, right-to-left marks and tags are kept as what somebody wrote, or left
    out where no database takes them."""
    hostile = "\x00=cmd|' /C calc'!A0 <script>alert(1)</script> \u202e \ud800 {post}"
    made = case(account, by=cast.ada, said=hostile, author=hostile, link=hostile)
    decision = decided(made, by=cast.ada, facts=hostile, rule_words=hostile, proportion=hostile)
    decision.refresh_from_db()
    assert "\x00" not in decision.words.facts
    assert "<script>" in decision.words.notice


def test_nothing_of_it_is_in_the_trail(cast, post):
    decided(post, by=cast.ada)
    told = " ".join(AuditEvent.objects.values_list("canonical", flat=True))
    for secret in (HANDLE, SAID, FACTS, "bildnetz.example"):
        assert secret not in told
