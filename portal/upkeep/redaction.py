"""Takes secrets and personal data out of log lines. Pure: no Django, so that settings can use it."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

MASK = "•••"
SECRET_NAMES = re.compile(
    r"pass(word|phrase|wd)?|secret|token|cookie|authori[sz]ation|csrf|session|otp|totp|seed|recovery"
    r"|api_?key|private_?key|credential|signature|code_?word",
    re.IGNORECASE,
)
PERSONAL_NAMES = frozenset(
    {"ip", "remote_addr", "user_agent", "email", "to", "recipients", "body", "content"}
)
# A long run of token characters with at least one digit; UUIDs are public ids and stay.
TOKEN = re.compile(r"\b(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{20,}\b")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+")
URL_PASSWORD = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)")
QUERY = re.compile(r"(?<=\S)\?[^\s\"'>]*=[^\s\"'>]*")
AUTHORIZATION = re.compile(r"\b(Bearer|Basic)\s+\S+", re.IGNORECASE)
ASSIGNMENT = re.compile(
    r"\b([\w-]*(?:password|passwd|secret|token|otp|sessionid)[\w-]*)(\"|')?(\s*[=:]\s*)(\"|')?[^\s\"',;&]+",
    re.IGNORECASE,
)


def clean_text(text: str) -> str:
    """Return `text` without passwords in URLs, query strings, tokens and addresses of people."""
    text = URL_PASSWORD.sub(MASK, text)
    text = QUERY.sub(f"?{MASK}", text)
    text = AUTHORIZATION.sub(rf"\1 {MASK}", text)
    text = ASSIGNMENT.sub(rf"\1\2\3{MASK}", text)
    text = EMAIL.sub(MASK, text)
    return TOKEN.sub(lambda found: found[0] if UUID.fullmatch(found[0]) else MASK, text)


def _is_secret(name: str) -> bool:
    return name.lower() in PERSONAL_NAMES or bool(SECRET_NAMES.search(name))


def clean(value: Any, name: str = "") -> Any:
    """Return `value` with everything masked that its name or its shape gives away."""
    if name and _is_secret(name) and value not in (None, "", True, False):
        return MASK
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {key: clean(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(item) for item in value]
    if isinstance(value, int | float | bool) or value is None:
        return value
    return clean_text(str(value))


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor; stands after the one that turns exceptions into text."""
    for name in list(event):
        if not name.startswith("_"):
            event[name] = clean(event[name], name)
    return event
