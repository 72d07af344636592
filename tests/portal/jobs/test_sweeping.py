"""The sweeper: lost work, forgotten messages, the clock."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.jobs import publishing, sweeping
from portal.jobs.choices import JobState
from portal.jobs.models import Job, PeriodicDuty
from portal.jobs.operations import enqueue
from portal.jobs.publishing import BrokerSilent
from portal.jobs.registry import every
from portal.jobs.running import claim
from portal.jobs.sweeping import republish, requeue_lost, sweep, wake_duties
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Broker:
    """A broker that remembers, forgets or fails as told."""

    def __init__(self) -> None:
        self.messages: list[tuple[int, str]] = []
        self.fails_after: int | None = None

    def publish(self, pk: int, queue: str, *, insist: bool = False) -> None:
        if self.fails_after is not None and len(self.messages) >= self.fails_after:
            raise BrokerSilent("test")
        self.messages.append((pk, queue))

    def depth(self, queue: str) -> int:
        return sum(1 for _, name in self.messages if name == queue)


@pytest.fixture
def broker(monkeypatch) -> Broker:
    broker = Broker()
    monkeypatch.setattr(publishing, "publisher", broker)
    return broker


@pytest.fixture
def tidy(effects):
    @every(minutes=10, kind="test.duty")
    def duty(run) -> None:
        effects.append(run.payload["slot"])


def duty_jobs():
    return Job.objects.filter(kind="test.duty").order_by("pk")


def test_a_lost_job_is_queued_again_and_published(broker):
    """J1: kill -9 of a worker: the lease ends, the sweeper brings the job back."""
    job = enqueue("test.note", payload={})
    claim(job.pk)
    after = timezone.now() + timedelta(seconds=46)
    assert requeue_lost(after) == 1
    assert republish(after) == 1
    job.refresh_from_db()
    assert (job.state, broker.messages) == (JobState.QUEUED, [(job.pk, "mail")])


def test_a_running_job_with_a_good_lease_is_left_alone(broker):
    job = enqueue("test.note", payload={})
    claim(job.pk)
    assert requeue_lost(timezone.now()) == 0


def test_what_the_broker_forgot_is_said_again(broker):
    """J1: work goes on even if the broker forgot everything."""
    pks = [enqueue("test.note", payload={}).pk for _ in range(3)]
    later = timezone.now() + timedelta(seconds=21)
    assert republish(later) == 3
    broker.messages.clear()
    assert republish(later + timedelta(seconds=21)) == 3
    assert [pk for pk, _ in broker.messages] == pks


def test_a_backlog_does_not_double_itself(broker):
    for _ in range(5):
        enqueue("test.note", payload={})
    for round_ in range(1, 6):
        republish(timezone.now() + timedelta(seconds=21 * round_))
    assert len(broker.messages) == 5


def test_only_what_is_missing_is_said_again(broker):
    pks = [enqueue("test.note", payload={}).pk for _ in range(3)]
    broker.messages = [(pks[2], "mail"), (pks[1], "mail")]
    assert republish(timezone.now() + timedelta(seconds=21)) == 1
    assert broker.messages[-1] == (pks[0], "mail")


def test_a_silent_broker_is_asked_again_next_round(broker):
    """J3: the sweeper survives the broker's silence and forgets nothing over it."""
    for _ in range(3):
        enqueue("test.note", payload={})
    broker.fails_after = 1
    later = timezone.now() + timedelta(seconds=21)
    assert republish(later) == 0
    assert Job.objects.filter(published_at=None).count() == 2
    broker.fails_after = None
    assert republish(later) == 2


def test_work_for_later_is_published_when_it_is_due(broker):
    job = enqueue("test.note", payload={}, run_at=timezone.now() + timedelta(minutes=5))
    assert republish(timezone.now()) == 0
    assert republish(timezone.now() + timedelta(minutes=6)) == 1
    assert broker.messages == [(job.pk, "mail")]


def test_a_new_duty_begins_with_its_next_slot(tidy):
    wake_duties(NOON)
    assert not duty_jobs().exists()
    wake_duties(NOON + timedelta(minutes=10))
    assert [job.payload["slot"] for job in duty_jobs()] == ["2026-03-02T12:10:00+00:00"]


def test_one_slot_is_woken_once_by_many_sweepers(tidy):
    wake_duties(NOON)
    for second in range(5):
        wake_duties(NOON + timedelta(minutes=10, seconds=second))
    assert duty_jobs().count() == 1


def test_after_a_long_stop_a_duty_is_caught_up_once(tidy):
    """J1: a night without any process is one job, not one per missed slot."""
    wake_duties(NOON)
    wake_duties(NOON + timedelta(hours=9))
    wake_duties(NOON + timedelta(hours=9, seconds=10))
    assert [job.key for job in duty_jobs()] == ["test.duty@2026-03-02T21:00Z"]


def test_a_duty_that_still_runs_is_not_stacked_and_not_forgotten(tidy, effects):
    wake_duties(NOON)
    wake_duties(NOON + timedelta(minutes=10))
    wake_duties(NOON + timedelta(minutes=20))
    assert duty_jobs().count() == 1
    drain()
    wake_duties(NOON + timedelta(minutes=21))
    assert duty_jobs().last().key == "test.duty@2026-03-02T12:20Z"


def test_a_clock_set_back_does_not_stop_a_duty(tidy):
    wake_duties(NOON)
    wake_duties(NOON - timedelta(hours=1))
    wake_duties(NOON - timedelta(minutes=50))
    assert duty_jobs().count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_sweepers_at_once_make_one_job_per_slot(tidy):
    """J1: N processes sweep, the clock strikes once."""
    PeriodicDuty.objects.create(kind="test.duty", last_slot_at=NOON)

    def one() -> None:
        try:
            wake_duties(NOON + timedelta(minutes=10))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert duty_jobs().count() == 1


def test_a_broken_step_keeps_no_other_from_running(broker, monkeypatch):
    def requeue_lost(now):
        raise RuntimeError

    done = []
    monkeypatch.setattr(sweeping, "requeue_lost", requeue_lost)
    monkeypatch.setattr(sweeping, "wake_duties", lambda now: done.append("woken"))
    monkeypatch.setattr(sweeping, "republish", lambda now: done.append("published"))
    monkeypatch.setattr(sweeping.connections, "close_all", lambda: None)
    monkeypatch.setattr(sweeping.wake_duties, "__name__", "wake_duties", raising=False)
    sweep()
    assert done == ["woken", "published"]


def test_old_jobs_are_removed_by_rule(settings):
    from portal.jobs.jobs import purge  # noqa: F401  # the duty is registered

    now = timezone.now()
    ages = {JobState.READY: 15, JobState.CANCELLED: 15, JobState.FAILED: 89}
    for state, days in ages.items():
        job = enqueue("test.note", payload={})
        Job.objects.filter(pk=job.pk).update(state=state, finished_at=now - timedelta(days=days))
    enqueue("jobs.purge", payload={})
    drain()
    left = set(Job.objects.exclude(kind="jobs.purge").values_list("state", flat=True))
    assert left == {JobState.FAILED}
