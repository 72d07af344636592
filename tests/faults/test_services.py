"""Issue 2, section 6: the broker is gone, the database restarts, the worker is killed; nothing is lost."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.urls import reverse

from guidelines.policies.models import Acknowledgement
from portal.audit.verification import verify_trail
from portal.jobs import publishing
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from portal.mail.choices import MessageState
from portal.mail.models import Message
from reports.evidence.models import EvidenceDocument
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.factories.policies import read, release, request_of
from tests.faults.machines import SETTINGS, Broker, Cluster, free_port, start_worker, until
from tests.portal.jobs.processes import Process, wait_for
from tests.portal.jobs.working.jobs import EFFECT
from tests.portal.mail.smtp_sink import Sink

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
SLICES = 24


@pytest.fixture
def broker(tmp_path, settings, monkeypatch) -> Iterator[Broker]:
    broker = Broker(tmp_path)
    broker.start()
    settings.CELERY_BROKER_URL = broker.url
    monkeypatch.setattr(publishing, "publisher", publishing.Publisher())
    yield broker
    broker.stop()


@pytest.fixture
def smtp() -> Iterator[Sink]:
    sink = Sink()
    yield sink
    sink.close()


@pytest.fixture
def worker(child_env, broker, smtp, tmp_path) -> Iterator:
    """Start a worker; each call starts another one."""
    started: list[Process] = []

    def start() -> Process:
        env = {**child_env, "TEST_SMTP_PORT": str(smtp.port)}
        started.append(start_worker(env, broker.url, tmp_path / f"worker-{len(started)}.log"))
        return started[-1]

    yield start
    for process in started:
        process.kill()


@pytest.fixture
def asked(transactional_db) -> list:
    """Six people who are asked to confirm a guideline, in a company of the usual cast."""
    cast = Cast()
    people = [EmployeeFactory(name=f"Kim {number}") for number in range(6)]
    release(editor=cast.edda, approver=cast.falk)
    Job.objects.all().delete()
    return people


def confirm_in_the_portal(person) -> float:
    """Confirm and ask for the receipt by mail, through the pages; the seconds it took."""
    client, request = signed_in(Client(), person, mfa=False), request_of(person)
    had, started = read(request), time.monotonic()
    posted = {"rendition": had.rendition, "sha256": had.sha256, "answer": "confirm"}
    assert client.post(reverse("policies:acknowledge", args=[request.ref]), posted).status_code == 302
    given = Acknowledgement.objects.get(employee=person)
    assert client.post(reverse("policies:acknowledgement-mail", args=[given.ref])).status_code == 302
    return time.monotonic() - started


def nothing_waits() -> bool:
    return not Job.objects.alive().exists()


def is_whole(people: list, smtp: Sink) -> None:
    """One acknowledgement, one certificate in one file and one mail for each; the trail holds."""
    assert Acknowledgement.objects.count() == EvidenceDocument.objects.count() == len(people)
    stored = set(EvidenceDocument.objects.values_list("stored_as", flat=True))
    assert len(stored) == len(people)
    assert all(storages["evidence"].exists(name) for name in stored)
    mails = Message.objects.filter(kind="policies.receipt")
    assert set(mails.values_list("state", flat=True)) == {MessageState.SENT}
    assert {mail["Message-ID"] for mail in smtp.messages} == set(mails.values_list("message_id", flat=True))
    assert mails.count() == len(people)
    assert not Job.objects.filter(state=JobState.FAILED).exists()
    assert verify_trail() is None


def test_redis_gone_for_a_while(asked, broker, worker, smtp):
    """J3: people confirm without noticing; when the broker is back, an idle worker catches up by itself."""
    first = worker()
    early = enqueue("working.alarm", payload={})
    wait_for(lambda: Job.objects.filter(pk=early.pk, state=JobState.READY).exists(), 60, first)
    broker.stop()
    took = [confirm_in_the_portal(person) for person in asked]
    assert max(took) < 5
    assert sorted(took)[1] < 2
    assert Job.objects.alive().count() >= 2 * len(asked)
    broker.start()
    wait_for(nothing_waits, 60, first)
    is_whole(asked, smtp)
    assert max(Counter(mail["Message-ID"] for mail in smtp.messages).values()) == 1


def test_a_worker_killed_at_any_moment(asked, worker, smtp):
    """J1, E1: certificates and mails, kill -9 at three moments; a mail may come twice under one id."""
    moments = random.Random(2026)
    for person in asked:
        confirm_in_the_portal(person)
    for _ in range(3):
        before = (EvidenceDocument.objects.count(), len(smtp.messages))
        running = worker()
        wait_for(
            lambda before=before: (
                (EvidenceDocument.objects.count(), len(smtp.messages)) != before or nothing_waits()
            ),
            60,
            running,
        )
        time.sleep(moments.uniform(0, 0.4))
        running.kill()
    wait_for(nothing_waits, 60, worker())
    is_whole(asked, smtp)


class Web:
    """The portal in one process, asked as Ben's browser asks."""

    def __init__(self, process: Process, port: int, cookies: dict[str, str]) -> None:
        self.process, self.port = process, port
        self._cookies = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def ask(self, path: str, body: str = "") -> int:
        """The status of the answer; 0 when there was none."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": self._cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            asking.request("POST" if body else "GET", path, body or None, headers)
            return asking.getresponse().status
        except OSError:
            return 0
        finally:
            asking.close()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    cluster = Cluster()
    cluster.start()
    yield cluster
    cluster.remove()


@pytest.fixture
def web(cluster, asked, child_env, tmp_path) -> Iterator[Web]:
    """`manage.py serve` over the cluster, with a slow job in it, and Kim 0 signed in."""
    client = signed_in(Client(), asked[0], mfa=False)
    client.get("/help/")
    enqueue("working.slow", payload={"slices": SLICES, "seconds": 0.2})
    cluster.copy(connection.settings_dict)
    env = {**child_env, "TEST_DATABASE_URL": cluster.url, "CELERY_BROKER_URL": "memory://"}
    port = free_port()
    command = ["manage.py", "serve", "--bind", f"127.0.0.1:{port}"]
    process = Process(command, env, tmp_path / "serve.log", SETTINGS)
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "x" * 32}
    yield Web(process, port, cookies)
    process.kill()


def rows(cluster: Cluster, query: str) -> list[tuple]:
    with psycopg.connect(cluster.url) as there:
        return there.execute(query).fetchall()


def test_postgresql_restarted_in_the_middle_of_everything(asked, cluster, web):
    """J1: who asks meanwhile gets a 503, the answer is given once, the job goes on."""
    request = request_of(asked[0])
    address, had = reverse("policies:acknowledge", args=[request.ref]), read(request)
    answer = f"rendition={had.rendition}&sha256={had.sha256}&answer=confirm&csrfmiddlewaretoken={'x' * 32}"
    effects = f"SELECT context->>'number' FROM mail_message WHERE kind = '{EFFECT}'"
    wait_for(lambda: web.ask(address) == 200, 60, web.process)
    wait_for(lambda: len(rows(cluster, effects)) >= 3, 60, web.process)
    heard: list[int] = []
    over = threading.Event()

    def keep_asking() -> None:
        while not over.is_set():
            heard.append(web.ask(address))

    asking = [threading.Thread(target=keep_asking) for _ in range(3)]
    for thread in asking:
        thread.start()
    cluster.stop()
    until(lambda: 503 in heard, 20, "somebody is told to come back")
    meanwhile = web.ask(address, answer)
    cluster.start()
    wait_for(lambda: web.ask(address, answer) == 302, 20, web.process)
    over.set()
    for thread in asking:
        thread.join()
    assert meanwhile == 503
    assert set(heard) <= {200, 302, 503}, Counter(heard)
    assert rows(cluster, "SELECT count(*) FROM policies_acknowledgement") == [(1,)]
    ready = "SELECT count(*) FROM jobs_job WHERE kind = 'working.slow' AND state = 'ready'"
    wait_for(lambda: rows(cluster, ready) == [(1,)], 60, web.process)
    assert Counter(int(number) for (number,) in rows(cluster, effects)) == Counter(range(SLICES))
