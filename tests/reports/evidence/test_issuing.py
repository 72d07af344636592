"""A certificate is issued once, from what was committed to, and its bytes are the evidence."""

import hashlib
import json
import threading
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone

from guidelines.policies.choices import ChangeClass
from guidelines.policies.models import AcknowledgementRecord
from portal.audit.append_only import AppendOnly
from portal.audit.models import AuditEvent
from portal.documents.failures import PdfUnavailable
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.running import execute
from portal.mail.registry import AttachmentMissing, attachment_for
from reports.evidence import operations
from reports.evidence.choices import EvidenceKind, Standing
from reports.evidence.jobs import catch_up
from reports.evidence.models import EvidenceDocument
from reports.evidence.operations import issue_evidence, package_for
from reports.evidence.pending import without_certificate
from reports.evidence.rules import EvidenceDamaged, NoSuchEvidence, RecordErased
from reports.evidence.standing import standing
from reports.evidence.storing import folder_of, read_evidence
from tests.factories.policies import release

pytestmark = pytest.mark.django_db


def embedded(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments}


def stored_files(acknowledgement) -> list[str]:
    return storages["evidence"].listdir(folder_of(acknowledgement.ref))[1]


def issue_job(acknowledgement) -> Job:
    return Job.objects.get(kind="evidence.issue", payload__acknowledgement=acknowledgement.pk)


def test_answering_asks_for_a_certificate_and_the_job_issues_it(confirmed):
    assert not EvidenceDocument.objects.exists()
    execute(issue_job(confirmed).pk)
    document = EvidenceDocument.objects.get()
    assert (document.kind, document.language) == (EvidenceKind.ACKNOWLEDGEMENT, "de")
    assert hashlib.sha256(read_evidence(document)).hexdigest() == document.sha256
    event = AuditEvent.objects.get(verb="evidence.issued")
    assert document.sha256 in event.canonical


def test_issuing_twice_gives_the_same_bytes(confirmed):
    """E4: an issued PDF is never rendered again, not even when the guideline or the person changes."""
    document = issue_evidence(confirmed)
    before = read_evidence(document)
    type(confirmed.employee).objects.filter(pk=confirmed.employee_id).update(name="Somebody Else")
    assert issue_evidence(confirmed) == document
    assert read_evidence(document) == before
    assert len(stored_files(confirmed)) == 1
    with pytest.raises(AppendOnly):
        document.save()


def test_who_loses_the_race_leaves_nothing_behind(confirmed, monkeypatch):
    """E1: another worker issues while this one is still rendering."""
    drafted = operations._draft

    def overtaken(acknowledgement, kind):
        draft = drafted(acknowledgement, kind)
        monkeypatch.setattr(operations, "_draft", drafted)
        overtaken.winner = issue_evidence(acknowledgement)
        return draft

    monkeypatch.setattr(operations, "_draft", overtaken)
    assert issue_evidence(confirmed) == overtaken.winner
    assert stored_files(confirmed) == [overtaken.winner.stored_as.rpartition("/")[2]]
    assert AuditEvent.objects.filter(verb="evidence.issued").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_issue_one_certificate(confirmed):
    """E1: at the same time, with connections of their own."""
    barrier, issued = threading.Barrier(2), []

    def work() -> None:
        barrier.wait()
        try:
            issued.append(issue_evidence(confirmed).pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(issued) == 2
    assert len(set(issued)) == 1
    assert EvidenceDocument.objects.count() == 1
    assert len(stored_files(confirmed)) == 1


def test_what_a_killed_worker_wrote_is_removed(confirmed):
    """E1: killed between writing the file and its row."""
    folder = folder_of(confirmed.ref)
    storages["evidence"].save(f"{folder}/acknowledgement-0000.pdf", BytesIO(b"half"))
    document = issue_evidence(confirmed)
    assert stored_files(confirmed) == [document.stored_as.rpartition("/")[2]]


def test_a_roll_back_takes_the_file_with_it(confirmed, monkeypatch):
    def fail(**facts):
        raise OSError("no row")

    monkeypatch.setattr(operations, "_enter", fail)
    with pytest.raises(OSError, match="no row"):
        issue_evidence(confirmed)
    assert stored_files(confirmed) == []


def test_a_reservation_gets_its_own_certificate_in_the_language_signed(reserved, pdf_text):
    """K6: neither confirmed nor refused, and it says so."""
    document = issue_evidence(reserved)
    text = " ".join(pdf_text(read_evidence(document)).split())
    assert (document.kind, document.serial[0], document.language) == (EvidenceKind.RESERVATION, "R", "en")
    assert "Counts neither as confirmed nor as refused." in text
    assert "may I like posts of customers?" in text
    assert standing(reserved) == Standing.UNDER_RESERVATION


def test_a_withdrawn_consent_keeps_its_certificate_and_gets_a_second(withdrawn, pdf_text):
    """K5: the withdrawal is evidence of its own."""
    for job in Job.objects.filter(kind="evidence.issue").order_by("pk"):
        execute(job.pk)
    kinds = {document.kind: document for document in EvidenceDocument.objects.all()}
    assert set(kinds) == {EvidenceKind.ACKNOWLEDGEMENT, EvidenceKind.WITHDRAWAL}
    pdf = read_evidence(kinds[EvidenceKind.WITHDRAWAL])
    assert withdrawn.withdrawal.commitment in " ".join(pdf_text(pdf).split())
    assert json.loads(embedded(pdf)["withdrawal.json"])["withdraws"] == str(withdrawn.ref)
    assert standing(withdrawn) == Standing.WITHDRAWN


def test_a_superseded_version_can_be_certified_once_there_is_a_newer_one(cast, confirmed, pdf_text):
    with pytest.raises(NoSuchEvidence):
        issue_evidence(confirmed, EvidenceKind.SUPERSEDED)
    release(editor=cast.edda, approver=cast.falk, policy=confirmed.policy, change_class=ChangeClass.MATERIAL)
    confirmed = type(confirmed).objects.get(pk=confirmed.pk)
    document = issue_evidence(confirmed, EvidenceKind.SUPERSEDED)
    assert "gilt stattdessen die Fassung 2.0" in " ".join(pdf_text(read_evidence(document)).split())
    assert standing(confirmed) == Standing.SUPERSEDED
    with pytest.raises(NoSuchEvidence):
        issue_evidence(confirmed, EvidenceKind.WITHDRAWAL)


def test_without_pdfs_the_job_ends_with_a_reason_and_is_caught_up(confirmed, monkeypatch, time_machine):
    """Issue 2, section 6: nothing is lost while Pango is missing."""

    def unavailable(*args, **kwargs):
        raise PdfUnavailable("cannot load library libpango")

    with monkeypatch.context() as patch:
        patch.setattr(operations, "sealed_certificate", unavailable)
        execute(issue_job(confirmed).pk)
        assert (issue_job(confirmed).state, issue_job(confirmed).error) == (
            JobState.FAILED,
            "pdf_unavailable",
        )
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    assert list(without_certificate()) == [confirmed]

    class Run:
        def progress(self, done, total):
            pass

    assert catch_up(Run()) == {"issued": 1}
    assert list(without_certificate()) == []


def test_a_damaged_file_is_never_handed_out(confirmed):
    """E4: the stored bytes are the evidence, and only those that were issued."""
    document = issue_evidence(confirmed)
    path = f"{settings.PORTAL_FILES_DIR}/evidence/{document.stored_as}"
    with open(path, "r+b") as file:
        file.seek(500)
        file.write(b"x")
    with pytest.raises(EvidenceDamaged):
        read_evidence(document)
    storages["evidence"].delete(document.stored_as)
    with pytest.raises(EvidenceDamaged):
        read_evidence(document)


def test_an_erased_record_cannot_be_certified(confirmed):
    with transaction.atomic():
        AcknowledgementRecord.objects.filter(acknowledgement=confirmed).delete()
    with pytest.raises(RecordErased):
        issue_evidence(type(confirmed).objects.get(pk=confirmed.pk))
    with pytest.raises(AttachmentMissing):
        attachment_for(f"evidence:{confirmed.ref}")


def test_a_mail_can_carry_the_certificate(confirmed):
    attached = attachment_for(f"evidence:{confirmed.ref}")
    assert attached.content == read_evidence(EvidenceDocument.objects.get())
    assert attached.name.endswith(".pdf")
    with pytest.raises(AttachmentMissing):
        attachment_for("evidence:00000000-0000-4000-8000-000000000000")


def test_the_package_holds_every_certificate_and_the_guideline(cast, withdrawn):
    from zipfile import ZipFile

    issue_evidence(withdrawn, EvidenceKind.WITHDRAWAL)
    name, content = package_for(acknowledgement=withdrawn, by=cast.ben)
    names = ZipFile(BytesIO(content)).namelist()
    assert name.startswith("A-")
    assert len(names) == 3
    assert "photos-1.0-de.pdf" in names
