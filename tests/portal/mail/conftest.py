"""A kind of mail that only these tests know, and a mail server on loopback."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from uuid import uuid4

import pytest

from portal.mail import registry
from portal.mail.operations import Recipient
from tests.portal.mail.smtp_sink import Sink


@pytest.fixture(autouse=True)
def templates(settings) -> None:
    engines = deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"] = [*engines[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = engines


@pytest.fixture(autouse=True)
def own_registry(monkeypatch) -> None:
    for name in ("attachment_providers", "_facts", "_refusal_listeners"):
        monkeypatch.setattr(registry, name, type(getattr(registry, name))())


@pytest.fixture
def ada() -> Recipient:
    return Recipient(ref=uuid4(), address="ada@example.org", language="en", name="Ada Müller")


@pytest.fixture
def smtp(settings) -> Iterator[Sink]:
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    sink.close()
