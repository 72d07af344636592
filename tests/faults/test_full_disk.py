"""Issue 2, section 6: the disk is full while a bundle is packed, a certificate issued, a scan stored."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guidelines.policies.models import Acknowledgement, PaperConfirmation
from guidelines.policies.operations import acknowledge
from portal.jobs.choices import JobState
from portal.jobs.running import execute
from reports.evidence.models import EvidenceDocument
from reports.exports.models import Export
from reports.exports.operations import retry_export, start_export
from reports.exports.selection import Selection
from tests.factories.people import EmployeeFactory, signed_in
from tests.factories.policies import read, release, request_of
from tests.faults.disks import Disk, small_disk
from tests.faults.furnished import scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def disk(tmp_path, settings) -> Iterator[Disk]:
    """Evidence, bundles and what is being packed lie on a small disk of their own."""
    with small_disk(tmp_path / "disk") as disk:
        changed = deepcopy(settings.STORAGES)
        for name in ("evidence", "exports"):
            changed[name]["OPTIONS"]["location"] = str(disk.path / name)
            if not disk.is_real:
                changed[name]["BACKEND"] = "tests.faults.disks.FullStorage"
        settings.STORAGES = changed
        settings.PORTAL_FILES_DIR = str(disk.path)
        yield disk


@pytest.fixture
def answered(cast) -> list[Acknowledgement]:
    people = [EmployeeFactory(name=f"Kim {number}") for number in range(3)]
    release(editor=cast.edda, approver=cast.falk)
    return [
        acknowledge(request=request_of(one), read=read(request_of(one)), authenticated="passkey", by=one)
        for one in people
    ]


def carried_out(export: Export) -> Export:
    execute(export.job_id)
    return Export.objects.select_related("job").get(pk=export.pk)


@pytest.mark.parametrize("leaving", [0, 60_000, 200_000])
def test_an_export_onto_a_full_disk_says_so_and_works_later(cast, answered, disk, leaving):
    """E1: nothing half done is left, what was issued stays, and the retry ends the same export."""
    export = start_export(selection=Selection(), by=cast.hanna)
    disk.fill(leaving=leaving)
    export = carried_out(export)
    assert (export.state, export.job.error) == (JobState.FAILED, "disk_full")
    assert not [name for name in disk.holds() if name.startswith(("staging", "exports"))]
    kept = set(EvidenceDocument.objects.values_list("stored_as", flat=True))
    assert {name for name in disk.holds() if "certificates" in name} == {f"evidence/{name}" for name in kept}
    page = (
        signed_in(Client(), cast.hanna)
        .get(reverse("exports:export-show", args=[export.ref]))
        .content.decode()
    )
    assert "Der Speicher ist voll." in page
    disk.empty()
    retry_export(export=export, by=cast.hanna)
    assert carried_out(export).state == JobState.READY
    assert EvidenceDocument.objects.count() == len(answered)


def test_a_certificate_is_asked_for_while_the_disk_is_full(answered, disk):
    """The page says that it can be had later; later it can."""
    client = signed_in(Client(raise_request_exception=False), answered[0].employee, mfa=False)
    address = reverse("evidence:document-download", args=[answered[0].ref])
    disk.fill(leaving=0)
    response = client.get(address)
    assert response.status_code == 507
    assert "Für Dateien ist kein Platz mehr" in response.content.decode()
    disk.empty()
    assert client.get(address).content.startswith(b"%PDF-")


def test_a_scan_for_which_there_is_no_room(cast, disk):
    """Nothing is recorded, and what was typed is still in the browser one step back."""
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk)
    request = request_of(cast.ben)
    client = signed_in(Client(raise_request_exception=False), cast.hanna)
    facts = {
        "rendition": request.version.renditions.first().pk,
        "method": "paper",
        "signed_on": request.asked_on.isoformat(),
        "note": "x",
    }
    address = reverse("dashboards:request-record-paper", args=[request.ref])
    disk.fill(leaving=0)
    response = client.post(address, {**facts, "scan": SimpleUploadedFile("a.png", scan())})
    assert response.status_code == 507
    assert not PaperConfirmation.objects.exists()
    disk.empty()
    response = client.post(address, {**facts, "scan": SimpleUploadedFile("a.png", scan())})
    assert response.status_code == 302, response.context["form"].errors
