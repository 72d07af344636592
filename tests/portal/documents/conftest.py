"""One certificate as the evidence room lays it out, and PDFs made of it once per run."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.template import Context, Engine

from bench.facts import canonical_json, certificate_facts
from bench.pdf import FOLDER
from portal.documents import render
from portal.documents.codes import qr_code
from portal.documents.pool import Pool
from portal.documents.render import Attachment, render_pdf
from portal.documents.seal import seal_pdf

ISSUED_AT = datetime(2026, 3, 14, 8, 42, 17, tzinfo=UTC)


def page(body: str, title: str = "Ein Titel", head: str = "") -> str:
    """Return a small but complete document."""
    return (
        f'<!doctype html><html lang="de"><head><title>{title}</title>{head}</head><body>{body}</body></html>'
    )


def text_of(pdf: bytes) -> str:
    """Return what a person who copies everything out of `pdf` gets."""
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def certificate_pdf(number: int = 1) -> bytes:
    facts = certificate_facts(number)
    html = Engine(dirs=[str(FOLDER / "templates")]).get_template("certificate.html").render(Context(facts))
    return render_pdf(
        html,
        attachments=[Attachment("nachweis.json", canonical_json(facts), "Angaben, maschinenlesbar")],
        assets={"qr.png": qr_code(facts["address"])},
        language="de",
        issued_at=ISSUED_AT,
    )


@pytest.fixture(scope="session")
def certificate() -> bytes:
    return certificate_pdf()


@pytest.fixture(scope="session")
def sealed(certificate: bytes) -> bytes:
    return seal_pdf(certificate, reason="Nachweis einer Kenntnisnahme", language="de")


@pytest.fixture
def own_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """A pool whose children start with this test's settings."""
    pool = Pool()
    monkeypatch.setattr(render, "pool", pool)
    yield pool
    pool.close()
