"""Who is asked, when it falls due, and how it follows people."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.people.choices import Status
from accounts.people.models import Location
from accounts.people.operations import (
    bring_back,
    define_audience,
    leave,
    move,
    record_absence,
    return_from_leave,
    send_on_leave,
)
from guidelines.policies.choices import Cause, RequestState
from guidelines.policies.deadlines import base_due, pause
from guidelines.policies.models import AcknowledgementRequest
from guidelines.policies.operations import acknowledge, reconfirm_due
from tests.factories.people import EmployeeFactory, LocationFactory, department
from tests.factories.policies import read, release, request_of

HAMBURG = Location(country="DE", subdivision="HH", time_zone="Europe/Berlin")
MUNICH = Location(country="DE", subdivision="BY", time_zone="Europe/Berlin")


def due(asked_on, place=HAMBURG, hired_on=None, days=14):
    return base_due(asked_on=asked_on, hired_on=hired_on, due_days=days, joiner_due_days=30, place=place)


def test_nothing_falls_due_on_a_day_off():
    assert due(date(2026, 12, 11)) == date(2026, 12, 28)  # 25 December and the weekend behind it
    assert due(date(2026, 12, 23)) == date(2027, 1, 6)
    assert due(date(2026, 12, 23), MUNICH) == date(2027, 1, 7)  # Epiphany


def test_a_joiner_has_a_deadline_of_their_own():
    assert due(date(2026, 3, 2), hired_on=date(2026, 3, 1)) == date(2026, 4, 1)
    assert due(date(2026, 3, 2), hired_on=date(2020, 3, 1)) == date(2026, 3, 16)


def test_absence_moves_the_due_date_by_its_days():
    moved = pause(
        date(2026, 3, 16),
        asked_on=date(2026, 3, 2),
        absences=[(date(2026, 3, 9), date(2026, 3, 13))],
        place=HAMBURG,
    )
    assert moved == date(2026, 3, 23)  # 21 March is a Saturday


@given(
    start=st.dates(date(2000, 1, 1), date(2038, 1, 31)),
    away=st.lists(st.tuples(st.integers(-30, 60), st.integers(0, 40)), max_size=5),
)
def test_every_present_working_day_is_kept(start, away):
    """A person never has fewer present days than the common deadline gives."""
    base = due(start)
    absences = [(start + timedelta(days=a), start + timedelta(days=a + n)) for a, n in away]
    moved = pause(base, asked_on=start, absences=absences, place=HAMBURG)

    def present(until):
        days = [start + timedelta(days=n) for n in range((until - start).days + 1)]
        return sum(not any(first <= day <= last for first, last in absences) for day in days)

    assert moved >= base
    assert present(moved) >= (base - start).days + 1 - 1


@pytest.mark.django_db
class TestFollowingPeople:
    def test_a_joiner_is_asked(self, cast):
        """P1: who comes into the audience is asked, with a deadline of their own."""
        version = release(editor=cast.edda, approver=cast.falk)
        new = EmployeeFactory(hired_on=date(2026, 11, 20))
        request = request_of(new)
        assert (request.cause, request.version) == (Cause.AUDIENCE, version)
        assert request.due_on >= date(2026, 12, 20)

    def test_a_leaver_owes_nothing(self, cast):
        """P1, P2: open requests close, evidence stays."""
        _ = cast.ben
        release(editor=cast.edda, approver=cast.falk)
        release(editor=cast.edda, approver=cast.falk, slug="second")
        signed = request_of(cast.ben)
        acknowledge(request=signed, read=read(signed), authenticated="x", by=cast.ben)
        leave(person=cast.ben, on=date(2026, 11, 30), by=cast.hanna)
        states = set(AcknowledgementRequest.objects.of(cast.ben).values_list("state", flat=True))
        assert states == {RequestState.CLOSED_LEAVER, RequestState.ACKNOWLEDGED}

    def test_a_returner_is_asked_in_a_new_cycle(self, cast):
        """P1: coming back asks again, also for what was confirmed before."""
        _ = cast.ben
        release(editor=cast.edda, approver=cast.falk)
        first = request_of(cast.ben)
        acknowledge(request=first, read=read(first), authenticated="x", by=cast.ben)
        leave(person=cast.ben, on=date(2026, 11, 30), by=cast.hanna)
        bring_back(person=cast.ben, by=cast.hanna)
        again = request_of(cast.ben)
        assert (again.cycle, again.state, again.cause) == (2, RequestState.OPEN, Cause.RETURN)

    def test_a_mover_changes_audience(self, cast):
        """P1: out of one audience, into another."""
        sales, it = department("Sales"), department("IT")
        audience = define_audience(slug="sales", name="Sales", clauses=[{"department": sales}], by=None)
        person = EmployeeFactory(department=sales)
        release(editor=cast.edda, approver=cast.falk, audience=audience)
        assert request_of(person).state == RequestState.OPEN
        move(person=person, department=it, by=cast.hanna)
        assert request_of(person).state == RequestState.WITHDRAWN
        move(person=person, department=sales, by=cast.hanna)
        again = request_of(person)
        assert (again.state, again.cycle) == (RequestState.OPEN, 2)

    def test_open_requests_follow_a_move(self, cast):
        _ = cast.ben
        release(editor=cast.edda, approver=cast.falk)
        move(person=cast.ben, department=department("IT"), location=LocationFactory(munich=True), by=None)
        request = request_of(cast.ben)
        assert (request.department.name, request.location.name) == ("IT", "München")

    def test_leave_pauses_and_resumes(self, cast, time_machine):
        time_machine.move_to("2026-03-02T09:00:00Z", tick=False)
        _ = cast.ben
        release(editor=cast.edda, approver=cast.falk)
        assert request_of(cast.ben).due_on == date(2026, 3, 16)
        send_on_leave(person=cast.ben, by=cast.hanna)
        assert not AcknowledgementRequest.objects.of(cast.ben).overdue_on(date(2026, 5, 1)).exists()
        time_machine.move_to("2026-04-01T09:00:00Z", tick=False)
        return_from_leave(person=cast.ben, by=cast.hanna)
        assert request_of(cast.ben).due_on == date(2026, 4, 15)

    def test_recording_an_absence_moves_open_deadlines(self, cast, time_machine):
        time_machine.move_to("2026-03-02T09:00:00Z", tick=False)
        _ = cast.ben
        release(editor=cast.edda, approver=cast.falk)
        record_absence(person=cast.ben, first_day=date(2026, 3, 9), last_day=date(2026, 3, 13), by=cast.hanna)
        assert request_of(cast.ben).due_on == date(2026, 3, 23)

    def test_reconfirmation_opens_a_new_cycle_once(self, cast, time_machine):
        time_machine.move_to("2026-01-15T09:00:00Z", tick=False)
        _ = cast.ben
        version = release(editor=cast.edda, approver=cast.falk, reconfirm_months=12)
        first = request_of(cast.ben)
        acknowledge(request=first, read=read(first), authenticated="x", by=cast.ben)
        assert reconfirm_due(policy=version.policy, today=date(2027, 1, 15)) == 0
        time_machine.move_to("2027-01-16T09:00:00Z", tick=False)
        assert reconfirm_due(policy=version.policy, today=date(2027, 1, 16)) == 1
        assert reconfirm_due(policy=version.policy, today=date(2027, 1, 16)) == 0
        assert request_of(cast.ben).cycle == 2

    def test_an_empty_audience_releases_and_asks_nobody(self, cast):
        nobody = define_audience(
            slug="nobody", name="Nobody", clauses=[{"department": department("Empty")}], by=None
        )
        release(editor=cast.edda, approver=cast.falk, audience=nobody)
        assert not AcknowledgementRequest.objects.exists()

    def test_invited_people_are_asked_too(self, cast):
        release(editor=cast.edda, approver=cast.falk)
        assert request_of(EmployeeFactory(invited=True)).employee.status == Status.INVITED
