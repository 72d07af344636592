"""Who is called, in which order, and when the next one is."""

import pytest
import time_machine
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.models import Absence
from accounts.people.operations import leave
from accounts.people.operations.suspension import suspend_sign_in
from guidelines.alarms.choices import AlarmState, Cause
from guidelines.alarms.models import Alarm, AlarmDispatch
from guidelines.alarms.operations import answer, pass_on, raise_by_hand
from guidelines.alarms.rules import IncidentEnded
from guidelines.incidents.models import TimelineEntry
from guidelines.incidents.operations import cancel_incident, declare_level, start_incident
from guidelines.playbooks.choices import Trouble
from portal.audit.rules import NotPermitted
from tests.factories.alarms import SPEAKER, called, minutes, names, playbook, ringing
from tests.factories.incidents import crisis_lead, reported
from tests.factories.people import Cast, EmployeeFactory
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


def later(count: int):
    """The jobs that are due after some minutes."""
    with time_machine.travel(timezone.now() + minutes(count), tick=False):
        drain()


def _started(work, by, *, level):
    return start_incident(
        incident=ringing(), edition=work.current, social=level, media=0, reason="It grows", by=by
    )


@pytest.fixture
def storm(cast: Cast):
    """Ada leads, Ben and Mara are her deputies, Kaja is a crisis lead."""
    work = playbook(cast)
    names(work, cast.ada, cast.ben, cast.mara)
    crisis_lead("Kaja Berg")
    return work


def test_the_holder_first_then_the_deputies_then_all_crisis_leads(cast, storm):
    """I1: an alarm not answered goes to the deputy after n minutes, and on."""
    crisis_lead("Lena Voss")
    incident = reported(cast.wolf)
    alarm = Alarm.objects.get(incident=incident)
    assert (alarm.cause, alarm.state, alarm.minutes) == (Cause.REPORTED, AlarmState.RINGING, 5)
    drain()
    assert called(alarm) == ["Ada Lindqvist"]
    later(5)
    assert called(alarm) == ["Ada Lindqvist", "Ben Öztürk"]
    later(10)
    later(15)
    assert called(alarm)[2:] == ["Mara Iversen", "Kaja Berg", "Lena Voss"]
    assert set(alarm.calls.values_list("step", flat=True)) == {1, 2, 3, 4}


def test_nothing_happens_before_its_time(cast, storm):
    alarm = Alarm.objects.get(incident=ringing())
    later(4)
    assert called(alarm) == ["Ada Lindqvist"]


def test_in_the_end_everybody_is_called_again(cast, storm, settings):
    settings.ALARM_REPEATS = 2
    incident = ringing()
    alarm = Alarm.objects.get(incident=incident)
    for count in (5, 10, 15, 20):
        later(count)
    alarm.refresh_from_db()
    assert (alarm.state, alarm.round) == (AlarmState.EXHAUSTED, 1)
    assert sorted(called(alarm)) == sorted(2 * ["Ada Lindqvist", "Ben Öztürk", "Mara Iversen", "Kaja Berg"])
    later(20 + 15)
    later(20 + 30)
    later(20 + 45)
    alarm.refresh_from_db()
    assert (alarm.state, alarm.round, alarm.next_at) == (AlarmState.EXHAUSTED, 2, None)
    assert alarm.calls.count() == 12
    kinds = list(TimelineEntry.objects.filter(incident=incident).values_list("kind", flat=True))
    assert kinds.count("alarms.exhausted") == 1
    answer(alarm=alarm, by=cast.ada, how="portal")
    alarm.refresh_from_db()
    assert alarm.state == AlarmState.ANSWERED


def test_a_level_with_a_sooner_first_response_shortens_the_wait(cast):
    names(playbook(cast, first_response=3), cast.ada, cast.ben)
    assert Alarm.objects.get(incident=ringing()).minutes == 3


def test_without_a_playbook_all_crisis_leads_at_once(cast):
    crisis_lead("Kaja Berg"), crisis_lead("Lena Voss")
    assert called(Alarm.objects.get(incident=ringing())) == ["Kaja Berg", "Lena Voss"]


def test_without_anybody_the_system_admins(cast):
    _ = cast.ines
    assert called(Alarm.objects.get(incident=ringing())) == [cast.ines.name]


def test_the_playbook_for_everything_else_is_used_for_the_rest(cast):
    names(playbook(cast, troubles=[Trouble.OTHER]), cast.mara)
    assert called(Alarm.objects.get(incident=ringing(trouble=Trouble.THREAT))) == ["Mara Iversen"]


def test_leavers_and_the_suspended_are_skipped(cast, storm):
    leave(person=cast.ada, on=timezone.localdate(), by=None)
    suspend_sign_in(person=cast.ben, by=cast.hanna)
    assert called(Alarm.objects.get(incident=ringing())) == ["Mara Iversen"]


def test_who_leaves_while_it_rings_is_skipped(cast, storm):
    alarm = Alarm.objects.get(incident=ringing())
    drain()
    leave(person=cast.ben, on=timezone.localdate(), by=None)
    later(5)
    assert called(alarm) == ["Ada Lindqvist", "Mara Iversen"]


def test_people_on_leave_come_after_the_deputies(cast, storm):
    today = timezone.localdate()
    Absence.objects.create(employee=cast.ada, first_day=today, last_day=today)
    alarm = Alarm.objects.get(incident=ringing())
    for count in (5, 10):
        later(count)
    assert called(alarm) == ["Ben Öztürk", "Mara Iversen", "Kaja Berg", "Ada Lindqvist"]


def test_i_cannot_calls_the_next_at_once(cast, storm):
    alarm = Alarm.objects.get(incident=ringing())
    pass_on(call=alarm.calls.get(), by=cast.ada)
    assert called(alarm) == ["Ada Lindqvist", "Ben Öztürk"]
    pass_on(call=alarm.calls.first(), by=cast.ada)
    with pytest.raises(NotPermitted):
        pass_on(call=alarm.calls.first(), by=cast.mara)
    assert called(alarm) == ["Ada Lindqvist", "Ben Öztürk"]


def test_of_several_who_are_called_at_once_one_who_cannot_changes_nothing(cast):
    kaja, lena = crisis_lead("Kaja Berg"), crisis_lead("Lena Voss")
    alarm = Alarm.objects.get(incident=ringing())
    pass_on(call=alarm.calls.get(person=kaja), by=kaja)
    assert alarm.calls.count() == 2
    pass_on(call=alarm.calls.get(person=lena), by=lena)
    alarm.refresh_from_db()
    assert alarm.state == AlarmState.EXHAUSTED


def test_a_late_answer_stops_what_was_to_come(cast, storm):
    alarm = Alarm.objects.get(incident=ringing())
    later(5)
    answer(alarm=alarm, by=cast.ada, how="portal")
    later(30)
    assert called(alarm) == ["Ada Lindqvist", "Ben Öztürk"]


def test_the_end_of_the_incident_ends_it(cast, storm):
    incident = ringing()
    cancel_incident(incident=incident, reason="It was nothing", by=cast.ada)
    alarm = Alarm.objects.get()
    assert alarm.state == AlarmState.ENDED
    later(30)
    assert called(alarm) == ["Ada Lindqvist"]
    with pytest.raises(IncidentEnded):
        raise_by_hand(incident=incident, by=cast.ada)


def test_whoever_starts_it_has_it_and_the_roles_of_the_level_are_wanted(cast, storm):
    names(storm, cast.edda, cast.falk, role=SPEAKER)
    incident = _started(storm, cast.ada, level=2)
    lead, spokesperson = Alarm.objects.order_by("pk")
    assert (lead.answered_by, lead.answered_how) == (cast.ada, "started")
    assert (spokesperson.role, spokesperson.cause) == (SPEAKER, Cause.LEVEL_RAISED)
    assert called(spokesperson) == ["Edda Brandt"]
    incident.roles.create(role=SPEAKER, person=cast.edda, taken_at=timezone.now())
    later(5)
    spokesperson.refresh_from_db()
    assert (spokesperson.state, spokesperson.answered_how) == (AlarmState.ANSWERED, "role")
    assert called(spokesperson) == ["Edda Brandt"]


def test_a_higher_level_calls_its_new_roles_once(cast, storm):
    names(storm, cast.edda, role=SPEAKER)
    incident = _started(storm, cast.ada, level=1)
    assert not Alarm.objects.exclude(role="").exists()
    for level in (2, 1, 3):
        base = incident.levels.order_by("-pk").first().pk
        declare_level(incident=incident, base=base, social=level, media=0, reason="It grows", by=cast.ada)
    assert called(Alarm.objects.get(role=SPEAKER)) == ["Edda Brandt"]


def test_by_hand_it_rings_anew_and_what_rings_goes_on(cast, storm):
    incident = ringing()
    kaja = crisis_lead("Lena Voss")
    first = raise_by_hand(incident=incident, by=kaja)
    assert (first.cause, Alarm.objects.count()) == (Cause.REPORTED, 1)
    answer(alarm=first, by=kaja, how="portal")
    again = raise_by_hand(incident=incident, by=kaja)
    assert (again.cause, called(again)) == (Cause.BY_HAND, ["Ada Lindqvist"])
    with pytest.raises(NotPermitted):
        raise_by_hand(incident=incident, by=cast.wolf)


def test_no_hour_and_no_day_is_too_late(cast, storm):
    """Digests wait for the working day; an alarm does not."""
    with time_machine.travel("2026-12-26 23:00:00+00:00", tick=False):
        alarm = Alarm.objects.get(incident=ringing())
        drain()
    assert AlarmDispatch.objects.get(call__alarm=alarm).state == "sent"


def test_nobody_with_an_address_calls_the_next_at_once(cast):
    silent = EmployeeFactory(name="Silent", email=None)
    names(playbook(cast), silent, cast.ben)
    assert called(Alarm.objects.get(incident=ringing())) == ["Silent", "Ben Öztürk"]


def test_the_order_is_asked_anew_when_a_role_is_given(cast, storm):
    alarm = Alarm.objects.get(incident=ringing())
    EmployeeFactory(name="Nora New", roles=[Role.CRISIS_LEAD])
    for count in (5, 10, 15):
        later(count)
    assert called(alarm)[-2:] == ["Kaja Berg", "Nora New"]
