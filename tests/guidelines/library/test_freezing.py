"""K1: what people read is a copy that nothing in the CMS can change any more."""

import dataclasses
import hashlib
from typing import Any

import pytest
from django.utils import translation
from wagtail.models import Revision

from guidelines.library import registry
from guidelines.library.assets import AssetMissing, safe_name
from guidelines.library.freezing import contents_of, freeze, latest_draft, reading_minutes, text_of
from guidelines.library.models import GuidelinePage
from guidelines.library.sanitising import CLASSES, clean, is_safe_link
from tests.guidelines.library.material import DE


def rewritten(german: GuidelinePage, *blocks: tuple[str, Any]) -> GuidelinePage:
    german.body = [{"type": kind, "value": value} for kind, value in blocks]
    return german


def test_every_text_of_every_block_is_read(german: GuidelinePage) -> None:
    text = freeze(german).text
    missing = [words for words in DE.values() if words not in text]
    assert missing == []


def test_same_page_same_bytes(german: GuidelinePage) -> None:
    """K1: freezing is deterministic, in whatever language the person works."""
    first = freeze(german)
    with translation.override("en"):
        assert freeze(latest_draft(GuidelinePage.objects.get(pk=german.pk))) == first


def test_a_frozen_text_outlives_its_sources(german: GuidelinePage, picture: Any, document: Any) -> None:
    """K1: no dependence on images, documents or revisions that may change or be purged."""
    frozen = freeze(german)
    before = dataclasses.astuple(frozen)
    picture.file.storage.delete(picture.file.name)
    picture.delete()
    document.delete()
    Revision.objects.all().delete()
    german.body = []
    assert dataclasses.astuple(frozen) == before
    assert [hashlib.sha256(asset.bytes).hexdigest() for asset in frozen.assets] == [
        asset.sha256 for asset in frozen.assets
    ]


def test_assets_are_named_by_their_content(german: GuidelinePage) -> None:
    frozen = freeze(german)
    assert {(asset.mime, asset.alt) for asset in frozen.assets} == {
        ("application/pdf", ""), ("image/png", DE["alt"]),
    }  # fmt: skip
    for asset in frozen.assets:
        assert asset.address == f"/guidelines/assets/{asset.sha256}/{asset.name}"
        assert f'"{asset.address}"' in frozen.html


def test_labels_speak_the_language_of_the_text(german: GuidelinePage, english: GuidelinePage) -> None:
    assert "Bad example" in freeze(english).text
    assert "Bad example" not in freeze(german).text


@pytest.mark.parametrize(
    "hostile",
    [
        '<p><a href="javascript:alert(1)">x</a></p>',
        '<p><a href="//evil.example/">x</a></p>',
        '<p><a href="/\\evil.example">x</a></p>',
        '<p><a href="data:text/html,x">x</a></p>',
        '<script>alert(1)</script><p onclick="x()">x</p>',
        '<p style="position:fixed">x</p><iframe src="https://evil.example"></iframe>',
        '<svg onload="x()"></svg><img src="https://evil.example/x.png">',
        '<p class="part-key">x</p><form action="/x"><button>x</button></form>',
    ],
)
def test_nothing_dangerous_gets_through(german: GuidelinePage, hostile: str) -> None:
    html = freeze(rewritten(german, ("heading_text", {"heading": "x", "text": hostile}))).html
    for part in (
        "script",
        "evil",
        "javascript",
        "onclick",
        "onload",
        "style",
        "iframe",
        "<form",
        "data:",
        "key",
    ):
        assert part not in html


def test_the_allowlist_itself_holds() -> None:
    html = clean(
        '<h2 id="a" onclick="x" class="part-key evil">A</h2><img src="https://evil.example/a.png" alt="b">'
    )
    assert html == '<h2 id="a" class="part-key">A</h2><img alt="b">'
    assert "evil" not in CLASSES


@pytest.mark.parametrize(
    "url", ["https://a.example", "mailto:a@b.example", "tel:+49", "/guidelines/x/", "#part"]
)
def test_safe_links(url: str) -> None:
    assert is_safe_link(url)


@pytest.mark.parametrize(
    "url", ["JaVaScRiPt:x", "//a.example", "\x01javascript:x", "http://[", "vbscript:x", "ftp://a"]
)
def test_unsafe_links(url: str) -> None:
    assert not is_safe_link(url)


def test_headings_have_stable_and_distinct_ids(german: GuidelinePage) -> None:
    blocks = [
        ("heading_text", {"heading": h, "text": ""}) for h in ("Über Größe", "Über Größe", "!!!", "文字")
    ]
    contents = contents_of(freeze(rewritten(german, *blocks)).html)
    assert [entry.id for entry in contents][:4] == ["ueber-groesse", "ueber-groesse-2", "part", "part-2"]
    assert contents[3].text == "文字"


def test_links_to_guidelines_lead_to_what_was_released(
    german: GuidelinePage, english: GuidelinePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = {german.pk: "/guidelines/social-media/"}
    monkeypatch.setattr(registry, "_reading_addresses", [lambda target: released.get(target.pk)])
    link = '<p><a linktype="page" id="{}">{}</a></p>'
    texts = [
        link.format(german.pk, "here"),
        link.format(english.pk, "unreleased"),
        link.format(99999, "gone"),
    ]
    html = freeze(
        rewritten(german, *[("heading_text", {"heading": "x", "text": text}) for text in texts])
    ).html
    assert '<a href="/guidelines/social-media/" rel="noopener">here</a>' in html
    assert "<p>unreleased</p>" in html
    assert "<p>gone</p>" in html


def test_a_deleted_picture_is_left_out_and_an_unreadable_one_refused(
    german: GuidelinePage, picture: Any
) -> None:
    picture.file.storage.delete(picture.file.name)
    with pytest.raises(AssetMissing):
        freeze(german)
    picture.delete()
    assert DE["picture"] not in freeze(latest_draft(german)).text


def test_odd_characters_survive(german: GuidelinePage) -> None:
    odd = "=cmd() 👩🏽‍🚒 مرحبا e\u0301 <b>&amp;"
    frozen = freeze(rewritten(german, ("key_point", {"text": f"{odd}\x00" + "x" * 300})))
    assert "=cmd() 👩🏽‍🚒 مرحبا é <b>&amp;" in frozen.text
    assert "\x00" not in frozen.html + frozen.text


def test_plain_text_leaves_decoration_out() -> None:
    html = (
        '<p>a  b<br>c</p><p><span aria-hidden="true">MS<strong>x</strong></span>d</p><img alt="e"><td>f</td>'
    )
    assert text_of(html) == "a b\nc\nd\ne\nf"


def test_reading_time() -> None:
    assert [reading_minutes("x " * words) for words in (0, 200, 201, 1000)] == [1, 1, 2, 5]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Übersicht 1.PDF", "ubersicht-1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a.b;rm.html", "abrm.html"),
        ("…", "file"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name).replace("ue", "u") == safe
