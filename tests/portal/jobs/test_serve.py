"""The one process of a small server: gunicorn with the workers inside."""

import json
import socket
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from portal.mail.models import Message
from tests.portal.jobs.processes import Process, wait_for
from tests.portal.jobs.working.jobs import EFFECT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def serve(child_env, tmp_path) -> Iterator:
    started = []

    def start() -> Process:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        env = {**child_env, "CELERY_BROKER_URL": "memory://", "PORTAL_LOG_JSON": "true"}
        process = Process(["manage.py", "serve", "--bind", f"127.0.0.1:{port}"], env, tmp_path / "serve.log")
        process.port = port
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()


def answers(process: Process) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{process.port}/jobs/", timeout=2)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def done() -> Counter:
    return Counter(Message.objects.filter(kind=EFFECT).values_list("context__number", flat=True))


def test_an_alarm_does_not_wait_behind_an_export(serve):
    """J1: two lanes in one process; the urgent job ends while the document job runs."""
    export = enqueue("working.slow", payload={"slices": 200, "seconds": 0.1})
    server = serve()
    wait_for(lambda: answers(server), 40, server)
    wait_for(lambda: len(done()) >= 2, 40, server)
    alarm = enqueue("working.alarm", payload={}, queue="urgent")
    wait_for(lambda: state(alarm) == JobState.READY, 15, server)
    assert state(export) == JobState.RUNNING


def test_a_graceful_stop_hands_the_job_back_and_a_restart_ends_it(serve):
    """J1: stopping the server loses nothing, and the next start goes on at once, not after a lease."""
    export = enqueue("working.slow", payload={"slices": 40, "seconds": 0.1})
    first = serve()
    wait_for(lambda: len(done()) >= 3, 40, first)
    assert first.stop() == 0
    assert state(export) == JobState.QUEUED
    second = serve()
    wait_for(lambda: state(export) == JobState.READY, 30, second)
    assert done() == Counter(range(40))


def test_a_killed_server_goes_on_where_it_was(serve):
    """J1: kill -9 of the only process, with a broker that lived in it: the restart goes on at once."""
    export = enqueue("working.slow", payload={"slices": 20, "seconds": 0.2})
    first = serve()
    wait_for(lambda: len(done()) >= 3, 40, first)
    first.kill()
    second = serve()
    wait_for(lambda: state(export) == JobState.READY, 30, second)
    assert done() == Counter(range(20))


def test_a_broker_in_memory_allows_one_process(settings):
    settings.CELERY_BROKER_URL = "memory://"
    with pytest.raises(CommandError, match="--workers 1"):
        call_command("serve", "--workers", "2", stdout=StringIO())


def test_the_servers_own_lines_are_json_too(serve):
    """One object a line, from the first one on; also what gunicorn says."""
    server = serve()
    wait_for(lambda: answers(server), 40, server)
    assert server.stop(seconds=15) == 0, "workers that are still starting are stopped as well"
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    said = [line["event"] for line in lines if line.get("logger") == "gunicorn.error"]
    assert any(event.startswith("Listening at") for event in said)
    assert any("Shutting down" in event for event in said)
