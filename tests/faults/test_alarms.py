"""An alarm goes out, once, whatever breaks at that moment (I1, J1)."""

import socket
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from guidelines.alarms.choices import AlarmState, Channel, DispatchState
from guidelines.alarms.models import Alarm, AlarmDispatch
from guidelines.alarms.operations import advance_when_due, answer
from guidelines.incidents.models import TimelineEntry
from portal.audit.verification import verify_trail
from portal.jobs import publishing
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from portal.jobs.running import execute
from portal.mail.models import Message
from tests.factories.alarms import called, names, playbook
from tests.factories.incidents import reported
from tests.factories.people import Cast
from tests.faults.crowds import at_once, done
from tests.faults.test_vault_killed import HOLD
from tests.jobs_tools import drain
from tests.portal.jobs.processes import Process, wait_for
from tests.portal.jobs.working.jobs import EFFECT
from tests.portal.mail.smtp_sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)
WORK = (
    HOLD
    + """
from guidelines.alarms.operations import ringing
from portal.jobs.running import execute
from portal.mail import jobs
where = {"step": (ringing, "tell_machines", 1), "sent": (jobs, "_end", 1)}
at(*where[sys.argv[3]])
execute(int(sys.argv[2]))
"""
)


@pytest.fixture
def smtp(settings) -> Iterator[Sink]:
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    sink.close()


@pytest.fixture
def cast(transactional_db) -> Cast:
    """Ada leads, Ben is her deputy."""
    cast = Cast()
    names(playbook(cast), cast.ada, cast.ben)
    return cast


@pytest.fixture
def killed(child_env, smtp, tmp_path) -> Callable[..., None]:
    """Start a process that does a job, wait until it holds its breath, and kill it."""

    def run(job: Job, where: str) -> None:
        mark = tmp_path / "reached"
        mark.unlink(missing_ok=True)
        env = {**child_env, "TEST_SMTP_PORT": str(smtp.port)}
        process = Process(["-c", WORK, str(mark), str(job.pk), where], env, tmp_path / "log")
        wait_for(mark.exists, 60, process)
        process.kill()

    return run


@pytest.fixture
def serve(child_env, smtp, tmp_path) -> Iterator[Process]:
    """The one process of a small server, with its workers inside."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**child_env, "CELERY_BROKER_URL": "memory://", "TEST_SMTP_PORT": str(smtp.port)}
    process = Process(["manage.py", "serve", "--bind", f"127.0.0.1:{port}"], env, tmp_path / "serve.log")
    yield process
    process.kill()


def due(kind: str) -> Job:
    """The newest waiting job of a kind, its time come."""
    job = Job.objects.filter(kind=kind, state=JobState.QUEUED).latest("pk")
    Job.objects.filter(pk=job.pk).update(run_at=None)
    return job


def swept(job: Job) -> None:
    """What the sweeper and the next worker do once the lease has run out."""
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease_until=None, published_at=None)
    execute(job.pk)


def test_a_killed_step_is_done_again_and_calls_once(cast, killed):
    alarm = Alarm.objects.get(incident=reported(cast.mara))
    drain()
    job = due("alarms.step")
    killed(job, "step")
    assert called(alarm) == ["Ada Lindqvist"]
    swept(job)
    execute(job.pk)
    enqueue("alarms.watch", payload={"slot": "1"})
    drain()
    assert called(alarm) == ["Ada Lindqvist", "Ben Öztürk"]
    assert TimelineEntry.objects.filter(kind="alarms.called").count() == 2
    assert verify_trail() is None


def test_a_kill_between_the_mail_server_and_the_row_sends_the_same_mail(cast, killed, smtp):
    """J1: at least once, with a stable Message-ID."""
    reported(cast.mara)
    job = due("mail.deliver")
    killed(job, "sent")
    assert AlarmDispatch.objects.get(channel=Channel.MAIL).state == DispatchState.QUEUED
    swept(job)
    identities = [letter["Message-ID"] for letter in smtp.messages]
    assert len(identities) == 2
    assert len(set(identities)) == 1
    assert AlarmDispatch.objects.get(channel=Channel.MAIL).state == DispatchState.SENT


def test_many_workers_do_a_step_once(cast):
    alarm = Alarm.objects.get(incident=reported(cast.mara))
    results = at_once([lambda: advance_when_due(alarm=alarm, step=1)] * 6)
    assert sorted(results) == [False] * 5 + [True]
    assert called(alarm) == ["Ada Lindqvist", "Ben Öztürk"]


def test_of_many_who_have_it_at_once_one_has_it(cast):
    incident = reported(cast.mara)
    alarm = Alarm.objects.get(incident=incident)
    advance_when_due(alarm=alarm, step=1)
    acts = [
        lambda person=person: answer(alarm=alarm, by=person, how="link") for person in (cast.ada, cast.ben)
    ]
    seen = {one.answered_by_id for one in done(at_once(acts * 3))}
    alarm.refresh_from_db()
    assert seen == {alarm.answered_by_id}
    assert TimelineEntry.objects.filter(kind="alarms.answered").count() == 1
    assert Message.objects.filter(kind="alarms.settled").count() == 1


def test_without_a_broker_it_rings_all_the_same(cast, settings, monkeypatch):
    """J3: the report is saved at once; the rows are there for whoever sweeps."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(publishing, "publisher", publishing.Publisher())
    started = timezone.now()
    reported(cast.mara)
    assert (timezone.now() - started).total_seconds() < 5
    drain()
    assert AlarmDispatch.objects.get().state == DispatchState.SENT


def test_behind_an_export_nobody_waits(cast, serve, smtp):
    """I1: with an export running, the mail is there within a minute of the report, and so is the deputy's."""
    export = enqueue("working.slow", payload={"slices": 2000, "seconds": 0.2})
    wait_for(lambda: Message.objects.filter(kind=EFFECT).exists(), 90, serve)
    alarm = Alarm.objects.get(incident=reported(cast.mara))
    took = wait_for(lambda: len(smtp.messages) > 0, 60, serve)
    assert took < 60
    Job.objects.filter(kind="alarms.step").update(run_at=None)
    wait_for(lambda: len(smtp.messages) > 1, 60, serve)
    assert [letter["To"].partition(" ")[0] for letter in smtp.messages] == ["Ada", "Ben"]
    assert Job.objects.get(pk=export.pk).state == JobState.RUNNING
    alarm.refresh_from_db()
    assert alarm.state == AlarmState.RINGING
