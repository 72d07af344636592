"""Acknowledgements as the product makes them, and the files that prove them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from guidelines.policies.choices import StatementKind
from guidelines.policies.models import Acknowledgement
from guidelines.policies.operations import acknowledge, acknowledge_under_reservation, withdraw_consent
from tests.factories.policies import read, release, request_of


@pytest.fixture(autouse=True)
def own_files() -> Iterator[None]:
    """Stored files do not roll back with the database."""
    yield
    for name in ("evidence", "exports", "staging"):
        shutil.rmtree(Path(settings.PORTAL_FILES_DIR) / name, ignore_errors=True)


@pytest.fixture
def confirmed(cast) -> Acknowledgement:
    """Ben has confirmed the social-media guideline, in German."""
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk)
    request = request_of(cast.ben)
    return acknowledge(request=request, read=read(request), authenticated="password+totp", by=cast.ben)


@pytest.fixture
def reserved(cast) -> Acknowledgement:
    """Ada answered under reservation, in English."""
    _ = cast.ada
    release(editor=cast.edda, approver=cast.falk, slug="conduct", statement_kind=StatementKind.UNDERTAKING)
    request = request_of(cast.ada)
    return acknowledge_under_reservation(
        request=request,
        read=read(request, "en"),
        reason="Section 3 is unclear: may I like posts of customers?",
        authenticated="passkey",
        by=cast.ada,
    )


@pytest.fixture
def withdrawn(cast) -> Acknowledgement:
    """Ben consented and took it back."""
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk, slug="photos", statement_kind=StatementKind.CONSENT)
    request = request_of(cast.ben)
    consent = acknowledge(request=request, read=read(request), authenticated="passkey", by=cast.ben)
    withdraw_consent(acknowledgement=consent, by=cast.ben)
    return Acknowledgement.objects.get(pk=consent.pk)


@pytest.fixture
def pdf_text() -> Callable[[bytes], str]:
    """What a person who copies everything out of a PDF gets."""
    import subprocess

    def text(pdf: bytes) -> str:
        done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return done.stdout.decode()

    return text
