"""What the editor is warned of, and when a guideline is due for review."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.library.content_checks import warnings_for
from guidelines.library.models import GuidelinePage
from tests.factories.people import Cast


def test_due_for_review(german: GuidelinePage, english: GuidelinePage) -> None:
    GuidelinePage.objects.update(review_by=date(2026, 3, 1))
    assert list(GuidelinePage.objects.due_for_review(date(2026, 2, 28))) == []
    assert list(GuidelinePage.objects.due_for_review(date(2026, 3, 1))) == [german]
    assert list(GuidelinePage.objects.without_review_date()) == []


def kinds(page: GuidelinePage) -> set[str]:
    return {warning.kind for warning in warnings_for(page)}


def test_a_tidy_guideline_has_no_warnings(german: GuidelinePage, english: GuidelinePage, cast: Cast) -> None:
    german.review_by, german.content_owner = date(2030, 1, 1), cast.edda
    assert warnings_for(german) == []


@pytest.mark.parametrize(
    ("kind", "block"),
    [
        ("link", ("heading_text", {"heading": "x", "text": '<p><a linktype="page" id="99999">x</a></p>'})),
        (
            "link",
            ("callout", {"tone": "info", "title": "x", "text": '<p><a href="/no/such/place/">x</a></p>'}),
        ),
        ("link", ("faq", {"items": [{"question": "x", "answer": '<p><a href="">x</a></p>'}]})),
        ("sentence", ("key_point", {"text": " ".join(["word"] * 26) + "."})),
        ("gone", ("picture", {"image": None, "alt": "x", "caption": ""})),
    ],
)
def test_warnings(german: GuidelinePage, kind: str, block: tuple[str, Any]) -> None:
    assert kind not in kinds(german)
    german.body.append(block)
    assert kind in kinds(german)


def test_a_picture_without_description_is_told(german: GuidelinePage) -> None:
    next(block for block in german.body if block.block_type == "picture").value["alt"] = " "
    assert "alt" in kinds(german)


def test_25_words_are_not_too_many_and_abbreviations_end_no_sentence(german: GuidelinePage) -> None:
    german.body = [("key_point", {"text": " ".join(["Wort"] * 25) + ". " + " ".join(["Wort"] * 25) + "."})]
    assert "sentence" not in kinds(german)
    german.body = [
        ("key_point", {"text": " ".join(["Wort"] * 20) + " z. B. " + " ".join(["Wort"] * 20) + "."})
    ]
    assert "sentence" in kinds(german)


def test_missing_and_stale_languages_are_told(german: GuidelinePage) -> None:
    assert any("missing" in str(w.message).lower() for w in warnings_for(german) if w.kind == "translation")


def test_content_owners_are_people_who_can_write(
    german: GuidelinePage, as_editor: Client, cast: Cast
) -> None:
    reader = cast.ben
    shown = as_editor.get(reverse("wagtailadmin_pages:edit", args=[german.pk])).content.decode()
    assert cast.edda.name in shown
    assert reader.name not in shown
