"""Decisions, figures, planned posts, being on call, emergency access, and what is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access.registry import is_on_call
from accounts.people.registry import my_data_of
from accounts.register.choices import AccountStatus
from accounts.register.models import CorporateAccount
from accounts.vault.models import BreakGlass
from accounts.vault.operations import break_glass
from accounts.vault.registry import cause_from
from guidelines.incidents.choices import FreezeState, Status
from guidelines.incidents.models import FrozenAccount, Incident, MetricSample, TimelineText
from guidelines.incidents.operations import add_note, close_incident, declare_level, unfinished
from guidelines.incidents.operations.decisions import OptionsIncomplete, ReplacedAlready, decide
from guidelines.incidents.operations.forgetting import forget_words, forgettable, words_of
from guidelines.incidents.operations.freezing import (
    NotFromThisState,
    freeze_accounts,
    settle_line,
    settle_platform,
)
from guidelines.incidents.operations.metrics import TooManyFigures, note_figures
from guidelines.incidents.rules import NotOpen, ReasonRequired
from guidelines.incidents.samples import Sample
from guidelines.incidents.verification import wrong_in
from portal.audit.append_only import AppendOnly
from portal.audit.rules import NotPermitted
from tests.factories.evidence import incident_row, report_row
from tests.factories.incidents import crisis_lead, running
from tests.factories.register import account
from tests.factories.vault import credential, shared_account

pytestmark = pytest.mark.django_db
DECISION = {
    "question": "Do we answer tonight?",
    "options": ["Yes, the holding line", "No, tomorrow"],
    "chosen": "Yes, the holding line",
    "reason": "It is on the evening news.",
}


def last(incident: Incident):
    return incident.entries.order_by("-seq").first()


def test_a_decision_stands_with_its_options_and_reason(cast) -> None:
    incident = incident_row(cast.ada)
    made = decide(incident=incident, by=cast.ada, **DECISION)
    assert (made.chosen, made.options) == (DECISION["chosen"], DECISION["options"])
    assert last(incident).kind == "incidents.decided"
    assert "on the evening news" in last(incident).words.text
    with pytest.raises(AppendOnly):
        made.save()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"options": ["Yes, the holding line"]}, OptionsIncomplete),
        ({"options": ["Yes, the holding line", " Yes, the holding line "]}, OptionsIncomplete),
        ({"options": [f"Option {n}" for n in range(7)], "chosen": "Option 1"}, OptionsIncomplete),
        ({"chosen": "Something else"}, OptionsIncomplete),
        ({"reason": " "}, ReasonRequired),
        ({"question": "\0"}, ReasonRequired),
    ],
)
def test_half_a_decision_is_none(cast, said, refusal) -> None:
    with pytest.raises(refusal):
        decide(incident=incident_row(cast.ada), by=cast.ada, **{**DECISION, **said})


def test_a_later_decision_replaces_an_earlier_one_once(cast) -> None:
    incident = incident_row(cast.ada)
    first = decide(incident=incident, by=cast.ada, **DECISION)
    decide(incident=incident, by=cast.ada, replaces=first, **{**DECISION, "chosen": "No, tomorrow"})
    with pytest.raises(ReplacedAlready):
        decide(incident=incident, by=cast.ada, replaces=first, **DECISION)
    with pytest.raises(NotPermitted):
        decide(incident=incident_row(cast.ada), by=cast.ada, replaces=first, **DECISION)


def test_nobody_decides_from_outside_or_after_the_end(cast) -> None:
    with pytest.raises(NotPermitted):
        decide(incident=incident_row(cast.ada), by=cast.ben, **DECISION)
    with pytest.raises(NotOpen):
        decide(incident=incident_row(cast.ada, status=Status.CANCELLED), by=cast.ada, **DECISION)


def test_figures_are_one_entry_of_the_log(cast, monkeypatch) -> None:
    incident, now = incident_row(cast.ada), timezone.now()
    samples = [Sample(now - timedelta(hours=at), "Tool", 100 - at) for at in range(3)]
    note_figures(incident=incident, samples=samples, by=cast.ada)
    assert MetricSample.objects.filter(incident=incident).count() == 3
    assert last(incident).facts["mentions"] == 100
    monkeypatch.setattr("guidelines.incidents.operations.metrics.MOST", 3)
    with pytest.raises(TooManyFigures):
        note_figures(incident=incident, samples=samples[:1], by=cast.ada)
    with pytest.raises(NotPermitted):
        note_figures(incident=incident, samples=samples[:1], by=cast.ben)


def test_a_level_that_says_so_puts_every_live_account_on_the_list(cast) -> None:
    live, planned = account(cast), account(cast, "@planned", is_live=False)
    lead = crisis_lead()
    incident = running(cast, by=lead, level=2)
    assert not incident.frozen.exists()
    declare_level(
        incident=incident, base=incident.levels.last().pk, social=3, media=0, reason="More", by=lead
    )
    assert [line.account for line in incident.frozen.all()] == [live]
    assert planned.status != AccountStatus.LIVE


def frozen(cast):
    first, second = account(cast), account(cast, "@second")
    lead = crisis_lead()
    incident = running(cast, by=lead)
    freeze_accounts(incident=incident, accounts=[first, second], by=lead)
    return incident, lead, first


def test_a_line_goes_from_check_to_halt_to_running_again(cast) -> None:
    incident, lead, first = frozen(cast)
    line = incident.frozen.get(account=first)
    settle_line(line=line, state=FreezeState.FROZEN, note="Three posts", by=lead)
    with pytest.raises(NotFromThisState):
        settle_line(line=line, state=FreezeState.FROZEN, by=lead)  # somebody else did so a moment before
    settle_line(line=line, state=FreezeState.RESUMED, by=lead)
    line.refresh_from_db()
    assert (line.state, line.changed_by) == (FreezeState.RESUMED, lead)
    freeze_accounts(incident=incident, accounts=[first], by=lead)
    line.refresh_from_db()
    assert line.state == FreezeState.TO_CHECK


def test_all_of_a_platform_at_once(cast) -> None:
    incident, lead, first = frozen(cast)
    done = {"incident": incident, "platform": first.platform, "by": lead}
    assert settle_platform(state=FreezeState.FROZEN, **done) == 2
    assert settle_platform(state=FreezeState.FROZEN, **done) == 0
    assert last(incident).facts["count"] == 2
    assert settle_platform(state=FreezeState.RESUMED, **done) == 2


def test_closing_is_told_what_is_still_halted(cast) -> None:
    incident, lead, first = frozen(cast)
    line = incident.frozen.get(account=first)
    settle_line(line=line, state=FreezeState.FROZEN, by=lead)
    told = " ".join(unfinished(incident))
    assert "@hafenlicht" in told
    assert "@second" in told
    close_incident(incident=incident, reason="Resumed tomorrow", by=lead)
    settle_line(line=line, state=FreezeState.RESUMED, by=lead)
    line.refresh_from_db()
    assert line.state == FreezeState.RESUMED


def test_nobody_halts_from_outside(cast) -> None:
    incident, _lead, first = frozen(cast)
    with pytest.raises(NotPermitted):
        settle_line(line=incident.frozen.get(account=first), state=FreezeState.FROZEN, by=cast.mara)
    with pytest.raises(NotPermitted):
        freeze_accounts(incident=incident, accounts=CorporateAccount.objects.all(), by=cast.mara)


def test_whoever_has_a_role_in_a_running_incident_is_on_call(cast) -> None:
    """A1: the grace is theirs while it runs, and only in earnest."""
    lead = crisis_lead()
    assert not is_on_call(lead)
    incident = running(cast, by=lead)
    assert is_on_call(lead)
    Incident.objects.filter(pk=incident.pk).update(mode="drill")
    assert not is_on_call(lead)
    Incident.objects.filter(pk=incident.pk).update(mode="live")
    close_incident(incident=incident, reason="Over", by=lead)
    assert not is_on_call(lead)


def test_emergency_access_names_its_incident_and_stands_in_its_log(cast) -> None:
    kept = credential(shared_account(cast), by=cast.anton)
    incident = incident_row(cast.ada)
    cause = cause_from(cast.ada, f"incidents:{incident.ref}")
    break_glass(credential=kept, reason="Nobody else awake", cause=cause, by=cast.ada)
    glass = BreakGlass.objects.get()
    assert (glass.cause_label, glass.cause_ref) == (incident.number, incident.ref)
    assert last(incident).kind == "incidents.emergency"
    assert glass.cause_url == f"/incidents/{incident.ref}/"


@pytest.mark.parametrize(
    "key", ["", "incidents:", "incidents:x", "nothing:00000000-0000-0000-0000-000000000000"]
)
def test_a_cause_that_is_none_does_not_stand_in_the_way(cast, key) -> None:
    assert cause_from(cast.ada, key) is None


def test_nobody_learns_of_a_room_they_may_not_enter(cast) -> None:
    incident = incident_row(cast.ada)
    assert cause_from(cast.ben, f"incidents:{incident.ref}") is None


def test_words_are_forgotten_and_the_chain_still_verifies(cast, settings) -> None:
    """I6: what somebody wrote goes when its time has come; that it happened stays, and can be checked."""
    lead = crisis_lead()
    incident = running(cast, by=lead, text="Mrs Example is furious")
    add_note(incident=incident, text="Called Mrs Example", by=lead)
    close_incident(incident=incident, reason="Over", by=lead)
    now = timezone.now()
    assert not forgettable(now).exists()
    later = now + timedelta(days=settings.INCIDENT_WORDS_KEPT_DAYS + 1)
    assert list(forgettable(later)) == [incident]
    counted = words_of(incident)
    assert counted["log"] >= 2
    assert counted["reports"] == 1
    assert forget_words(incident=incident) == counted
    assert not TimelineText.objects.filter(entry__incident=incident).exists()
    assert not forgettable(later).exists()
    incident.refresh_from_db()
    assert wrong_in(incident) == ""
    assert last(incident).kind == "incidents.words-forgotten"


def test_my_data_says_what_is_stored_about_me(cast) -> None:
    incident = incident_row(cast.ada)
    report_row(incident, by=cast.ben)
    decide(incident=incident, by=cast.ada, **DECISION)
    mine = [str(row) for section in my_data_of(cast.ada) for row in section.rows]
    theirs = [str(row) for section in my_data_of(cast.ben) for row in section.rows]
    assert any("evening news" in row for row in mine)
    assert any(incident.number in row for row in theirs)
    assert not any("evening news" in row for row in theirs)


def test_a_hostile_name_of_an_account_is_only_text(cast) -> None:
    hostile = account(cast, "{count} %(names)s <b>\u202e")
    lead = crisis_lead()
    incident = running(cast, by=lead)
    freeze_accounts(incident=incident, accounts=[hostile], by=lead)
    assert any("%(names)s" in text for text in unfinished(incident))
    assert FrozenAccount.objects.filter(incident=incident).count() == 1
