"""Who gets the certificate of a course: the person themself, and HR within reach, on record."""

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.documents.failures import PdfUnavailable
from tests.factories.people import signed_in
from tests.whole_house.access import hr_elsewhere
from training.assignments.certificates import issuing
from training.assignments.certificates.issuing import issue_certificate, read_certificate
from training.assignments.models import Certificate, CompletionRecord

pytestmark = pytest.mark.django_db


def address(completion) -> str:
    return reverse("assignments:certificate-download", args=[completion.ref])


def verbs(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


def test_one_gets_ones_own_issued_now_at_the_latest(client, cast, passed):
    signed_in(client, cast.ben)
    first, second = client.get(address(passed)), client.get(address(passed))
    certificate = Certificate.objects.get()
    assert first.content == second.content == read_certificate(certificate)
    assert first.headers["Content-Type"] == "application/pdf"
    assert certificate.serial in first.headers["Content-Disposition"]
    assert "no-store" in first.headers["Cache-Control"]
    assert verbs("certificate.downloaded") == 0


def test_hr_gets_it_too_and_each_look_is_a_row(client, cast, passed):
    """E3: permission is checked each time; somebody else's certificate is never fetched silently."""
    signed_in(client, cast.hanna)
    assert client.get(address(passed)).status_code == 200
    assert client.get(address(passed)).status_code == 200
    rows = AuditEvent.objects.filter(verb="certificate.downloaded")
    assert {(row.actor, row.object_id) for row in rows} == {(cast.hanna.ref, str(passed.ref))}
    assert len(rows) == 2


@pytest.mark.parametrize("name", ["mara", "cleo", "edda", "ines", "dana", "wolf"])
def test_nobody_else_does_and_the_attempt_is_a_row(client, cast, passed, name):
    """E3: not the manager, not the auditor, not whoever runs the system."""
    signed_in(client, getattr(cast, name))
    assert client.get(address(passed)).status_code == 404
    assert not Certificate.objects.exists()
    assert verbs("certificate.refused") == 1


def test_hr_of_another_entity_does_not(client, passed):
    """E3"""
    signed_in(client, hr_elsewhere())
    assert client.get(address(passed)).status_code == 404


def test_a_damaged_file_is_gone_explained_and_on_record(client, cast, passed):
    """E4: nothing takes the place of the issued bytes."""
    certificate = issue_certificate(passed)
    storages["evidence"].delete(certificate.stored_as)
    signed_in(client, cast.ben)
    answer = client.get(address(passed))
    assert answer.status_code == 410
    assert certificate.serial in answer.content.decode()
    assert AuditEvent.objects.get(verb="document.damaged").object_id == str(passed.ref)


def test_after_an_erasure_the_page_says_why_there_is_none(client, cast, passed):
    with transaction.atomic():
        CompletionRecord.objects.filter(completion=passed).delete()
    signed_in(client, cast.hanna)
    answer = client.get(address(passed))
    assert answer.status_code == 410
    assert "regelgemäß gelöscht" in answer.content.decode()


def test_without_pdfs_the_page_says_what_to_install(client, cast, passed, monkeypatch):
    def unavailable(*args, **kwargs):
        raise PdfUnavailable("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(issuing, "sealed_certificate", unavailable)
    signed_in(client, cast.ben)
    answer = client.get(address(passed))
    assert answer.status_code == 503
    assert "libpango-1.0-0" in answer.content.decode()
