"""J1: whatever the order of claims, crashes, sweeps, cancels and late writes, one lease and one end."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.jobs.choices import ALIVE, JobState
from portal.jobs.models import Job
from portal.jobs.operations import JobFinished, cancel, enqueue
from portal.jobs.running import Cancelled, LeaseLost, Run, claim
from portal.jobs.sweeping import requeue_lost


class Claims(RuleBasedStateMachine):
    """Several workers at one job. `effects` is what slices have written under the lease."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(timezone.now(), tick=False)
        self.traveller = self.clock.start()
        self.job = enqueue("test.note", payload={})
        self.runs: list[Run] = []
        self.ended_by: list[str] = []

    def teardown(self) -> None:
        self.clock.stop()

    @rule()
    def worker_claims(self) -> None:
        claimed = claim(self.job.pk)
        if claimed:
            self.runs.append(Run(claimed))

    @rule(seconds=st.integers(1, 90))
    def time_passes(self, seconds: int) -> None:
        self.traveller.shift(timedelta(seconds=seconds))

    @rule()
    def sweeper_comes(self) -> None:
        requeue_lost(timezone.now())

    @precondition(lambda self: self.runs)
    @rule(data=st.data())
    def worker_reports(self, data: st.DataObject) -> None:
        run = data.draw(st.sampled_from(self.runs))
        mine = self._holds(run)
        try:
            run.progress(1, 2)
        except (Cancelled, LeaseLost):
            assert not mine
        else:
            assert mine

    @precondition(lambda self: self.runs)
    @rule(data=st.data())
    def worker_ends(self, data: st.DataObject) -> None:
        run = data.draw(st.sampled_from(self.runs))
        now = timezone.now()
        try:
            run.write(state=JobState.READY, lease_until=None, finished_at=now)
        except (Cancelled, LeaseLost):
            return
        self.ended_by.append(JobState.READY)

    @rule()
    def system_cancels(self) -> None:
        try:
            cancel(job=self.job, by=None)
        except JobFinished:
            return
        self.ended_by.append(JobState.CANCELLED)

    @invariant()
    def only_the_newest_claim_holds(self) -> None:
        holders = [run for run in self.runs if self._holds(run)]
        assert len(holders) <= 1
        assert all(run is self.runs[-1] for run in holders)

    @invariant()
    def it_ends_once(self) -> None:
        state = Job.objects.values_list("state", flat=True).get(pk=self.job.pk)
        assert len(self.ended_by) <= 1
        assert (state in ALIVE) == (not self.ended_by)
        assert state in (*ALIVE, *self.ended_by)

    def _holds(self, run: Run) -> bool:
        return Job.objects.held(pk=run.job.pk, generation=run.job.generation).exists()


@pytest.mark.django_db
def test_the_claim_machine():
    """J1: checked over many random histories."""
    run_state_machine_as_test(
        Claims,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
