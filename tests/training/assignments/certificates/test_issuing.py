"""A certificate is issued once, from what was committed to, and its bytes are the evidence."""

import hashlib
import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone

from portal.audit.append_only import AppendOnly
from portal.audit.models import AuditEvent
from portal.documents.failures import PdfUnavailable
from portal.documents.storing import folder_of
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.running import execute
from portal.keys.commitments import destroy_person_key
from tests.training.assignments.certificates.making import done
from training.assignments.certificates import issuing
from training.assignments.certificates.issuing import FOLDER, issue_certificate, read_certificate
from training.assignments.certificates.jobs import ask_for_certificates, catch_up
from training.assignments.certificates.pending import without_certificate
from training.assignments.certificates.rules import RecordErased
from training.assignments.choices import Basis
from training.assignments.models import Certificate, Completion, CompletionRecord

pytestmark = pytest.mark.django_db


class Run:
    def progress(self, done, total):
        pass


def stored_files(completion) -> list[str]:
    return storages["evidence"].listdir(folder_of(FOLDER, completion.ref))[1]


def asked_for(completion) -> Job:
    ask_for_certificates([completion])
    return Job.objects.get(kind="certificates.issue", payload__completion=completion.pk)


def erase(completion) -> None:
    with transaction.atomic():
        CompletionRecord.objects.filter(completion=completion).delete()
    destroy_person_key(person=completion.employee.ref, why="test")


def test_the_job_issues_it_in_the_persons_language(cast, passed):
    execute(asked_for(passed).pk)
    certificate = Certificate.objects.get()
    assert (certificate.language, certificate.serial[0]) == ("de", "T")
    assert hashlib.sha256(read_certificate(certificate)).hexdigest() == certificate.sha256
    event = AuditEvent.objects.get(verb="certificate.issued")
    assert certificate.sha256 in event.canonical
    assert passed.commitment in event.canonical
    assert event.object_id == str(passed.ref)


def test_many_completions_ask_in_a_few_statements(cast, version, django_assert_max_num_queries):
    completions = [done(person, version) for person in (cast.ben, cast.ada, cast.mara)]
    imported = done(cast.anton, version, basis=Basis.IMPORTED, by=cast.hanna)
    with django_assert_max_num_queries(4):
        ask_for_certificates([*completions, imported])
    assert Job.objects.filter(kind="certificates.issue").count() == 3


def test_e4_issuing_twice_gives_the_same_bytes(passed):
    """E4: an issued PDF is never rendered again, not even when the person or the course changes."""
    certificate = issue_certificate(passed)
    before = read_certificate(certificate)
    type(passed.employee).objects.filter(pk=passed.employee_id).update(name="Somebody Else", language="en")
    assert issue_certificate(passed) == certificate
    assert read_certificate(certificate) == before
    assert len(stored_files(passed)) == 1
    with pytest.raises(AppendOnly):
        certificate.save()


def test_who_loses_the_race_leaves_nothing_behind(passed, monkeypatch):
    """E1: another worker issues while this one is still rendering."""
    drafted = issuing._draft

    def overtaken(completion):
        draft = drafted(completion)
        monkeypatch.setattr(issuing, "_draft", drafted)
        overtaken.winner = issue_certificate(completion)
        return draft

    monkeypatch.setattr(issuing, "_draft", overtaken)
    assert issue_certificate(passed) == overtaken.winner
    assert stored_files(passed) == [overtaken.winner.stored_as.rpartition("/")[2]]
    assert AuditEvent.objects.filter(verb="certificate.issued").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_issue_one_certificate(passed):
    """E1: at the same time, with connections of their own."""
    barrier, found = threading.Barrier(2), []

    def work() -> None:
        barrier.wait()
        try:
            found.append(issue_certificate(passed).pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 2
    assert len(set(found)) == 1
    assert Certificate.objects.count() == 1
    assert len(stored_files(passed)) == 1


def test_what_a_killed_worker_wrote_is_removed(passed):
    """E1: killed between writing the file and its row."""
    storages["evidence"].save(f"{folder_of(FOLDER, passed.ref)}/completion-0000.pdf", BytesIO(b"half"))
    certificate = issue_certificate(passed)
    assert stored_files(passed) == [certificate.stored_as.rpartition("/")[2]]


def test_a_roll_back_takes_the_file_with_it(passed, monkeypatch):
    def fail(**facts):
        raise OSError("no row")

    monkeypatch.setattr(issuing, "_enter", fail)
    with pytest.raises(OSError, match="no row"):
        issue_certificate(passed)
    assert stored_files(passed) == []


def test_whoever_was_erased_keeps_an_issued_certificate_and_gets_no_new_one(cast, passed, version):
    before = read_certificate(issue_certificate(passed))
    later = done(cast.ben, version, basis=Basis.ATTENDED, by=cast.hanna)
    erase(passed)
    erase(later)
    assert read_certificate(issue_certificate(Completion.objects.get(pk=passed.pk))) == before
    with pytest.raises(RecordErased):
        issue_certificate(Completion.objects.get(pk=later.pk))
    job = asked_for(later)
    execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "erased")


def test_without_pdfs_the_job_ends_with_a_reason_and_is_caught_up(
    cast, passed, version, monkeypatch, time_machine
):
    """Nothing is lost while Pango is missing; the history of another system waits until somebody asks."""

    def unavailable(*args, **kwargs):
        raise PdfUnavailable("cannot load library libpango")

    done(cast.ada, version, basis=Basis.IMPORTED, by=cast.hanna)
    job = asked_for(passed)
    with monkeypatch.context() as patch:
        patch.setattr(issuing, "sealed_certificate", unavailable)
        execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "pdf_unavailable")
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    assert list(without_certificate()) == [passed]
    assert catch_up(Run()) == {"issued": 1}
    assert list(without_certificate()) == []
