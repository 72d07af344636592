"""Real Celery workers on a real Redis: killed, flushed, doubled."""

import socket
from collections import Counter
from collections.abc import Iterator

import pytest
import redis
from kombu import Connection

from portal.jobs import publishing
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.operations import cancel, enqueue
from portal.mail.models import Message
from tests.portal.jobs.processes import Process, wait_for
from tests.portal.jobs.working.jobs import EFFECT

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
BROKER = "redis://127.0.0.1:6379/9"
RESUME_SECONDS = 60


@pytest.fixture
def broker(settings, monkeypatch) -> Iterator[redis.Redis]:
    """An own Redis database, empty before and after. Without Redis these tests fail on purpose."""
    client = redis.Redis.from_url(BROKER, socket_timeout=2)
    client.flushdb()
    settings.CELERY_BROKER_URL = BROKER
    monkeypatch.setattr(publishing, "publisher", publishing.Publisher())
    yield client
    client.flushdb()


@pytest.fixture
def start_worker(broker, child_env, tmp_path) -> Iterator:
    started = []

    def start(*, queues: str = "urgent,mail,documents", broker_url: str = BROKER) -> Process:
        process = Process(
            ["-m", "celery", "-A", "portal", "worker", "-Q", queues, "-c", "1", "--loglevel=info"],
            {**child_env, "CELERY_BROKER_URL": broker_url},
            tmp_path / f"worker-{len(started)}.log",
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()


def state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def effects() -> Counter:
    return Counter(Message.objects.filter(kind=EFFECT).values_list("context__number", flat=True))


def slow_job(slices: int, seconds: float, key: str = "") -> Job:
    return enqueue("working.slow", payload={"slices": slices, "seconds": seconds}, key=key)


def test_a_worker_killed_mid_job_loses_nothing_and_doubles_nothing(start_worker, broker):
    """J1: kill -9 of the worker, and a broker that forgot everything: done within 60 s of the restart."""
    job = slow_job(slices=12, seconds=0.3)
    first = start_worker()
    wait_for(lambda: len(effects()) >= 3, 40, first)
    first.kill()
    before = len(effects())
    broker.flushdb()
    assert state(job) == JobState.RUNNING
    second = start_worker()
    wait_for(lambda: len(effects()) > before, RESUME_SECONDS, second)
    wait_for(lambda: state(job) == JobState.READY, 20, second)
    assert effects() == Counter(range(12))
    job.refresh_from_db()
    assert (job.attempts, job.generation) == (2, 2)


def test_what_redis_forgets_is_restored_within_a_minute(start_worker, broker):
    """J1: everything queued is gone from the broker; the sweeper brings it back within 60 s."""
    jobs = [enqueue("working.alarm", payload={}) for _ in range(20)]
    assert broker.llen("urgent") == 20
    broker.flushdb()
    worker = start_worker()
    wait_for(
        lambda: not Job.objects.filter(pk__in=[j.pk for j in jobs]).alive().exists(), RESUME_SECONDS, worker
    )
    assert {state(job) for job in jobs} == {JobState.READY}


def test_two_workers_with_the_same_message_have_one_effect(start_worker, broker):
    """J1: the same job delivered to two workers at once."""
    job = slow_job(slices=5, seconds=0.2)
    with Connection(BROKER) as connection:
        for _ in range(9):
            publishing._send(connection, job.pk, "documents")
    workers = [start_worker(), start_worker()]
    wait_for(lambda: state(job) == JobState.READY, 40, workers[0])
    wait_for(lambda: broker.llen("documents") == 0, 10, workers[1])
    assert effects() == Counter(range(5))
    job.refresh_from_db()
    assert job.generation == 1


def test_a_running_job_is_cancelled_across_processes(start_worker, ada):
    """J2: the person cancels in the web process, the worker notices at its next progress."""
    job = enqueue("working.slow", payload={"slices": 100, "seconds": 0.2}, by=ada)
    worker = start_worker()
    wait_for(lambda: len(effects()) >= 2, 40, worker)
    cancel(job=job, by=ada)
    done = len(effects())
    after = enqueue("working.alarm", payload={})
    wait_for(lambda: state(after) == JobState.READY, 10, worker)
    assert len(effects()) <= done + 1
    assert state(job) == JobState.CANCELLED


def test_a_job_may_ask_for_more_work_from_a_forked_worker(start_worker):
    """J3: the child process says so to the broker itself; nobody waits for the sweeper."""
    first = enqueue("working.chain", payload={})
    worker = start_worker()
    wait_for(lambda: state(first) == JobState.READY, 40, worker)
    wait_for(lambda: Job.objects.filter(key="chained", state=JobState.READY).exists(), 8, worker)


def test_a_worker_starts_while_redis_is_away_and_catches_up(start_worker, broker, settings):
    """J3: saving goes on without the broker; the work follows when it is back."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{nobody.getsockname()[1]}/9"
        jobs = [enqueue("working.alarm", payload={}) for _ in range(3)]
    worker = start_worker()
    wait_for(lambda: {state(job) for job in jobs} == {JobState.READY}, RESUME_SECONDS, worker)
