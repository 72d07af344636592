from typing import Any

import pytest
from django.core.exceptions import ValidationError

from guidelines.library.blocks import GuidelineBody, embed_refusal
from guidelines.library.content import UnusableContent
from guidelines.library.models import GuidelinePage
from guidelines.library.operations import write_page
from guidelines.library.providers import embed_address
from tests.guidelines.library.material import content

FILM = "aqz-KE-bpKQ"


def test_the_body_has_exactly_these_blocks_and_no_raw_html() -> None:
    assert set(GuidelineBody().child_blocks) == {
        "heading_text", "key_point", "do_dont", "example_post", "callout", "steps", "contact", "file",
        "picture", "table", "faq", "embed",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (f"https://www.youtube.com/watch?v={FILM}&t=3", f"https://www.youtube-nocookie.com/embed/{FILM}"),
        (f"https://youtu.be/{FILM}", f"https://www.youtube-nocookie.com/embed/{FILM}"),
        (f"https://www.youtube.com/shorts/{FILM}", f"https://www.youtube-nocookie.com/embed/{FILM}"),
        (f"https://youtube.com.evil.example/watch?v={FILM}", None),
        ("https://www.youtube.com/@channel", None),
        (f'https://www.youtube.com/watch?v="><script>{FILM}', None),
    ],
)
def test_addresses_of_videos(url: str, address: str | None) -> None:
    assert embed_address("youtube", url) == address


def test_vimeo_is_asked_not_to_track() -> None:
    assert (
        embed_address("vimeo", "https://vimeo.com/76979871")
        == "https://player.vimeo.com/video/76979871?dnt=1"
    )


@pytest.mark.parametrize(
    ("kind", "provider", "url", "field"),
    [
        ("video", "nobody", "https://nobody.example/1", "provider"),
        ("video", "tiktok", "https://www.tiktok.com/@a/video/1", "provider"),
        ("video", "youtube", "https://vimeo.com/1", "url"),
        ("video", "youtube", f"http://www.youtube.com/watch?v={FILM}", "url"),
        ("post", "linkedin", "https://evil.example/posts/1", "url"),
    ],
)
def test_refused_embeds_say_which_field(kind: str, provider: str, url: str, field: str) -> None:
    refusal = embed_refusal(kind, provider, url)
    assert refusal is not None
    assert refusal[0] == field


def test_a_provider_that_settings_do_not_name_is_not_shown_here(settings: Any) -> None:
    settings.PORTAL_EMBED_PROVIDERS = {}
    assert embed_refusal("video", "youtube", f"https://youtu.be/{FILM}")
    assert embed_refusal("post", "youtube", f"https://youtu.be/{FILM}") is None


def test_the_editor_refuses_what_the_function_refuses() -> None:
    block = GuidelineBody().child_blocks["embed"]
    value = block.to_python(
        {
            "kind": "video",
            "provider": "tiktok",
            "url": "https://www.tiktok.com/@a/video/1",
            "title": "x",
            "description": "",
        }
    )
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert "provider" in refused.value.block_errors


@pytest.mark.parametrize("cells", [["one"], ["one", "two", "three"]])
def test_every_row_of_a_table_fits_its_columns(cells: list[str]) -> None:
    block = GuidelineBody().child_blocks["table"]
    good = {"caption": "x", "columns": ["a", "b"], "rows": [{"cells": ["1", "2"]}]}
    block.clean(block.to_python(good))
    with pytest.raises(ValidationError):
        block.clean(block.to_python({**good, "rows": [{"cells": cells}]}))


def test_imports_are_checked_like_the_editor(db: None) -> None:
    embed = {"kind": "video", "provider": "x", "url": "https://x.com/a", "title": "x"}
    with pytest.raises(UnusableContent):
        write_page("bad", "de", content("de", [{"type": "embed", "value": embed}]), by=None)
    for svg in ("../06-plug-ins-embeds/de.yaml", "absent.svg"):
        with pytest.raises(UnusableContent):
            write_page("bad", "de", content("de", [{"type": "picture", "value": {"svg": svg}}]), by=None)
    assert not GuidelinePage.objects.filter(slug="bad").exists()
