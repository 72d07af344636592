"""Asking for work: in the caller's transaction, once per key, and never at the mercy of the broker."""

import socket
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.jobs import publishing
from portal.jobs.choices import JobState, Queue
from portal.jobs.models import Job
from portal.jobs.operations import JobFinished, PayloadTooLarge, cancel, enqueue, enqueue_many, expire, retry
from portal.jobs.registry import UnknownKind
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent_broker() -> Iterator[int]:
    """A port that accepts connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield server.getsockname()[1]


@pytest.fixture
def refusing_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


@pytest.fixture
def broker_at(settings, monkeypatch):
    publishing.prepare()

    def use(port: int) -> None:
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/9"
        monkeypatch.setattr(publishing, "publisher", publishing.Publisher())

    return use


def test_a_job_is_written_with_its_queue_and_requester(ada):
    job = enqueue("test.note", payload={"note": 1}, by=ada)
    assert (job.state, job.queue, job.requested_by) == (JobState.QUEUED, Queue.MAIL, ada.ref)


def test_many_are_written_at_once_and_a_key_that_is_alive_keeps_its_job(django_assert_max_num_queries):
    kept = enqueue("test.note", payload={"note": 0}, key="note:0")
    with django_assert_max_num_queries(2):
        enqueue_many("test.note", payloads={f"note:{n}": {"note": n} for n in range(50)})
    assert Job.objects.count() == 50
    assert Job.objects.get(key="note:0") == kept
    assert {job.payload["note"] for job in Job.objects.all()} == set(range(50))


def test_the_broker_hears_of_each_of_many_after_commit(
    monkeypatch, settings, django_capture_on_commit_callbacks
):
    """J3"""
    heard = []
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(
        publishing, "publisher", SimpleNamespace(publish=lambda pk, queue: heard.append((pk, queue)))
    )
    with django_capture_on_commit_callbacks(execute=True):
        enqueue_many("test.note", payloads={f"note:{n}": {} for n in range(3)})
        assert heard == []
    assert heard == [(pk, "mail") for pk in Job.objects.order_by("pk").values_list("pk", flat=True)]


def test_a_silent_broker_is_asked_once_for_many(broker_at, refusing_port, django_capture_on_commit_callbacks):
    """J3: the rows are there, and the sweeper finds them."""
    broker_at(refusing_port)
    started = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        enqueue_many("test.note", payloads={f"note:{n}": {} for n in range(200)})
    assert time.monotonic() - started < 2
    assert Job.objects.due(timezone.now()).count() == 200


def test_the_queue_can_be_chosen():
    assert enqueue("test.note", payload={}, queue=Queue.URGENT).queue == Queue.URGENT


def test_an_unknown_kind_is_refused_at_once():
    with pytest.raises(UnknownKind):
        enqueue("test.unheard", payload={})


def test_a_payload_holds_ids_not_content():
    with pytest.raises(PayloadTooLarge):
        enqueue("test.note", payload={"note": "x" * 5000})


def test_a_key_returns_the_job_that_is_alive():
    """J1: asking twice for the same work gives one job."""
    first = enqueue("test.note", payload={"note": 1}, key="export:3")
    assert enqueue("test.note", payload={"note": 2}, key="export:3").pk == first.pk
    assert Job.objects.count() == 1


def test_a_finished_key_may_be_used_again():
    first = enqueue("test.note", payload={"note": 1}, key="export:3")
    drain()
    assert enqueue("test.note", payload={"note": 2}, key="export:3").pk != first.pk


def test_jobs_without_a_key_are_all_wanted():
    enqueue("test.note", payload={})
    enqueue("test.note", payload={})
    assert Job.objects.count() == 2


def test_a_rolled_back_caller_leaves_no_job():
    with transaction.atomic():
        enqueue("test.note", payload={})
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_the_message_leaves_after_the_commit_only(django_capture_on_commit_callbacks, monkeypatch, settings):
    """J3: enqueueing happens after commit."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/9"
    sent = []
    monkeypatch.setattr(publishing.publisher, "publish", lambda pk, queue: sent.append((pk, queue)))
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("test.note", payload={})
        assert sent == []
    assert sent == [(job.pk, "mail")]


def test_a_job_for_later_is_left_to_the_sweeper(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        job = enqueue("test.note", payload={}, run_at=timezone.now() + timezone.timedelta(hours=1))
    assert (callbacks, job.published_at) == ([], None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind_of_death", ["silent", "refused"])
def test_a_dead_broker_costs_at_most_a_second(kind_of_death, broker_at, silent_broker, refusing_port):
    """J3: a broker that refuses or never answers turns nothing into an error and takes ≤ 1 s."""
    broker_at(silent_broker if kind_of_death == "silent" else refusing_port)
    started = time.monotonic()
    with transaction.atomic():
        for number in range(5):
            enqueue("test.note", payload={"note": number})
    assert time.monotonic() - started < 1.0
    assert Job.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_wait_for_one_another_at_a_silent_broker(broker_at, silent_broker):
    """J3: eight requests at once, each within a second."""
    broker_at(silent_broker)
    times = []

    def request() -> None:
        started = time.monotonic()
        publishing.publish_quietly(1, "mail")
        times.append(time.monotonic() - started)

    threads = [threading.Thread(target=request) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == 8
    assert max(times) < 1.0


def test_after_a_failure_the_broker_is_left_alone_for_a_while(broker_at, silent_broker):
    broker_at(silent_broker)
    publishing.publish_quietly(1, "mail")
    started = time.monotonic()
    publishing.publish_quietly(2, "mail")
    assert time.monotonic() - started < 0.1


def test_cancelling_is_the_requesters_and_audited(ada):
    """J2: the person cancels; the trail says so."""
    job = enqueue("test.note", payload={}, by=ada)
    assert cancel(job=job, by=ada).state == JobState.CANCELLED
    event = AuditEvent.objects.get(verb="job.cancelled")
    assert (event.actor, event.object_id) == (ada.ref, str(job.ref))
    assert drain() == []


def test_nobody_else_cancels(ada, dirk):
    job = enqueue("test.note", payload={}, by=ada)
    with pytest.raises(NotPermitted):
        cancel(job=job, by=dirk)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_what_nobody_asked_for_is_cancelled_by_nobody_but_the_system():
    job = enqueue("test.note", payload={})
    with pytest.raises(NotPermitted):
        cancel(job=job, by=SimpleNamespace(ref=None))
    with pytest.raises(NotPermitted):
        cancel(job=job, by=SimpleNamespace(ref=uuid4()))
    assert cancel(job=job, by=None).state == JobState.CANCELLED


def test_what_has_ended_cannot_be_cancelled(ada):
    job = enqueue("test.note", payload={}, by=ada)
    drain()
    with pytest.raises(JobFinished):
        cancel(job=job, by=ada)


def test_only_a_ready_result_expires():
    ready = enqueue("test.note", payload={})
    drain()
    waiting = enqueue("test.note", payload={})
    for job in (ready, waiting):
        expire(job=job)
        job.refresh_from_db()
    assert (ready.state, waiting.state) == (JobState.EXPIRED, JobState.QUEUED)


def test_a_failed_job_can_be_tried_again(effects):
    job = enqueue("test.impossible", payload={}, key="once")
    drain(allow_errors=True)
    assert retry(job=job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished_at) == (JobState.QUEUED, 0, None)


def test_a_retry_gives_way_to_newer_work_with_the_same_key():
    job = enqueue("test.impossible", payload={}, key="once")
    drain(allow_errors=True)
    enqueue("test.impossible", payload={}, key="once")
    assert not retry(job=job)


@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_key_at_once_make_one_job():
    """J1: eight threads with the same key, one row."""
    refs = []

    def request() -> None:
        try:
            with transaction.atomic():
                refs.append(enqueue("test.note", payload={}, key="same").ref)
        finally:
            connection.close()

    threads = [threading.Thread(target=request) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refs) == 8
    assert len(set(refs)) == 1
    assert Job.objects.count() == 1
