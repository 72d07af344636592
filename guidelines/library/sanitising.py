"""The closed list of what frozen HTML may hold. Everything else falls away, whatever the templates say."""

import re
from typing import Final
from urllib.parse import urlsplit

import nh3

TAGS: Final = {
    "a", "blockquote", "br", "caption", "details", "div", "em", "figcaption", "figure", "h2", "img", "li",
    "ol",
    "p", "section", "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES: Final = {
    "*": {"class"},
    "a": {"href"},
    "h2": {"id"},
    "img": {"src", "alt", "width", "height", "loading"},
    "span": {"aria-hidden"},
    "td": {"data-label"},
    "th": {"scope", "data-label"},
    "figure": {
        "data-embed", "data-embed-src", "data-embed-title", "data-label-show", "data-label-remember",
        "data-label-forget",
    },
}  # fmt: skip
CLASSES: Final = {
    "part-text", "part-key", "part-key-label", "part-label", "part-sources", "part-sources-facts",
    "part-dodont", "part-dodont-pair", "part-dodont-do", "part-dodont-dont", "part-dodont-why",
    "part-example", "part-example-good", "part-example-bad", "part-example-verdict", "part-example-card",
    "part-example-author", "part-example-avatar", "part-example-channel", "part-example-text",
    "part-example-comment",
    "part-callout", "part-callout-info", "part-callout-warning", "part-callout-legal",
    "part-callout-decision",
    "part-callout-kind", "part-callout-title",
    "part-steps", "part-steps-title", "part-steps-step",
    "part-contact", "part-contact-name", "part-contact-role", "part-contact-ways", "part-contact-note",
    "part-file", "part-file-facts", "part-picture", "part-table", "part-faq", "part-faq-answer",
    "part-embed", "part-embed-card", "part-embed-kind", "part-embed-title", "part-embed-notice",
    "part-embed-actions",
    "part-try", "part-try-step", "part-try-good", "part-try-unclear", "part-try-bad",
}  # fmt: skip
RICH_TAGS: Final = {"a", "br", "em", "li", "ol", "p", "strong", "ul"}
SCHEMES: Final = {"http", "https", "mailto", "tel"}
EMBED_ADDRESS: Final = re.compile(r"https://[a-z0-9.-]+/[\w/?=&-]*\Z", re.ASCII)
BACKSLASH_OR_CONTROL: Final = re.compile(r"[\\\x00-\x20]")


def clean(html: str) -> str:
    """Reduce `html` to the closed list of tags, attributes, classes and addresses."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
        strip_comments=True,
    )


def clean_rich_text(html: str) -> str:
    """The same for what editors type: paragraphs, lists, emphasis and links, nothing else."""
    return nh3.clean(
        html,
        tags=set(RICH_TAGS),
        attributes={"a": {"href"}},
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
        strip_comments=True,
    )


def is_safe_link(url: str) -> bool:
    """Whether a link may stand in a frozen text: http, https, mailto, tel, or relative to the portal."""
    if BACKSLASH_OR_CONTROL.search(url) or url.startswith("//"):
        return False
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return False
    return scheme in SCHEMES or not scheme


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if word in CLASSES) or None
    if name == "href":
        return value if is_safe_link(value) else None
    if name == "src":
        return value if value.startswith("/guidelines/assets/") else None
    if name == "data-embed-src":
        return value if EMBED_ADDRESS.match(value) else None
    return value
