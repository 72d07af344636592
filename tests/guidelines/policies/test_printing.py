"""The issued PDF of a released text."""

import hashlib

import pytest

from guidelines.policies.models import RenditionPdf
from guidelines.policies.printing import issue_policy_pdf, read_policy_pdf
from portal.audit.models import AuditEvent
from portal.documents.verify import Finding, check_pdf
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
