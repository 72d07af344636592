"""What a call asks for: how many rows, since when, from where on. Everything comes from outside."""

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import QueryDict
from django.utils import timezone

from reports.api.choices import Scope
from reports.api.limits import AS_OF_BEHIND, CURSOR_SECONDS, PAGE_DEFAULT, PAGE_MAX
from reports.api.problems import bad

SALT = "reports.api.cursor"
PARAMETERS = frozenset({"limit", "since", "cursor"})
CURSOR_MAX_CHARS = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# RFC 3339 §5.6; the day and the hour are checked when they are read.
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """One page of one walk. `as_of`: whatever was recorded before it is in the walk."""

    limit: int
    since: datetime | None
    after: int
    as_of: datetime


def asked(parameters: QueryDict, *, scope: Scope, token: UUID) -> Asked:
    """Read the parameters of an address. Raises `Problem`."""
    for name, values in parameters.lists():
        if name not in PARAMETERS:
            raise bad("unknown_parameter", "The parameters are limit, since and cursor.")
        if len(values) > 1:
            raise bad("repeated_parameter", f"Name {name} once.")
    limit = _limit(parameters.get("limit"))
    since = _since(parameters.get("since"))
    if "cursor" not in parameters:
        return Asked(limit, since, 0, timezone.now() - AS_OF_BEHIND)
    begun = _cursor(parameters["cursor"], scope, token)
    if since is not None and since != begun["since"]:
        raise bad("invalid_cursor", "The cursor belongs to another since. Leave since out, or begin anew.")
    return Asked(limit, begun["since"], begun["after"], begun["as_of"])


def cursor_of(call: Asked, after: int, *, scope: Scope, token: UUID) -> str:
    """Where the walk goes on: signed, for this list and this token alone."""
    since = call.since.isoformat() if call.since else ""
    place = [scope.value, token.hex, since, call.as_of.isoformat(), after]
    return signing.dumps(place, salt=SALT)


def _limit(text: str | None) -> int:
    if text is None:
        return PAGE_DEFAULT
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= PAGE_MAX:
        raise bad("invalid_limit", f"limit is a whole number from 1 to {PAGE_MAX}.")
    return int(text)


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    wrong = bad(
        "invalid_since",
        "since is a moment by RFC 3339 with its offset, like 2026-11-28T06:00:00Z; write a plus as %2B.",
    )
    if len(text) > 40 or not RFC_3339.fullmatch(text):
        raise wrong
    try:
        return max(datetime.fromisoformat(text.upper()).astimezone(UTC), EPOCH)
    except (ValueError, OverflowError):
        raise wrong from None


def _cursor(text: str, scope: Scope, token: UUID) -> dict[str, Any]:
    wrong = bad("invalid_cursor", "This cursor is not one of this list and this token, or it is too old.")
    if len(text) > CURSOR_MAX_CHARS:
        raise wrong
    try:
        place = signing.loads(text, salt=SALT, max_age=CURSOR_SECONDS)
    except (signing.BadSignature, binascii.Error, ValueError):
        raise wrong from None
    begun_at, of_token, since, as_of, after = place
    if (begun_at, of_token) != (scope.value, token.hex):
        raise wrong
    return {
        "since": datetime.fromisoformat(since) if since else None,
        "as_of": datetime.fromisoformat(as_of),
        "after": after,
    }
