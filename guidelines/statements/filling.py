"""Placeholders of a template: found, and filled in once. Pure; what is filled in is never read again."""

import re
from collections.abc import Mapping

# {like_this}; anything else in braces is text.
PLACEHOLDER = re.compile(r"\{([^\W\d]\w{0,39})\}")
MAX_VALUE = 200
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")


def placeholders(text: str) -> list[str]:
    """The names of the placeholders, each once, in the order in which they stand."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder that has a value; the others stay as they are."""
    return PLACEHOLDER.sub(lambda found: _value(values.get(found[1], "")) or found[0], text)


def _value(value: str) -> str:
    """One line, of a bounded length."""
    return _BREAKS.sub(" ", value).strip()[:MAX_VALUE]


def is_filling_of(text: str, template: str) -> bool:
    """Whether `text` is the template with nothing changed but its placeholders, each filled with one line."""
    parts = PLACEHOLDER.split(template)
    pattern = "".join(
        re.escape(part) if index % 2 == 0 else rf"[^\n\r\u2028\u2029]{{1,{MAX_VALUE}}}?"
        for index, part in enumerate(parts)
    )
    return re.fullmatch(pattern, text) is not None
