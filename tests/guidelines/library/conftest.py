"""The shared cast: Edda edits, Falk approves, Ben only reads. One guideline with a block of every type."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from guidelines.library.models import GuidelinePage
from guidelines.library.operations import write_page
from tests.factories.people import Cast, signed_in
from tests.guidelines.library.material import BODY_DE, BODY_EN, content


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def as_editor(cast: Cast) -> Client:
    return signed_in(Client(), cast.edda)


@pytest.fixture
def as_approver(cast: Cast) -> Client:
    return signed_in(Client(), cast.falk)


@pytest.fixture
def as_reader(cast: Cast) -> Client:
    return signed_in(Client(), cast.ben)


def png(colour: str = "#1f6f78") -> bytes:
    target = BytesIO()
    Image.new("RGB", (64, 40), colour).save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def picture(db: None) -> Any:
    return get_image_model().objects.create(title="Blue", file=ContentFile(png(), name="blue.png"))


@pytest.fixture
def document(db: None) -> Any:
    file = ContentFile(b"%PDF-1.7 form", name="Übersicht 1.pdf")
    return get_document_model().objects.create(title="Form", file=file)


@pytest.fixture
def bodies(picture: Any, document: Any) -> dict[str, list[dict[str, Any]]]:
    """One block of every type in both languages, with a stored picture and document."""
    stored = {"picture": {"image": picture}, "file": {"document": document}}

    def fill(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{"type": b["type"], "value": {**b["value"], **stored.get(b["type"], {})}} for b in blocks]

    return {"de": fill(BODY_DE), "en": fill(BODY_EN)}


@pytest.fixture
def german(bodies: dict[str, Any], cast: Cast) -> GuidelinePage:
    return write_page("social-media", "de", content("de", bodies["de"]), by=cast.edda)


@pytest.fixture
def english(german: GuidelinePage, bodies: dict[str, Any], cast: Cast) -> GuidelinePage:
    return write_page("social-media", "en", content("en", bodies["en"]), by=cast.edda)
