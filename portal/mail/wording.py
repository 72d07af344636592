"""Text that is safe in a header and in a body: pure functions."""

import unicodedata
from collections.abc import Mapping
from typing import Any

NAME_MAX = 100
SUBJECT_MAX = 200
# Marks that reorder text let a name show as something it is not.
REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_BREAKS = frozenset("\u2028\u2029\u0085")


def one_line(text: str, limit: int) -> str:
    """Return `text` on one line of at most `limit` characters, without controls or reordering marks."""
    kept = "".join(_in_header(char) for char in text)
    words = " ".join(kept.split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def body_text(text: str) -> str:
    """Return `text` without NUL, lone surrogates and other controls; line breaks and tabs stay."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))


def clean(value: Any) -> Any:
    """Return a JSON value with every text in it made safe for a body."""
    if isinstance(value, str):
        return body_text(value)
    if isinstance(value, Mapping):
        return {str(name): clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    return value


def _in_header(char: str) -> str:
    if char in REORDERING or unicodedata.category(char) == "Cs":
        return ""
    if char in LINE_BREAKS or unicodedata.category(char) == "Cc":
        return " "
    return char
