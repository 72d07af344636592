"""What readers would stumble over. Checks warn; they never keep anybody from saving."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from guidelines.library.choices import TranslationState
from guidelines.library.freezing import freeze, text_of
from guidelines.library.models import GuidelinePage
from guidelines.library.reading import plain
from guidelines.library.rendering import page_address
from portal.audit.rules import RuleBroken

LONG_SENTENCE_WORDS = 25
MAX_LONG_SENTENCES = 5
SENTENCE_END = re.compile(r"(?<=[.!?…])[\s“”\"»«]+(?=[A-ZÄÖÜ„“\"»«])")
ABBREVIATION = re.compile(r"\b(?:[^\W\d_]|bzw|ca|Nr|Abs|Art|etc|vgl|inkl|usw|St|Dr|Prof)\.$")

WAYS_ON = {
    TranslationState.MISSING: _(
        "%(language)s is missing: begin it with “Translate this page” in the menu ⋯."
    ),
    TranslationState.INCOMPLETE: _("%(language)s is incomplete: some texts are not translated yet."),
    TranslationState.STALE: _(
        "%(language)s is out of date: take the new text over (“Sync translated pages” in the menu ⋯ of the "
        "original), then translate what is open."
    ),
    TranslationState.ALIAS: _("%(language)s only repeats the original: begin a translation of its own."),
}


@dataclass(frozen=True)
class ContentWarning:
    """`kind` is stable; `message` is for people; `excerpt` shows the place."""

    kind: str
    message: str | Promise
    excerpt: str = ""


def warnings_for(page: GuidelinePage) -> list[ContentWarning]:
    """Everything worth a second look in this draft, most serious first."""
    checks = (_assets, _links, _translations, _alt_texts, _sentences, _review)
    return [warning for check in checks for warning in check(page)]


def _assets(page: GuidelinePage) -> Iterator[ContentWarning]:
    for block in page.body:
        gone = {"picture": "image", "file": "document"}.get(block.block_type)
        if gone and block.value[gone] is None:
            yield ContentWarning("gone", _("A picture or file was deleted and will not appear."))
    try:
        freeze(page)
    except RuleBroken as broken:
        yield ContentWarning("asset", broken.message)


def _alt_texts(page: GuidelinePage) -> Iterator[ContentWarning]:
    for block in page.body:
        if block.block_type == "picture" and block.value["image"] and not (block.value["alt"] or "").strip():
            yield ContentWarning(
                "alt",
                _("A picture has no description for people who cannot see it."),
                block.value["image"].title,
            )


def _links(page: GuidelinePage) -> Iterator[ContentWarning]:
    for source in _rich_texts(page.body):
        for link in BeautifulSoup(source, "html.parser").find_all("a"):
            message = _dead_link(link)
            if message:
                yield ContentWarning("link", message, link.get_text())


def _dead_link(link: Any) -> str | Promise | None:
    if link.get("linktype") == "page":
        if not str(link.get("id")).isdigit() or not Page.objects.filter(pk=link["id"]).exists():
            return _("A link leads to a page that does not exist any more.")
        return (
            None if page_address(link["id"]) else _("A link leads to a guideline that is not released yet.")
        )
    href = link.get("href") or ""
    if not href.startswith("/") or href.startswith("//"):
        return None if href else _("A link leads nowhere.")
    try:
        resolve(href.split("#")[0].split("?")[0])
    except Resolver404:
        return _("A link leads to an address that this portal does not have.")
    return None


def _rich_texts(body: Any) -> Iterator[str]:
    for block in body:
        if block.block_type in {"heading_text", "callout"}:
            yield block.value["text"].source
        elif block.block_type == "faq":
            yield from (item["answer"].source for item in block.value["items"])


def _sentences(page: GuidelinePage) -> Iterator[ContentWarning]:
    lines = [plain(page.summary), *_own_lines(page)]
    long = [sentence for line in lines for sentence in _split(line) if _is_long(sentence)]
    for sentence in long[:MAX_LONG_SENTENCES]:
        yield ContentWarning("sentence", _("A sentence has more than 25 words."), f"{sentence[:120]}…")
    if len(long) > MAX_LONG_SENTENCES:
        rest = len(long) - MAX_LONG_SENTENCES
        yield ContentWarning("sentence", _("Further long sentences: %(count)s") % {"count": rest})


def _own_lines(page: GuidelinePage) -> list[str]:
    """What editors wrote, without the notice that every embed carries."""
    try:
        soup = BeautifulSoup(freeze(page).html, "html.parser")
    except RuleBroken:
        return []
    for notice in soup.select(".part-embed-notice"):
        notice.decompose()
    return text_of(str(soup)).splitlines()


def _split(line: str) -> list[str]:
    sentences: list[str] = []
    for part in SENTENCE_END.split(line):
        if sentences and ABBREVIATION.search(sentences[-1]):
            sentences[-1] += f" {part}"
        else:
            sentences.append(part)
    return sentences


def _is_long(sentence: str) -> bool:
    return len(sentence.split()) > LONG_SENTENCE_WORDS


def _translations(page: GuidelinePage) -> Iterator[ContentWarning]:
    from guidelines.library.translating import translation_states

    if not page.pk:
        return
    for code, state in translation_states(page).items():
        if state != TranslationState.READY:
            language = translation.get_language_info(code)["name_translated"]
            yield ContentWarning("translation", WAYS_ON[state] % {"language": language})


def _review(page: GuidelinePage) -> Iterator[ContentWarning]:
    if page.review_by is None:
        yield ContentWarning("review", _("Nobody has said by when this guideline is to be reviewed."))
    if page.content_owner_id is None:
        yield ContentWarning("owner", _("This guideline has no content owner."))
