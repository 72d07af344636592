"""Whoever holds a certificate of a course can check it, without an account and years later."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.documents.codes import spaced
from reports.evidence.checking import FileFinding, check_file
from tests.training.assignments.certificates.making import TITLES, done, in_two_years, revoked
from training.assignments.certificates.issuing import issue_certificate, read_certificate
from training.assignments.choices import RevocationCause
from training.assignments.models import Certificate, CompletionRecord

pytestmark = pytest.mark.django_db


def check_address(certificate: Certificate) -> str:
    return reverse("evidence:check-show", args=[certificate.verify_code])


def shown(client, certificate: Certificate, language: str = "en") -> str:
    return client.get(check_address(certificate), headers={"accept-language": language}).content.decode()


def test_a_code_shows_course_days_and_initials_and_leaves_a_row_without_a_person(client, passed):
    certificate = issue_certificate(passed)
    text = shown(client, certificate)
    for expected in ("B. Ö.", certificate.serial, TITLES["en"], "2.1", "Quiz passed", "Valid"):
        assert expected in text, expected
    assert "Öztürk" not in text
    assert "91" not in text.replace(certificate.sha256, "").replace(certificate.verify_code, "")
    event = AuditEvent.objects.get(verb="evidence.checked")
    assert (event.actor, event.object_type) == (None, "assignments.certificate")
    assert "127.0.0.1" not in event.canonical


def test_it_is_found_as_typed_from_paper_and_in_german(client, passed):
    certificate = issue_certificate(passed)
    typed = spaced(certificate.verify_code).lower()
    answer = client.post(reverse("evidence:check-enter"), {"code": typed})
    assert answer.headers["Location"] == check_address(certificate)
    text = shown(client, certificate, "de")
    assert "Abschluss einer Schulung" in text
    assert TITLES["de"] in text


@pytest.mark.parametrize(
    ("cause", "words"),
    [(RevocationCause.MISTAKE, "Revoked as of"), (RevocationCause.COURSE_CHANGED, "the course has changed")],
)
def test_t2_a_revocation_leaves_the_certificate_as_it_is(client, passed, today, cause, words):
    """T2: the stored bytes stay; whether they still count is what the check says."""
    certificate = issue_certificate(passed)
    before, hr = read_certificate(certificate), passed.actor
    revoked(passed, cause=cause, on=today + timedelta(days=1), by=hr)
    assert words not in shown(client, certificate)
    revoked(passed, cause=cause, on=today, by=hr)
    assert words in shown(client, certificate)
    assert read_certificate(certificate) == before


def test_what_has_run_out_says_since_when(client, cast, version, today):
    past = done(cast.ben, version, on=today - timedelta(days=30), until=today - timedelta(days=1))
    coming = done(cast.ada, version, on=today + timedelta(days=1), until=in_two_years())
    assert "Expired: valid until" in shown(client, issue_certificate(past))
    assert "Not valid yet" in shown(client, issue_certificate(coming))


def test_the_genuine_file_is_recognised_and_every_other_gets_a_clear_answer(client, cast, passed, version):
    certificate, other = issue_certificate(passed), issue_certificate(done(cast.ada, version))
    pdf = read_certificate(certificate)
    upload = {"file": SimpleUploadedFile("a.pdf", pdf, "application/pdf")}
    text = client.post(reverse("evidence:check-enter"), upload).content.decode()
    assert str(FileFinding.GENUINE.label) in text
    assert "B. Ö." in text
    altered = bytearray(pdf)
    altered[2000] ^= 1
    for content, finding in (
        (pdf, FileFinding.GENUINE),
        (read_certificate(other), FileFinding.OTHER),
        (bytes(altered), FileFinding.ALTERED),
        (pdf + b"\n1 0 obj\n<<>>\nendobj\n", FileFinding.APPENDED),
    ):
        assert check_file(content, expected=certificate).finding == finding


def test_of_somebody_erased_nothing_but_the_course_is_said(client, passed):
    certificate = issue_certificate(passed)
    CompletionRecord.objects.filter(completion=passed).delete()
    text = shown(client, certificate)
    assert "erased by rule" in text
    assert TITLES["en"] in text
