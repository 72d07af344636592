"""Doing a job: lease, generation, progress, cancel, retry, giving up."""

from datetime import timedelta

import pytest
import structlog
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.operations import cancel, enqueue
from portal.jobs.registry import forget, handler
from portal.jobs.running import Cancelled, LeaseLost, Run, backoff, claim, describe, execute, shutting_down
from portal.jobs.sweeping import requeue_lost
from portal.jobs.tasks import run_job
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


def later(seconds: float):
    return timezone.now() + timedelta(seconds=seconds)


def test_a_job_is_done_and_its_result_kept(effects):
    job = enqueue("test.note", payload={"note": "a"})
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total) == (JobState.READY, {"noted": "a"}, 1, 1)
    assert (job.lease_until, effects) == (None, ["a"])


def test_a_second_delivery_does_nothing(effects):
    """J1: the broker may deliver twice; the effect is one."""
    job = enqueue("test.note", payload={"note": "a"})
    for _ in range(3):
        execute(job.pk)
    assert effects == ["a"]


def test_a_message_for_a_job_that_is_gone_does_nothing(effects):
    execute(4711)
    assert effects == []


def test_a_job_is_not_done_before_its_time(effects):
    job = enqueue("test.note", payload={"note": "a"}, run_at=later(3600))
    assert drain() == []
    with time_machine.travel(later(3601)):
        assert drain() == [job]


def test_work_that_nobody_delayed_ignores_a_clock_set_back():
    """J1: a clock moved back by an hour does not make work wait for an hour."""
    job = enqueue("test.note", payload={})
    with time_machine.travel(later(-3600)):
        assert drain() == [job]


def test_only_one_of_two_claims_gets_the_job():
    """J1: two workers with the same job, one lease."""
    job = enqueue("test.note", payload={})
    first, second = claim(job.pk), claim(job.pk)
    assert (first.generation, second) == (1, None)


def test_a_stolen_lease_stops_the_slow_worker():
    """J1: after the lease has passed on, the first worker can write nothing any more."""
    job = enqueue("test.note", payload={})
    slow = Run(claim(job.pk))
    with time_machine.travel(later(120)):
        assert requeue_lost(timezone.now()) == 1
        with pytest.raises(LeaseLost):
            slow.progress(1, 2)
        quick = Run(claim(job.pk))
        with pytest.raises(LeaseLost), slow.step(1, 2):
            pytest.fail("the slice of a worker without lease must not start")
        quick.progress(2, 2)
    job.refresh_from_db()
    assert (job.generation, job.done, job.attempts) == (2, 2, 2)


def test_progress_renews_the_lease():
    job = enqueue("test.note", payload={})
    run = Run(claim(job.pk))
    with time_machine.travel(later(40)):
        run.progress(1, 2)
    with time_machine.travel(later(80)):
        assert requeue_lost(timezone.now()) == 0


def test_a_lease_from_before_the_clock_was_set_back_does_not_block_for_an_hour():
    """J1: a lease that ends later than any lease can is lost, too."""
    job = enqueue("test.note", payload={})
    claim(job.pk)
    with time_machine.travel(later(-3600)):
        assert requeue_lost(timezone.now()) == 1


def test_a_failed_slice_leaves_no_trace():
    job = enqueue("test.note", payload={})
    run = Run(claim(job.pk))
    with run.step(5, 10):
        Job.objects.filter(pk=job.pk).update(result={"half": True})
        transaction.set_rollback(True)
    job.refresh_from_db()
    assert (job.done, job.result) == (0, {})


def test_cancelling_a_running_job_stops_it_at_its_next_progress(ada, effects):
    """J2: cancel while running."""

    @handler("test.custom")
    def custom(run: Run) -> None:
        run.progress(1, 3)
        cancel(job=run.job, by=ada)
        try:
            run.progress(2, 3)
        except Cancelled:
            effects.append("tidied up")
            raise

    job = enqueue("test.custom", payload={}, by=ada)
    execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, effects) == (JobState.CANCELLED, 1, ["tidied up"])


def test_a_cancelled_job_stays_cancelled_even_if_its_work_ends_well(ada):
    @handler("test.custom")
    def custom(run: Run) -> None:
        cancel(job=run.job, by=ada)

    job = enqueue("test.custom", payload={}, by=ada)
    execute(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_failed_attempt_waits_and_is_tried_again(effects):
    job = enqueue("test.break", payload={})
    execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.QUEUED, "ValueError", 1)
    assert timedelta(seconds=14) < job.run_at - timezone.now() <= timedelta(seconds=15)


def test_after_the_last_attempt_a_job_is_given_up_and_its_room_hears_of_it(effects):
    job = enqueue("test.break", payload={})
    for attempt in range(3):
        with time_machine.travel(later(attempt * 4000)):
            execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 3)
    assert effects == [("gave up", JobState.FAILED)]


def test_a_room_that_fails_to_hear_does_not_keep_the_job_alive():
    @handler("test.custom", max_attempts=1, on_failed=lambda job: 1 / 0)
    def custom(run: Run) -> None:
        raise ValueError

    job = enqueue("test.custom", payload={})
    execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "ValueError")


def test_what_cannot_succeed_is_not_tried_again():
    job = enqueue("test.impossible", payload={})
    execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.FAILED, "too_big", 1)


def test_work_that_kills_its_worker_each_time_is_given_up(effects):
    """J1: a poisoned job must not go round for ever."""
    job = enqueue("test.break", payload={})
    for attempt in range(4):
        with time_machine.travel(later(attempt * 120)):
            requeue_lost(timezone.now())
            if attempt < 3:
                assert claim(job.pk)
            else:
                execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "LeaseLost")


def test_a_kind_that_left_the_code_is_a_failure_not_a_loop():
    job = enqueue("test.note", payload={})
    forget("test.note")
    execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "UnknownKind")


def test_a_stopping_process_hands_the_job_back_without_counting_the_attempt(effects):
    """J1: a graceful stop loses neither the job nor one of its attempts."""
    job = enqueue("test.note", payload={"note": "a"})
    shutting_down.set()
    execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.lease_until, effects) == (JobState.QUEUED, 0, None, [])
    shutting_down.clear()
    assert drain() == [job]


def test_what_has_happened_outside_is_noted_even_when_the_process_stops():
    job = enqueue("test.note", payload={})
    run = Run(claim(job.pk))
    shutting_down.set()
    with run.step(1, 1, must_finish=True):
        pass
    job.refresh_from_db()
    assert job.done == 1


def test_errors_are_named_without_their_message(caplog):
    """V3: what an exception says may be content; the row and the log hold its name and place only."""
    with structlog.testing.capture_logs() as logs:
        job = enqueue("test.break", payload={})
        execute(job.pk)
    job.refresh_from_db()
    text = f"{logs} {caplog.text} {job.error}"
    assert "ada@example.org" not in text.replace(
        'raise ValueError("content that must not be stored: ada@example.org")', ""
    )
    assert "break_" in text


@pytest.mark.parametrize(
    ("error", "name"),
    [(ValueError("x"), "ValueError"), (OSError(28, "full"), "OSError (ENOSPC)"), (OSError("x"), "OSError")],
)
def test_an_error_has_a_short_name(error, name):
    assert describe(error) == name


def test_the_wait_grows_and_is_bounded():
    waits = [backoff(attempt).total_seconds() for attempt in (1, 2, 3, 4, 5, 6, 1000)]
    assert waits == [15, 45, 135, 405, 1215, 3600, 3600]


def test_the_log_knows_which_job_speaks():
    seen = {}

    @handler("test.custom")
    def custom(run: Run) -> None:
        seen.update(structlog.contextvars.get_contextvars())

    job = enqueue("test.custom", payload={})
    execute(job.pk)
    assert (seen["job"], seen["job_kind"], seen["job_attempt"]) == (str(job.ref), "test.custom", 1)
    assert "job" not in structlog.contextvars.get_contextvars()


def test_progress_beyond_the_total_is_the_total():
    run = Run(claim(enqueue("test.note", payload={}).pk))
    run.progress(11, 10)
    run.job.refresh_from_db()
    assert (run.job.done, run.job.total) == (10, 10)


def test_a_claim_costs_two_statements(django_assert_num_queries):
    """Claiming is an UPDATE and a SELECT, with one savepoint around them here."""
    job = enqueue("test.note", payload={})
    with django_assert_num_queries(4):  # savepoint, update, select, release
        claim(job.pk)
    assert connection.in_atomic_block
