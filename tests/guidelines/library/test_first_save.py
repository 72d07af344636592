"""Saving shipped content in the CMS changes no sentence: translators find open only what somebody rewrote."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from guidelines.library.blocks import RICH_TEXT_FEATURES
from guidelines.library.content import body_data
from guidelines.library.starter.pack import LANGUAGES, starter_guidelines

EDITOR = ContentstateConverter(features=RICH_TEXT_FEATURES)
BOOKKEEPING = re.compile(r' data-block-key="\w+"')
BETWEEN = re.compile(r"(</(?:p|li|ul|ol)>|<ul>|<ol>)\s+")
RICH = re.compile(r"<(p|ul|ol)[ >]")


def rich_texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from rich_texts(item)
    elif isinstance(value, str) and RICH.match(value):
        yield value


def saved(text: str) -> str:
    """What the text editor of the CMS makes of `text` when nobody changes it."""
    return BOOKKEEPING.sub("", EDITOR.to_database_format(EDITOR.from_database_format(text)))


def changed(body: list[dict[str, Any]]) -> list[str]:
    return [text for text in rich_texts(body) if saved(text) != BETWEEN.sub(r"\1", text)]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_shipped_sentence_changes_by_saving(language: str) -> None:
    for guideline in starter_guidelines(language):
        without_pictures = [block for block in guideline.current.body if block["type"] != "picture"]
        assert changed(body_data(guideline.slug, without_pictures)) == [], guideline.slug


def test_emphasis_is_stored_as_the_editor_writes_it() -> None:
    text = "<p>A <strong>bold</strong> word and an <em>important</em> one.</p>"
    [block] = body_data("planted", [{"type": "heading_text", "value": {"heading": "H", "text": text}}])
    assert block["value"]["text"] == "<p>A <b>bold</b> word and an <i>important</i> one.</p>"
    assert changed([block]) == []
    assert changed([{"value": {"text": text}}]) == [text]
