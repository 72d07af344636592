"""From blocks to semantic HTML, before it is sanitised."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.models import Page

from guidelines.library.assets import FrozenAsset, freeze_asset, plain_slug
from guidelines.library.choices import EmbedKind, Tone, Verdict
from guidelines.library.providers import PROVIDERS, embed_address
from guidelines.library.registry import reading_address
from guidelines.library.sanitising import clean_rich_text, is_safe_link
from portal.audit.chain import storable
from portal.ui.templatetags.ui import initials

BOLD_AND_ITALIC = {"b": "strong", "i": "em"}


class Renderer:
    """Renders the blocks of one text. It collects the assets and keeps heading ids apart."""

    def __init__(self) -> None:
        self.assets: dict[str, FrozenAsset] = {}
        self._ids: set[str] = set()
        self._contexts: dict[str, Callable[[Any], dict[str, Any] | None]] = {
            "heading_text": self._heading_text,
            "key_point": lambda value: {"value": value},
            "do_dont": lambda value: {"value": value},
            "example_post": self._example_post,
            "callout": self._callout,
            "steps": lambda value: {"value": value},
            "contact": self._contact,
            "file": self._file,
            "picture": self._picture,
            "table": self._table,
            "faq": self._faq,
            "embed": self._embed,
        }

    def block(self, kind: str, value: Any) -> str:
        """The HTML of one block; empty when what it shows no longer exists."""
        context = self._contexts[kind](value)
        if context is None:
            return ""
        return storable(render_to_string(f"library/blocks/{kind}.html", context)).strip()

    def sources(self, sources: Any) -> str:
        items = [
            {"value": source.value, "host": urlsplit(source.value["url"] or "").hostname or ""}
            for source in sources
        ]
        if not items:
            return ""
        context = {"items": items, "heading_id": self._heading_id(gettext("Sources"))}
        return storable(render_to_string("library/blocks/sources.html", context)).strip()

    def _heading_id(self, heading: str) -> str:
        base = plain_slug(heading)[:60].strip("-") or "part"
        taken, number = base, 1
        while taken in self._ids:
            number += 1
            taken = f"{base}-{number}"
        self._ids.add(taken)
        return taken

    def _keep(self, stored: Any, alt: str = "") -> FrozenAsset:
        asset = freeze_asset(stored, alt=alt)
        return self.assets.setdefault(asset.address, asset)

    def _heading_text(self, value: Any) -> dict[str, Any]:
        return {
            "value": value,
            "heading_id": self._heading_id(value["heading"]),
            "text": rich_html(value["text"]),
        }

    def _example_post(self, value: Any) -> dict[str, Any]:
        return {
            "value": value,
            "verdict": Verdict(value["verdict"]).label,
            "initials": initials(value["author"]),
        }

    def _callout(self, value: Any) -> dict[str, Any]:
        return {"value": value, "kind": Tone(value["tone"]).label, "text": rich_html(value["text"])}

    def _contact(self, value: Any) -> dict[str, Any]:
        dialled = "".join(sign for sign in value["phone"] or "" if sign.isdigit() or sign == "+")
        return {"value": value, "dialled": dialled}

    def _file(self, value: Any) -> dict[str, Any] | None:
        if value["document"] is None:
            return None
        asset = self._keep(value["document"])
        extension = asset.name.rsplit(".", 1)[-1].upper()
        return {"value": value, "asset": asset, "extension": extension, "size": len(asset.bytes)}

    def _picture(self, value: Any) -> dict[str, Any] | None:
        image = value["image"]
        if image is None:
            return None
        alt = value["alt"] or ""
        return {"value": value, "asset": self._keep(image, alt), "alt": alt, "image": image}

    def _table(self, value: Any) -> dict[str, Any]:
        columns = list(value["columns"])
        rows = [list(zip(columns, row["cells"], strict=False)) for row in value["rows"]]
        return {"value": value, "columns": columns, "rows": rows, "has_row_headers": len(columns) > 1}

    def _faq(self, value: Any) -> dict[str, Any]:
        return {
            "items": [{"question": q["question"], "answer": rich_html(q["answer"])} for q in value["items"]]
        }

    def _embed(self, value: Any) -> dict[str, Any] | None:
        provider = PROVIDERS.get(value["provider"])
        if provider is None or not is_safe_link(value["url"]):
            return None
        is_video = value["kind"] == EmbedKind.VIDEO
        address = embed_address(provider.slug, value["url"]) if is_video else None
        host = urlsplit(settings.PORTAL_EMBED_PROVIDERS.get(provider.slug, "")).hostname
        kind = EmbedKind(value["kind"]).label
        return {"value": value, "provider": provider, "address": address, "host": host, "kind": kind}


def rich_html(value: Any) -> SafeString:
    """The HTML of a rich text: links to pages lead to what was released there, dead ones are only words."""
    if not value:
        return mark_safe("")
    soup = BeautifulSoup(value.source, "html.parser")
    for tag in soup.find_all(list(BOLD_AND_ITALIC)):
        tag.name = BOLD_AND_ITALIC[tag.name]
    for link in soup.find_all("a"):
        href = page_address(link.get("id")) if link.get("linktype") == "page" else link.get("href")
        if href and is_safe_link(href):
            link.attrs = {"href": href}
        else:
            link.unwrap()
    return mark_safe(clean_rich_text(str(soup)))


def page_address(page_id: Any) -> str | None:
    """Where the guideline behind a link inside the CMS is read, or `None` when the link is dead."""
    page = Page.objects.filter(pk=page_id).specific().first() if str(page_id).isdigit() else None
    return reading_address(page) if page is not None else None
