"""A bundle is fetched by those who may, and let go."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone

from portal.audit.append_only import AppendOnly
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.running import Run, claim
from reports.exports import staging
from reports.exports.jobs import expire_bundles
from reports.exports.models import Export, ExportDownload
from reports.exports.operations import (
    open_file,
    start_export,
)
from reports.exports.rules import ExportExpired, ExportGone, ExportNotReady
from reports.exports.selection import Selection
from tests.reports.exports.looking import stored

pytestmark = pytest.mark.django_db


def test_fetching_asks_again_and_is_a_row(cast, exported):
    """E3: permission is checked at every download."""
    with open_file(export=exported, by=cast.hanna) as file:
        assert file.read(2) == b"PK"
    download = ExportDownload.objects.get()
    assert download.employee == cast.hanna
    with pytest.raises(AppendOnly):
        download.delete()
    assert AuditEvent.objects.filter(verb="export.downloaded").count() == 1
    with pytest.raises(NotPermitted):
        open_file(export=exported, by=cast.ben)


def test_a_bundle_expires_and_its_traces_stay(cast, exported, time_machine):
    """E3: the file goes; row, hashes and log of downloads stay."""
    open_file(export=exported, by=cast.hanna).close()
    time_machine.move_to(timezone.now() + timedelta(days=settings.EXPORT_VALID_DAYS, minutes=1))
    with pytest.raises(ExportExpired):
        open_file(export=exported, by=cast.hanna)
    abandoned = staging.root() / f"{exported.ref}.9"
    abandoned.mkdir(parents=True)
    assert expire_bundles(Run(claim(_queued().pk))) == {"expired": 1}
    export = Export.objects.select_related("job").get(pk=exported.pk)
    assert (export.state, export.job.state) == (JobState.EXPIRED, JobState.EXPIRED)
    assert stored(export) == [export.hashes_stored_as.rpartition("/")[2]]
    assert export.downloads.count() == 1
    with pytest.raises(ExportExpired):
        open_file(export=export, by=cast.hanna)


def test_what_is_not_there_cannot_be_fetched(cast, answers, exported):
    with pytest.raises(ExportNotReady):
        open_file(export=start_export(selection=Selection(), by=cast.hanna), by=cast.hanna)
    storages["exports"].delete(exported.stored_as)
    with pytest.raises(ExportGone):
        open_file(export=exported, by=cast.hanna)


def _queued() -> Job:
    from portal.jobs.operations import enqueue

    return enqueue("exports.expire", payload={})
