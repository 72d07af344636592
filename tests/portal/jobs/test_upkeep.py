"""The command for operators, the checks at start, and the constraints of the table."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.jobs.checks import lost_work_resumes_in_time, memory_broker_has_one_process
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from tests.jobs_tools import drain


def jobs_command(*arguments: str) -> str:
    out = StringIO()
    call_command("jobs", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_stuck_and_failed_jobs_are_listed():
    stuck = enqueue("test.note", payload={})
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    failed = enqueue("test.impossible", payload={})
    Job.objects.filter(pk=failed.pk).update(
        state=JobState.FAILED, error="too_big", finished_at=timezone.now()
    )
    fresh = enqueue("test.note", payload={})
    text = jobs_command()
    assert "Stuck: 1" in text
    assert "Failed: 1" in text
    assert str(stuck.ref) in text
    assert "too_big" in text
    assert str(fresh.ref) not in text


@pytest.mark.django_db
def test_failed_jobs_are_tried_again_by_kind():
    for kind in ("test.impossible", "test.note"):
        job = enqueue(kind, payload={})
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=timezone.now())
    assert "Queued again: 1" in jobs_command("--retry", "--kind", "test.note")
    assert [job.kind for job in drain()] == ["test.note"]


def test_memory_with_two_processes_is_refused(settings):
    settings.CELERY_BROKER_URL = "memory://"
    settings.PORTAL_WEB_PROCESSES = 2
    (found,) = memory_broker_has_one_process()
    assert found.id == "jobs.E001"
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:6379/9"
    assert memory_broker_has_one_process() == []


def test_a_lease_too_long_for_the_promise_is_warned_about(settings):
    """J1: the promise of 60 seconds is a sum of two settings."""
    assert lost_work_resumes_in_time() == []
    settings.JOB_LEASE_SECONDS = 55
    (found,) = lost_work_resumes_in_time()
    assert found.id == "jobs.W001"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "impossible",
    [
        {"state": JobState.RUNNING},
        {"lease_until": timezone.now()},
        {"state": JobState.READY},
        {"finished_at": timezone.now()},
        {"done": 3, "total": 2},
        {"state": "lost"},
        {"queue": "fast"},
    ],
)
def test_the_database_refuses_a_state_that_cannot_be(impossible):
    job = enqueue("test.note", payload={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**impossible)
