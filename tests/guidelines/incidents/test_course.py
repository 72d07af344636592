"""From the start to the end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.people.operations import leave
from guidelines.incidents.choices import TaskState
from guidelines.incidents.models import Incident, IncidentTask
from guidelines.incidents.operations import (
    add_note,
    add_task,
    assign_task,
    change_status,
    close_incident,
    correct_entry,
    declare_level,
    give_back,
    hand_over,
    let_in,
    let_out,
    set_confidential,
    settle_task,
    start_incident,
    take_role,
)
from guidelines.incidents.permissions import can_lead
from guidelines.incidents.reading import newer_edition, plan_for
from guidelines.incidents.rules import (
    AlreadyStarted,
    CannotActNow,
    CorrectedAlready,
    EvidenceRequired,
    HasARole,
    LevelChangedMeanwhile,
    NobodyLeads,
    NobodyLeftInside,
    NoPlaybook,
    NothingToCorrect,
    NotYourRole,
    ReasonRequired,
    RoleIsTaken,
    SameLevel,
    Unfinished,
)
from portal.audit.rules import NotPermitted
from tests.factories.incidents import crisis_lead, edition_of, holder, playbook, reported, running

STORM = {"social": 2, "media": 0, "reason": "Many comments"}


def test_one_step_to_a_running_incident(cast) -> None:
    """I1: playbook pinned, level declared, role taken, tasks due by the clock."""
    lead, work = crisis_lead(), playbook(cast)
    incident = start_incident(incident=reported(cast.ben), edition=work.current, by=lead, **STORM)
    assert (incident.status, incident.edition, incident.social) == ("active", work.current, 2)
    assert incident.roles.get(role="lead").person == lead
    tasks = {task.key: task for task in incident.tasks.all()}
    assert set(tasks) == {"hold", "press"}
    assert tasks["hold"].due_at == incident.started_at + timedelta(minutes=15)
    own = incident.entries.filter(kind__startswith="incidents.")
    kinds = list(own.values_list("kind", flat=True))
    assert kinds[2:] == [
        "incidents.started",
        "incidents.role-taken",
        "incidents.level",
        "incidents.tasks-opened",
    ]


def test_a_named_holder_starts_it_too_and_outsiders_do_not(cast) -> None:
    work = playbook(cast)
    holder(work, cast.ada)
    incident = reported(cast.ben)
    with pytest.raises(NotPermitted):
        start_incident(incident=incident, edition=work.current, by=cast.ben, **STORM)
    incident = start_incident(incident=incident, edition=work.current, by=cast.ada, **STORM)
    assert can_lead(cast.ada, incident)


def test_without_a_playbook_somebody_still_leads(cast) -> None:
    lead = crisis_lead()
    incident = start_incident(incident=reported(cast.ben), edition=None, by=lead, **STORM)
    assert incident.is_running
    assert incident.roles.get().role == "lead"
    assert plan_for(incident).lead is not None


def test_nobody_starts_it_twice(cast) -> None:
    lead = crisis_lead()
    incident = running(cast, by=lead)
    with pytest.raises(AlreadyStarted):
        start_incident(incident=incident, edition=incident.edition, by=lead, **STORM)


def test_an_old_edition_is_not_started_by(cast) -> None:
    work = playbook(cast)
    old = work.current
    edition_of(work, cast)
    with pytest.raises(NoPlaybook):
        start_incident(incident=reported(cast.ben), edition=old, by=crisis_lead(), **STORM)


def test_the_pinned_edition_stays(cast) -> None:
    """I2: a playbook edited mid-incident changes nothing in it, and the room says that a newer one exists."""
    work = playbook(cast)
    incident = running(cast, by=crisis_lead(), work=work)
    assert newer_edition(incident) is None
    newer = edition_of(work, cast, tasks=[])
    incident = Incident.objects.get(pk=incident.pk)
    assert newer_edition(incident) == newer
    assert {task.key for task in plan_for(incident).tasks} == {"hold", "press", "proof"}


def test_the_second_sees_what_the_first_declared(cast) -> None:
    lead, other = crisis_lead(), crisis_lead("Second")
    incident = running(cast, by=lead)
    base = incident.levels.get().pk
    first = declare_level(incident=incident, base=base, social=3, media=1, reason="Press", by=lead)
    with pytest.raises(LevelChangedMeanwhile) as met:
        declare_level(incident=incident, base=base, social=1, media=0, reason="Calm", by=other)
    assert met.value.change == first
    declare_level(incident=incident, base=first.pk, social=1, media=0, reason="Calm", by=other)
    incident.refresh_from_db()
    assert (incident.social, incident.media) == (1, 0)


def test_a_higher_level_opens_tasks_and_a_lower_one_closes_none(cast) -> None:
    lead = crisis_lead()
    incident = running(cast, by=lead)
    base = incident.levels.get().pk
    higher = declare_level(incident=incident, base=base, social=2, media=4, reason="TV", by=lead)
    proof = incident.tasks.get(key="proof")
    assert proof.due_at >= higher.declared_at
    declare_level(incident=incident, base=higher.pk, social=0, media=0, reason="Calm", by=lead)
    assert incident.tasks.filter(state=TaskState.OPEN).count() == 3
    with pytest.raises(SameLevel):
        declare_level(
            incident=incident, base=incident.levels.last().pk, social=0, media=0, reason="?", by=lead
        )


def test_levels_need_a_reason_and_somebody_who_leads(cast) -> None:
    lead, work = crisis_lead(), playbook(cast)
    holder(work, cast.ada, "speaker")
    incident = running(cast, by=lead, work=work)
    base = incident.levels.get().pk
    with pytest.raises(ReasonRequired):
        declare_level(incident=incident, base=base, social=3, media=0, reason=" ", by=lead)
    with pytest.raises(NotPermitted):
        declare_level(incident=incident, base=base, social=3, media=0, reason="x", by=cast.ada)


def test_roles_are_taken_handed_over_and_given_back(cast) -> None:
    lead, work = crisis_lead(), playbook(cast)
    holder(work, cast.ada, "speaker")
    incident = running(cast, by=lead, work=work)
    taken = take_role(incident=incident, role="speaker", by=cast.ada)
    with pytest.raises(RoleIsTaken):
        take_role(incident=incident, role="speaker", by=lead)
    with pytest.raises(NotPermitted):
        take_role(incident=incident, role="speaker", by=cast.ben)
    passed = hand_over(taken=taken, to=lead, note="Call the agency", by=cast.ada)
    with pytest.raises(NotYourRole):
        give_back(taken=passed, by=cast.ada)
    give_back(taken=passed, by=lead)
    with pytest.raises(NobodyLeads):
        give_back(taken=incident.roles.get(role="lead"), by=lead)


def test_who_has_left_is_passed_over_and_named(cast) -> None:
    lead, work = crisis_lead(), playbook(cast)
    holder(work, cast.mara, "speaker", 0)
    holder(work, cast.ada, "speaker", 1)
    incident = running(cast, by=lead, work=work)
    leave(person=cast.mara, on=timezone.localdate(), by=None)
    take_role(incident=incident, role="speaker", by=cast.ada)
    entry = incident.entries.get(kind="incidents.holder-missing")
    assert entry.facts == {"role": "speaker", "person": str(cast.mara.ref)}


def test_a_bearer_who_leaves_in_the_middle_frees_the_role(cast) -> None:
    lead, work = crisis_lead(), playbook(cast)
    holder(work, cast.ada, "speaker")
    incident = running(cast, by=lead, work=work)
    take_role(incident=incident, role="speaker", by=cast.ada)
    leave(person=cast.ada, on=timezone.localdate(), by=None)
    take_role(incident=incident, role="speaker", by=lead)
    assert incident.roles.filter(role="speaker", ended_at=None).get().person == lead
    with pytest.raises(CannotActNow):
        hand_over(taken=incident.roles.get(role="lead"), to=cast.ada, note="", by=lead)


def test_tasks_are_done_with_what_shows_it(cast) -> None:
    lead = crisis_lead()
    incident = running(cast, by=lead, level=4)
    with pytest.raises(EvidenceRequired):
        settle_task(task=incident.tasks.get(key="proof"), state="done", by=lead)
    settle_task(task=incident.tasks.get(key="proof"), state="done", note="In the archive", by=lead)
    with pytest.raises(ReasonRequired):
        settle_task(task=incident.tasks.get(key="press"), state="dropped", by=lead)
    own = add_task(incident=incident, title="Call the shop", by=lead)
    assign_task(task=own, to=lead, by=lead)
    assert IncidentTask.objects.get(pk=own.pk).assignee == lead


def test_a_mandatory_task_stands_in_the_way_of_closing(cast) -> None:
    """I3: with a mandatory task open it is closed with a reason only, and the log has it."""
    lead = crisis_lead()
    incident = running(cast, by=lead)
    with pytest.raises(Unfinished):
        close_incident(incident=incident, by=lead)
    close_incident(incident=incident, reason="The post is gone", by=lead)
    entry = incident.entries.filter(kind__startswith="incidents.").last()
    assert (entry.kind, entry.words.text) == ("incidents.closed-unfinished", "The post is gone")


def test_a_finished_incident_is_closed(cast) -> None:
    lead = crisis_lead()
    incident = running(cast, by=lead)
    settle_task(task=incident.tasks.get(key="hold"), state="done", by=lead)
    change_status(incident=incident, status="stabilised", by=lead)
    incident = close_incident(incident=incident, by=lead)
    assert (incident.status, incident.ended_by) == ("closed", lead)


def test_notes_are_corrected_by_notes(cast) -> None:
    lead = crisis_lead()
    incident = running(cast, by=lead)
    note = add_note(incident=incident, text="300 comments", by=lead)
    right = correct_entry(entry=note, text="30 comments", by=lead)
    assert right.supersedes == note
    with pytest.raises(CorrectedAlready):
        correct_entry(entry=note, text="3 comments", by=lead)
    with pytest.raises(NothingToCorrect):
        correct_entry(entry=incident.entries.first(), text="x", by=lead)


def test_the_last_one_stays_inside(cast) -> None:
    lead = crisis_lead()
    incident = reported(cast.ben, trouble="colleague")
    with pytest.raises(NobodyLeftInside):
        let_out(incident=incident, person=lead, by=lead)
    let_in(incident=incident, person=cast.dana, by=lead)
    let_out(incident=incident, person=lead, by=lead)
    assert not Incident.objects.visible_to(lead).contains(incident)
    assert Incident.objects.visible_to(cast.dana).contains(incident)


def test_closing_the_room_keeps_those_with_a_role(cast) -> None:
    lead, other = crisis_lead(), crisis_lead("Other")
    incident = running(cast, by=lead)
    set_confidential(incident=incident, is_confidential=True, by=lead)
    assert Incident.objects.visible_to(lead).contains(incident)
    assert not Incident.objects.visible_to(other).contains(incident)
    with pytest.raises(HasARole):
        let_out(incident=incident, person=lead, by=lead)
