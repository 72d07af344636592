"""A real worker process is killed in the middle of an export."""

import zipfile
from io import BytesIO

import pytest
import redis

from portal.jobs import publishing
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.publishing import publish_quietly
from reports.evidence.models import EvidenceDocument
from reports.exports.models import Export
from reports.exports.operations import start_export
from reports.exports.selection import Selection
from tests.factories.people import EmployeeFactory
from tests.factories.policies import release
from tests.portal.jobs.processes import Process, wait_for
from tests.reports.exports.conftest import bundle_bytes, confirm
from tests.reports.exports.looking import counted, holds, stored

pytestmark = pytest.mark.django_db(transaction=True)
BROKER = "redis://127.0.0.1:6379/8"
PEOPLE = 12
RESUME_SECONDS = 60

# One process that does one job, as a worker does; nothing else of a worker is needed here.
RUN_ONE = """
import django; django.setup()
from portal.jobs.sweeping import requeue_orphans
from portal.jobs.running import execute
import sys; requeue_orphans(); execute(int(sys.argv[1]))
"""


@pytest.fixture
def export(cast) -> Export:
    """Asked for by Hanna, over a dozen answers without a single certificate."""
    _ = cast.hanna
    people = [EmployeeFactory(name=f"Kim {number}") for number in range(PEOPLE)]
    release(editor=cast.edda, approver=cast.falk)
    for person in people:
        confirm(person)
    Job.objects.filter(kind="evidence.issue").delete()
    return start_export(selection=Selection(), by=cast.hanna)


def state(export: Export) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=export.job_id)


def is_whole(export: Export, tmp_path) -> None:
    """One bundle, nothing missing, nothing twice, nothing left over."""
    export = Export.objects.select_related("job").get(pk=export.pk)
    assert counted(export) == (PEOPLE, PEOPLE)
    assert EvidenceDocument.objects.count() == PEOPLE
    assert len(stored(export)) == 2
    assert zipfile.ZipFile(BytesIO(bundle_bytes(export))).testzip() is None
    assert holds(export, tmp_path)[0]


def test_a_killed_process_goes_on_where_it_was(export, child_env, tmp_path):
    """E1, J1: kill -9 while certificates are being issued; those that exist are not made again."""
    start = lambda name: Process(["-c", RUN_ONE, str(export.job_id)], child_env, tmp_path / name)  # noqa: E731
    first = start("first.log")
    wait_for(lambda: EvidenceDocument.objects.count() >= 4, 90, first)
    first.kill()
    kept = set(EvidenceDocument.objects.values_list("sha256", flat=True))
    assert 4 <= len(kept) < PEOPLE
    assert state(export) == JobState.RUNNING
    second = start("second.log")
    wait_for(lambda: state(export) == JobState.READY, 120, second)
    second.kill()
    assert kept <= set(EvidenceDocument.objects.values_list("sha256", flat=True))
    is_whole(export, tmp_path)


@pytest.mark.services
def test_a_killed_celery_worker_and_a_forgetful_broker(  # noqa: PLR0917  # fixtures
    cast, child_env, tmp_path, settings, monkeypatch, request
):
    """E1, J1: kill -9 of a worker and an emptied Redis; another worker ends the export within its minute."""
    broker = redis.Redis.from_url(BROKER, socket_timeout=2)
    broker.flushdb()
    settings.CELERY_BROKER_URL = BROKER
    monkeypatch.setattr(publishing, "publisher", publishing.Publisher())
    export = request.getfixturevalue("export")
    publish_quietly(export.job_id, "documents")
    command = ["-m", "celery", "-A", "portal", "worker", "-Q", "documents", "-c", "1", "--loglevel=info"]
    start = lambda name: Process(command, {**child_env, "CELERY_BROKER_URL": BROKER}, tmp_path / name)  # noqa: E731
    first = start("first.log")
    try:
        wait_for(lambda: EvidenceDocument.objects.count() >= 4, 120, first)
        first.kill()
        broker.flushdb()
        second = start("second.log")
        wait_for(lambda: state(export) == JobState.READY, RESUME_SECONDS + 60, second)
        is_whole(export, tmp_path)
    finally:
        first.kill()
        second.kill()
        broker.flushdb()
