"""A bundle is built once, whatever happens on the way."""

import errno
import zipfile
from io import BytesIO

import pytest
from django.core.files.storage import storages

from accounts.people.choices import Role
from accounts.people.operations import give_role, take_role
from guidelines.policies.models import Acknowledgement
from portal.audit.models import AuditEvent
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.operations import JobFinished
from portal.jobs.running import Cancelled, LeaseLost, Run, claim, execute
from portal.keys.commitments import destroy_person_key
from portal.mail.models import Message
from reports.evidence.models import EvidenceDocument
from reports.evidence.operations import issue_evidence
from reports.exports import archive, building
from reports.exports.building import build
from reports.exports.models import Export
from reports.exports.operations import (
    cancel_export,
    preview,
    retry_export,
    start_export,
)
from reports.exports.rules import RetryNotPossible
from reports.exports.selection import Selection
from tests.reports.exports.conftest import bundle_bytes, carried_out
from tests.reports.exports.looking import counted, holds, names_in, stored

pytestmark = pytest.mark.django_db


def test_a_bundle_holds_what_the_domain_asks_for(exported, tmp_path):
    names = names_in(exported)
    for name in ("manifest.json", "chain.txt", "keys.json", "README.txt", "LIESMICH.txt", "verify_bundle.py"):
        assert name in names
    for table in ("acknowledgements", "open"):
        assert {f"{table}.csv", f"{table}.xlsx"} <= set(names)
    assert len([name for name in names if name.startswith("policies/")]) == 3
    assert counted(exported) == (3, 3)
    assert len([name for name in names if name.startswith("evidence/W")]) == 1
    assert exported.state == JobState.READY
    assert (exported.acknowledgements, exported.files) == (3, len(names))
    assert holds(exported, tmp_path)[0]
    assert Message.objects.get(kind="exports.ready").recipient_ref == exported.requested_by.ref
    event = AuditEvent.objects.get(verb="export.ready")
    assert exported.manifest_sha256 in event.canonical


def test_the_stored_bytes_are_those_that_were_issued(exported):
    """E4: the bundle holds the issued files, byte for byte."""
    bundle = zipfile.ZipFile(BytesIO(bundle_bytes(exported)))
    for document in EvidenceDocument.objects.all():
        with storages["evidence"].open(document.stored_as) as file:
            assert bundle.read(f"evidence/{document.file_name}") == file.read()


def test_the_same_job_twice_is_one_bundle(exported):
    """E1: a message too many finds nothing to do."""
    before = stored(exported)
    execute(exported.job_id)
    assert build(Run(exported.job)) == {"export": str(exported.ref)}
    assert stored(exported) == before
    assert Message.objects.filter(kind="exports.ready").count() == 1
    assert AuditEvent.objects.filter(verb="export.ready").count() == 1


class Killed(BaseException):
    """As if the process had gone: nothing is written any more."""


@pytest.mark.parametrize("place", ["close_list", "issue_missing", "hand_over", "finish_export"])
def test_what_is_interrupted_anywhere_goes_on(cast, answers, monkeypatch, tmp_path, place):
    """E1, J1: after a crash in any stage one bundle results, nothing missing, nothing twice."""
    export = start_export(selection=Selection(), by=cast.hanna)
    if place == "issue_missing":
        issued = []

        def stop_after_one(acknowledgement, *kind):
            if issued:
                raise Killed
            issued.append(issue_evidence(acknowledgement, *kind))

        monkeypatch.setattr(building, "issue_evidence", stop_after_one)
    else:
        real = getattr(building, place)

        def stop_after(*args, **facts):
            if place != "finish_export":
                real(*args, **facts)
            raise Killed

        monkeypatch.setattr(building, place, stop_after)
    with pytest.raises(Killed):
        execute(export.job_id)
    monkeypatch.undo()
    Job.objects.filter(pk=export.job_id).update(state=JobState.QUEUED, lease_until=None)
    export = carried_out(export)
    assert export.state == JobState.READY
    assert counted(export) == (3, 3)
    assert EvidenceDocument.objects.primary().count() == 3
    assert len(stored(export)) == 2  # the bundle and its list of hashes
    assert holds(export, tmp_path)[0]


def test_what_is_answered_after_the_start_is_not_in_the_bundle(cast, answers, monkeypatch):
    """The list is closed before work begins, so that a resumed export is still the same export."""
    from tests.reports.exports.conftest import confirm

    export = start_export(selection=Selection(), by=cast.hanna)
    real = building.issue_missing

    def meanwhile(*args):
        if Acknowledgement.objects.count() == 3:
            confirm(cast.hanna)
        real(*args)

    monkeypatch.setattr(building, "issue_missing", meanwhile)
    assert counted(carried_out(export)) == (3, 3)
    assert Acknowledgement.objects.count() == 4


def test_a_worker_whose_lease_has_passed_on_changes_nothing(cast, answers, monkeypatch):
    """E1: of two workers at one export, the one with the lease finishes it."""
    export = start_export(selection=Selection(), by=cast.hanna)
    slow = claim(export.job_id)
    Job.objects.filter(pk=slow.pk).update(state=JobState.QUEUED, lease_until=None)
    export = carried_out(export)
    before = stored(export)
    Export.objects.filter(pk=export.pk).update(ready_at=None, expires_at=None, sha256="")
    with pytest.raises(LeaseLost):
        build(Run(slow))
    assert set(before) >= set(stored(export))
    assert Message.objects.filter(kind="exports.ready").count() == 1


def test_a_full_disk_fails_with_a_reason_leaves_nothing_and_can_be_tried_again(cast, answers, monkeypatch):
    """Issue 2, section 6."""
    export = start_export(selection=Selection(), by=cast.hanna)

    def full(*args, **facts):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(archive.Archive, "add_written", full)
        export = carried_out(export)
    assert (export.state, export.job.error) == (JobState.FAILED, "disk_full")
    assert stored(export) == []
    assert EvidenceDocument.objects.primary().count() == 3
    retry_export(export=export, by=cast.hanna)
    assert carried_out(export).state == JobState.READY
    with pytest.raises(RetryNotPossible):
        retry_export(export=export, by=cast.hanna)


def test_cancelling_stops_the_work_and_leaves_nothing(cast, answers, monkeypatch):
    """J2: the worker notices at its next progress."""
    export = start_export(selection=Selection(), by=cast.hanna)
    job = claim(export.job_id)
    real = building.issue_missing

    def cancelled_meanwhile(*args):
        real(*args)
        cancel_export(export=export, by=cast.hanna)

    monkeypatch.setattr(building, "issue_missing", cancelled_meanwhile)
    monkeypatch.setattr(building, "HEARTBEAT_SECONDS", 0)
    with pytest.raises(Cancelled):
        build(Run(job))
    export = Export.objects.get(pk=export.pk)
    assert export.state == JobState.CANCELLED
    assert stored(export) == []
    with pytest.raises(JobFinished):
        cancel_export(export=export, by=cast.hanna)


def test_a_damaged_certificate_fails_the_export_instead_of_travelling_in_it(cast, answers):
    document = issue_evidence(answers[0])
    storages["evidence"].delete(document.stored_as)
    export = carried_out(start_export(selection=Selection(), by=cast.hanna))
    assert (export.state, export.job.error) == (JobState.FAILED, "evidence_damaged")
    assert stored(export) == []


def test_whoever_lost_the_role_meanwhile_gets_no_bundle(cast, answers):
    """E3."""
    export = start_export(selection=Selection(), by=cast.hanna)
    take_role(person=cast.hanna, role=Role.HR, by=None)
    export = carried_out(export)
    assert (export.state, export.job.error) == (JobState.FAILED, "not_permitted")


def test_an_erased_persons_key_leaves_the_rest_provable(cast, answers, tmp_path):
    """K11: erasing a person by rule leaves the rest provable, and the verifier says what it cannot prove."""
    destroy_person_key(person=cast.ben.ref, why="test")
    ok, said = holds(carried_out(start_export(selection=Selection(), by=cast.hanna)), tmp_path)
    assert ok
    assert "NOTE: 1 acknowledgements" in said


def test_an_erased_record_is_left_out_and_counted(cast, answers, tmp_path):
    """K11: the readable part is gone, the chain still holds."""
    issue_evidence(answers[0])
    answers[0].record.delete()
    destroy_person_key(person=cast.ben.ref, why="test")
    assert preview(Selection()).erased == 1
    export = carried_out(start_export(selection=Selection(), by=cast.hanna))
    assert counted(export) == (2, 2)
    assert holds(export, tmp_path)[0]
    assert b"Ben" not in bundle_bytes(export)


def test_hostile_names_stay_text(cast, tmp_path):
    """E2: formulas, right-to-left text, emoji and separators in names, in the tables and in the check."""
    from tests.factories.policies import release
    from tests.reports.exports.conftest import confirm

    names = ["=cmd|' /C calc'!A0", "+49 40 1234", 'a;b,"c"\nd', "مُحَمَّد 👩‍🚀", "@SUM(1)\x07", "x" * 300]
    people = [getattr(cast, name) for name in ("ada", "ben", "mara", "anton", "edda", "hanna")]
    release(editor=cast.edda, approver=cast.falk)
    for person, name in zip(people, names, strict=True):
        type(person).objects.filter(pk=person.pk).update(name=name, personnel_number=f"={name[:20]}")
        confirm(type(person).objects.get(pk=person.pk))
    give_role(person=cast.anton, role=Role.HR, by=None)
    export = carried_out(start_export(selection=Selection(), by=type(people[3]).objects.get(pk=people[3].pk)))
    ok, said = holds(export, tmp_path)
    assert ok, said
    table = zipfile.ZipFile(BytesIO(bundle_bytes(export))).read("acknowledgements.csv").decode("utf-8-sig")
    assert "'=cmd" in table
    assert ";=cmd" not in table
