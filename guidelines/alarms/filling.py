"""Templates of an SMS gateway's request. Pure: what is filled in stays inside the text where it stood."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from guidelines.alarms.choices import BodyFormat
from guidelines.alarms.rules import NotATemplate, NotFormFields, NotHeaders

NEEDED = ("{number}", "{text}")
NAME = re.compile(r"[A-Za-z0-9-]{1,60}", re.ASCII)
SET_ALREADY = frozenset(
    "host content-length content-type transfer-encoding connection idempotency-key".split()
)
TYPES = {BodyFormat.JSON: "application/json", BodyFormat.FORM: "application/x-www-form-urlencoded"}


def checked_body(template: str, body_format: str) -> str:
    """Raises `NotATemplate`, `NotFormFields`."""
    try:
        found = json.loads(template)
    except ValueError:
        raise NotATemplate from None
    if not isinstance(found, dict) or not all(word in json.dumps(found) for word in NEEDED):
        raise NotATemplate
    if body_format == BodyFormat.FORM and not all(isinstance(value, str) for value in found.values()):
        raise NotFormFields
    return template.strip()


def checked_headers(template: str) -> str:
    """Raises `NotHeaders`."""
    lines = [line.strip() for line in template.splitlines() if line.strip()]
    for line in lines:
        name, colon, value = line.partition(":")
        sound = colon and NAME.fullmatch(name) and value.strip().isascii() and value.strip().isprintable()
        if not sound or name.lower() in SET_ALREADY:
            raise NotHeaders
    return "\n".join(lines)


def filled_body(template: str, body_format: str, facts: Mapping[str, str]) -> bytes:
    found = _filled(json.loads(template), facts)
    if body_format == BodyFormat.FORM:
        return urlencode(found).encode()
    return json.dumps(found, ensure_ascii=False).encode()


def filled_headers(template: str, facts: Mapping[str, str]) -> dict[str, str]:
    headers = {}
    for line in template.splitlines():
        name, _, value = line.partition(":")
        headers[name] = _in_text(value.strip(), facts)
    return headers


def _filled(value: Any, facts: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _in_text(value, facts)
    if isinstance(value, dict):
        return {name: _filled(inner, facts) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, facts) for inner in value]
    return value


def _in_text(text: str, facts: Mapping[str, str]) -> str:
    """In one pass: what was filled in is not read as a template again."""
    return re.sub(r"\{(\w+)\}", lambda found: facts.get(found[1], found[0]), text)


def dialled(number: str, country: str) -> str:
    """A phone number as machines write it: digits after a plus where the country is known (E.164)."""
    number = number.replace("(0)", "")
    digits = re.sub(r"[^0-9]", "", number)
    if number.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0") and country:
        return f"+{country}{digits[1:]}"
    return digits
