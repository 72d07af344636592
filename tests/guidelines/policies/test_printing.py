"""The issued PDF of a released text."""

import hashlib
import subprocess

import pytest
from django.conf import settings

from guidelines.policies.models import Rendition, RenditionPdf
from guidelines.policies.printing import issue_policy_pdf, read_policy_pdf
from portal.audit.models import AuditEvent
from portal.documents.failures import RenderFailed
from portal.documents.verify import Finding, check_pdf
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.running import execute
from tests.factories.policies import asset, release, text
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


def test_a_release_issues_one_sealed_pdf_per_language(cast):
    """E4: issued once by a job, and the stored bytes are what the row says."""
    version = release(editor=cast.edda, approver=cast.falk)
    drain()
    drain()
    pdfs = RenditionPdf.objects.filter(rendition__version=version)
    assert {pdf.rendition.language for pdf in pdfs} == {"de", "en"}
    for pdf in pdfs:
        content = read_policy_pdf(pdf)
        assert hashlib.sha256(content).hexdigest() == pdf.sha256
        assert check_pdf(content).finding == Finding.INTACT
    assert AuditEvent.objects.filter(verb="policy.pdf_issued").count() == 2


def test_issuing_twice_gives_the_first_pdf(cast):
    """E4: an issued PDF is never rendered again."""
    rendition = release(editor=cast.edda, approver=cast.falk).renditions.get(language="de")
    assert issue_policy_pdf(rendition) == issue_policy_pdf(rendition)


def test_pictures_are_printed_from_the_kept_copy(cast):
    """K1: the PDF draws the kept bytes; the picture in the CMS may be gone."""
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    kept = asset(pixel)
    body = text("de", assets=[kept])
    html = f'<figure><img src="/guidelines/assets/{kept.sha256}/a.png" alt="A"></figure>'
    body = type(body)(
        frozen=type(body.frozen)(**{**vars(body.frozen), "html": html}), translation_state="ready"
    )
    version = release(editor=cast.edda, approver=cast.falk, texts=[body, text("en")])
    pdf = issue_policy_pdf(version.renditions.get(language="de"))
    assert b"/Image" in read_policy_pdf(pdf)


def nested_too_deeply(cast) -> Rendition:
    body = text("de", body="Der ganze Wortlaut.")
    html = "<div>" * 300 + "Der ganze Wortlaut." + "</div>" * 300
    body = type(body)(
        frozen=type(body.frozen)(**{**vars(body.frozen), "html": html}), translation_state="ready"
    )
    version = release(editor=cast.edda, approver=cast.falk, texts=[body, text("en")])
    return version.renditions.get(language="de")


def test_what_cannot_be_laid_out_is_set_as_bare_text_in_the_last_attempt(cast):
    """E4: every certificate names this PDF. A busy machine gets its other attempts first."""
    rendition = nested_too_deeply(cast)
    with pytest.raises(RenderFailed):
        issue_policy_pdf(rendition)
    job = Job.objects.get(kind="policies.issue_pdf", payload={"rendition": rendition.pk})
    for attempt in range(1, settings.JOB_MAX_ATTEMPTS + 1):
        assert not RenditionPdf.objects.filter(rendition=rendition).exists()
        Job.objects.filter(pk=job.pk).update(run_at=None)
        execute(job.pk)
        job.refresh_from_db()
        assert job.attempts == attempt
    assert job.state == JobState.READY
    pdf = read_policy_pdf(RenditionPdf.objects.get(rendition=rendition))
    assert check_pdf(pdf).finding == Finding.INTACT
    words = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    assert "Der ganze Wortlaut." in words
    assert "Hier steht sein ganzer Wortlaut" in " ".join(words.split())
