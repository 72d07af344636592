"""A real server is told: the same thing once, whatever breaks in between, and never who somebody is."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from accounts.people.operations import define_audience
from portal.jobs.models import Job
from portal.jobs.running import claim
from portal.jobs.sweeping import requeue_lost
from tests.factories.people import Cast
from tests.factories.policies import everyone
from tests.factories.training import attempt, course, do, require
from tests.jobs_tools import drain
from tests.training.xapi.record_store import PASSWORD, USERNAME, RecordStoreServer
from training.assignments.choices import Basis
from training.assignments.operations.completing import complete
from training.courses.models import Course
from training.courses.registry import tell_passed
from training.xapi import jobs
from training.xapi.choices import DispatchState
from training.xapi.models import Dispatch, RecordStore
from training.xapi.operations import set_store, switch_off, switch_on, try_again

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(Dispatch.objects.order_by("pk").values_list("state", flat=True))


def told(server: RecordStoreServer) -> dict[str, str]:
    """Verb → pseudonym."""
    return {
        said["verb"]["display"]["en"]: said["actor"]["account"]["name"] for said in server.statements.values()
    }


def test_it_is_off_until_somebody_switches_it_on(
    cast: Cast, server: RecordStoreServer, basics: Course
) -> None:
    """Nothing leaves without a store, nothing while it is off, and nothing of what was done before."""
    do(cast.ada, basics)
    set_store(endpoint=server.endpoint, username=USERNAME, password=PASSWORD, by=cast.ines)
    do(cast.ben, basics)
    switch_on(by=cast.ines)
    drain()
    assert (states(), server.calls) == ([], [])


def test_a_passed_quiz_is_two_statements(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course
) -> None:
    (done,) = do(cast.ben, basics)
    drain()
    assert states() == [DispatchState.SENT]
    first, second = server.statements.values()
    assert first == {
        "id": first["id"],
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "http://127.0.0.1:8000", "name": first["actor"]["account"]["name"]},
        },
        "verb": {
            "id": "http://adlnet.gov/expapi/verbs/passed",
            "display": {"de": "bestanden", "en": "passed"},
        },
        "object": {
            "objectType": "Activity",
            "id": f"http://127.0.0.1:8000/xapi/courses/{basics.ref}",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/course",
                "name": {"de": "Grundlagen basics", "en": "Basics basics"},
            },
        },
        "context": {"extensions": {"http://127.0.0.1:8000/xapi/version": "1.0"}},
        "timestamp": first["timestamp"],
    }
    assert second["verb"]["id"] == "http://adlnet.gov/expapi/verbs/completed"
    assert {UUID(one["id"]).version for one in (first, second)} == {5}
    assert [path for path, _id, _status in server.calls] == ["/xapi/statements"] * 2
    assert abs((done.at - timezone.now()).total_seconds()) < 60


def test_nobody_is_named(cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course) -> None:
    """T6: no score, no answer; and neither name, number, address nor the portal's own id of the person."""
    do(cast.ben, basics)
    drain()
    sent = json.dumps(list(server.statements.values()), ensure_ascii=False)
    ben = cast.ben
    for private in (ben.name, ben.email, ben.login_id, ben.personnel_number, str(ben.ref), ben.ref.hex):
        assert private not in sent
    for member in ("result", "score", "response", "duration", "mbox"):
        assert f'"{member}"' not in sent
    assert len(next(iter(told(server).values()))) == 64


def test_a_pseudonym_is_of_one_store(cast: Cast, server: RecordStoreServer, store: RecordStore) -> None:
    """The same person to the same store, nobody anybody knows to the next one."""
    courses = [course(slug, by=cast.edda) for slug in ("one", "two", "three")]
    _ = cast.ben
    for one in courses:
        require(one, by=cast.hanna)
    for one in courses[:2]:
        do(cast.ben, one)
    drain()
    names = {said["actor"]["account"]["name"] for said in server.statements.values()}
    assert len(names) == 1
    server.statements.clear()
    other = f"{server.endpoint}/other"
    set_store(endpoint=other, username=USERNAME, password=PASSWORD, by=cast.ines)
    switch_on(by=cast.ines)
    do(cast.ben, courses[2])
    drain()
    assert not names & set(told(server).values())
    store.refresh_from_db()
    assert (bytes(store.sealed), store.is_on) == (b"", False)


def test_a_worker_that_dies_in_between_doubles_nothing(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E1's habit: killed after the store has it and before the row says so, the same id is told again."""
    do(cast.ben, basics)
    job = Job.objects.get(kind="xapi.send")
    killed = claim(job.pk)
    assert killed is not None
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_end", _dies)
        with pytest.raises(KeyboardInterrupt):
            jobs.send(jobs.Run(killed))
    assert (states(), len(server.statements)) == ([DispatchState.QUEUED], 2)
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        requeue_lost(timezone.now())
        drain()
    assert (states(), len(server.statements), len(server.calls)) == ([DispatchState.SENT], 2, 4)


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_is_there_already_was_wanted(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course
) -> None:
    """409: another statement has this id, which only this portal can have made."""
    do(cast.ben, basics)
    server.answers = [409, 409]
    drain()
    assert states() == [DispatchState.SENT]


@pytest.mark.parametrize("status", [400, 413, 422])
def test_what_is_refused_for_good_is_not_tried_again(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course, status: int
) -> None:
    do(cast.ben, basics)
    server.answers = [status]
    drain()
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.error, dispatch.attempts) == ("refused", f"http {status}", 1)
    assert len(server.calls) == 1


@pytest.mark.parametrize("status", [301, 307, 401, 403, 404, 408, 429, 500, 502, 503])
def test_what_can_be_mended_is_tried_again(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course, status: int
) -> None:
    """Later each time; and a redirect is followed nowhere, with or without the password."""
    do(cast.ben, basics)
    server.answers, server.location = [status], "https://127.0.0.1:1/elsewhere"
    drain(allow_errors=True)
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.error) == ("queued", f"http {status}")
    server.location = ""
    drain()
    assert len(server.calls) == 1  # not due yet
    with time_machine.travel(timezone.now() + timedelta(seconds=20), tick=False):
        drain()
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.error, dispatch.attempts) == ("sent", "", 2)


def test_after_a_day_somebody_has_to_look(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course
) -> None:
    do(cast.ben, basics)
    server.answers = [503]
    Job.objects.filter(kind="xapi.send").update(attempts=23)
    drain(allow_errors=True)
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.error) == ("failed", "http 503")
    assert try_again(by=cast.ines) == 1
    drain()
    assert states() == [DispatchState.SENT]


def test_switching_off_drops_what_waits(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course
) -> None:
    do(cast.ben, basics)
    switch_off(by=cast.ines)
    drain()
    assert (states(), server.calls) == ([], [])
    do(cast.ada, basics)
    switch_on(by=cast.ines)
    drain()
    assert (states(), server.calls) == ([], [])


def test_one_quiz_for_two_duties_was_passed_once(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course
) -> None:
    service = define_audience(
        slug="service", name="Service", clauses=[{"department": cast.ben.department}], by=None
    )
    require(basics, audience=service, by=cast.hanna)
    assert everyone() != service
    assert len(do(cast.ben, basics)) == 2
    drain()
    assert (states(), len(server.calls)) == ([DispatchState.SENT], 2)


def test_own_accord_is_ones_own(cast: Cast, server: RecordStoreServer, store: RecordStore) -> None:
    """What nobody required, and what was not done here, is told to nobody."""
    _ = cast.ben
    free, held_to = course("free", by=cast.edda), course("held", by=cast.edda)
    do(cast.ben, free)
    require(held_to, by=cast.hanna)
    complete(person=cast.ben, course=held_to, basis=Basis.IMPORTED, on=timezone.localdate(), by=cast.hanna)
    drain()
    assert (states(), server.calls) == ([], [])


def test_attendance_is_completed_and_not_passed(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course
) -> None:
    complete(person=cast.ben, course=basics, basis=Basis.ATTENDED, on=timezone.localdate(), by=cast.hanna)
    drain()
    assert list(told(server)) == ["completed"]


def test_a_second_click_is_told_once(
    cast: Cast, server: RecordStoreServer, store: RecordStore, basics: Course
) -> None:
    gone = attempt(cast.ben, basics)
    tell_passed(gone)
    tell_passed(gone)
    drain()
    assert (states(), len(server.calls)) == ([DispatchState.SENT], 2)
