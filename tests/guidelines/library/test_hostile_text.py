"""Hostile text through the page editor's own form, in every field and block: it is kept as it is, or refused
in plain words, and it never ends in an error."""

import html
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment
from wagtail.test.utils.form_data import nested_form_data, streamfield

from guidelines.library.blocks import GuidelineBody
from guidelines.library.freezing import freeze, latest_draft
from guidelines.library.models import GuidelinePage

TEXTS = {
    "right to left": "\u202eأهلا بالعالم\u202c שלום",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 🧑‍🤝‍🧑",
    "combining": "Z" + "\u0337\u0322\u031b" * 8 + "algo",
    "formula": '=cmd|"/C calc"!A0',
    "markup": '<script>alert(1)</script> {{ 7*7 }} {% now "Y" %}',
}
REFUSED = {"long": ("Ü" * 300, "höchstens 255 Zeichen"), "nul": ("vor\x00nach", "Nullzeichen")}
# Of all blocks together; beside them stand three formatted texts.
PLAIN_FIELDS = 28
HALF_AN_EMOJI = "vor\ud83dnach"


def rich(text: str) -> str:
    """What the browser's rich text editor sends."""
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": []}
    return json.dumps({"blocks": [{**block, "entityRanges": []}], "entityMap": {}})


def listed(*values: Any) -> dict[str, Any]:
    items = {
        str(at): {"value": value, "order": at, "deleted": "", "id": ""} for at, value in enumerate(values)
    }
    return {"count": len(values), **items}


def body(text: str, formatted: str, *, picture: Any, document: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every block with `text` in every field of it."""
    return [
        ("heading_text", {"heading": text, "text": formatted}),
        ("key_point", {"text": text}),
        ("do_dont", {"pairs": listed({"do": text, "dont": text, "why": text})}),
        (
            "example_post",
            {"verdict": "good", "author": text, "channel": text, "text": text, "comment": text},
        ),
        ("callout", {"tone": "info", "title": text, "text": formatted}),
        ("steps", {"title": text, "steps": listed({"title": text, "text": text})}),
        ("contact", {"name": text, "role": text, "email": "a@example.com", "phone": text, "note": text}),
        ("file", {"document": document.pk, "title": text}),
        ("picture", {"image": picture.pk, "alt": text, "caption": text}),
        (
            "table",
            {"caption": text, "columns": listed(text, text), "rows": listed({"cells": listed(text, text)})},
        ),
        ("faq", {"items": listed({"question": text, "answer": formatted})}),
        (
            "embed",
            {
                "kind": "video",
                "provider": "youtube",
                "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
                "title": text,
                "description": text,
            },
        ),
    ]


def form(page: GuidelinePage, text: str, blocks: Any, *, comment: str = "") -> dict[str, Any]:
    counts = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    said = {"id": "", "contentpath": "title", "text": comment, "position": "", "resolved": "", "DELETE": ""}
    return nested_form_data(
        {
            "title": text,
            "slug": page.slug,
            "summary": text,
            "body": streamfield(blocks),
            "sources": streamfield([("source", {"title": text, "date": "2022", "url": ""})]),
            "question_contact": text,
            "question_email": "",
            "statement_kind": "receipt",
            "statement": text,
            "authoritative_language": "de",
            "content_owner": "",
            "review_by": "",
            "comments": {**counts, "TOTAL_FORMS": 1, "0": {**said, "replies": counts}} if comment else counts,
        }
    )


class Editor:
    """Edda at her desk, with one German guideline before her."""

    def __init__(self, client: Client, page: GuidelinePage, picture: Any, document: Any) -> None:
        self.client, self.page = client, page
        self.stored = {"picture": picture, "document": document}
        self.address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def save(self, text: str, formatted: str = "", comment: str = "") -> Any:
        blocks = body(text, formatted or rich(text), **self.stored)
        return self.client.post(self.address, form(self.page, text, blocks, comment=comment))

    def draft(self) -> GuidelinePage:
        return latest_draft(GuidelinePage.objects.get(pk=self.page.pk))


@pytest.fixture
def editor(german: GuidelinePage, as_editor: Client, picture: Any, document: Any) -> Editor:
    return Editor(as_editor, german, picture, document)


def test_every_block_is_tried() -> None:
    tried = {kind for kind, _value in body("", "", picture=GuidelinePage(pk=1), document=GuidelinePage(pk=1))}
    assert tried == set(GuidelineBody().child_blocks)


@pytest.mark.parametrize("name", TEXTS)
def test_text_of_any_kind_is_kept_as_it_was_typed(editor: Editor, name: str) -> None:
    text = TEXTS[name]
    assert editor.save(text, comment=text).status_code == 302
    draft = editor.draft()
    assert (draft.title, draft.summary, draft.statement, draft.question_contact) == (text,) * 4
    assert json.dumps(list(draft.body.raw_data)).count(json.dumps(text)) == PLAIN_FIELDS
    assert Comment.objects.get().text == text
    assert editor.client.get(editor.address).status_code == 200
    preview = editor.client.get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))
    assert preview.status_code == 200
    assert "<script>alert" not in freeze(draft).html


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_is_refused_and_stays_in_the_form(editor: Editor, name: str) -> None:
    text, message = REFUSED[name]
    before = editor.page.latest_revision_id
    answer = editor.save(text, comment=text)
    assert answer.status_code == 200
    assert {"title", "body"} <= set(answer.context["form"].errors)
    shown = html.unescape(answer.content.decode())
    assert message in shown
    assert json.dumps(text)[1:-1] in shown
    assert GuidelinePage.objects.get(pk=editor.page.pk).latest_revision_id == before


def test_a_comment_alone_that_cannot_be_kept_is_refused_aloud(editor: Editor) -> None:
    answer = editor.save("Ein harmloser Text.", comment="vor\x00nach")
    assert answer.status_code == 200
    assert not Comment.objects.exists()
    assert "Null" in str(answer.context["form"].formsets["comments"].errors)


def test_half_an_emoji_does_not_stop_the_rest(editor: Editor) -> None:
    """Browsers cut emoji in two and send the halves; no database stores one."""
    answer = editor.save("Ein Text.", formatted=rich(HALF_AN_EMOJI))
    assert answer.status_code == 302
    text = freeze(editor.draft()).text
    assert "vornach" in text
