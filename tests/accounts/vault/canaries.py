"""Secrets that are known by heart, and the search for them in everything a server keeps or answers."""

import base64
import html
import json
import random
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.template.base import render_value_in_context
from django.test import Client

from portal.mail.models import Message
from portal.mail.rendering import build
from tests.factories.people import signed_in
from tests.whole_house.leak_walk import everything_in


@dataclass(frozen=True)
class Canary:
    """`text` is what must not be met; `entered` is what was typed in, where that is more."""

    name: str
    text: str
    entered: str = ""

    @property
    def disguises(self) -> dict[str, bytes]:
        return {name: needle for name, needle in _disguises(self.text) if len(needle) > 6}


def _disguises(text: str) -> Iterator[tuple[str, bytes]]:
    raw = text.encode()
    yield from {
        "text": raw,
        "reversed": text[::-1].encode(),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "URL": quote(text, safe="").encode(),
        "form": quote_plus(text).encode(),
        "HTML": html.escape(text).encode(),
        "JSON": json.dumps(text)[1:-1].encode(),
        "JSON, reversed": json.dumps(text[::-1])[1:-1].encode(),
    }.items()
    # Inside something longer it begins at any of three places; what touches its neighbours is cut off.
    for shift in range(3):
        padded = b"\0" * shift + raw
        whole = base64.b64encode(padded[: len(padded) // 3 * 3])[4 if shift else 0 :]
        yield f"base64 +{shift}", whole
        yield f"base64url +{shift}", whole.replace(b"+", b"-").replace(b"/", b"_")


def hatch() -> dict[str, list[Canary]]:
    """Fifty, the same in every run: passwords, API tokens, keys of second factors, recovery codes."""
    chance = random.Random(2026)
    letters = lambda count, of: "".join(chance.choice(of) for _ in range(count))  # noqa: E731
    small, base32 = "abcdefghkmnpqrstuvwxyz23456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    seeds = [letters(32, base32) for _ in range(8)]
    return {
        "password": [Canary(f"password {n}", f"Kolibri&{letters(12, small)}<'ü %{n}") for n in range(20)],
        "api_token": [Canary(f"token {n}", f"EAAG{letters(40, small)}") for n in range(10)],
        "totp": [
            Canary(f"seed {n}", seed, f"otpauth://totp/Kanal:{n}?secret={seed}&issuer=Bildnetz&digits=8")
            for n, seed in enumerate(seeds)
        ],
        "recovery_codes": [
            Canary(f"code {n}", f"{letters(5, small)}-{letters(5, small)}") for n in range(12)
        ],
    }


class Search:
    """For all canaries at once; what was found is told by name, never by text."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self._needles = [
            (canary.name, how, needle) for canary in canaries for how, needle in canary.disguises.items()
        ]

    def found(self, where: str, content: bytes, besides: str = "") -> list[str]:
        return [
            f"{where}: {name} as {how}"
            for name, how, needle in self._needles
            if name != besides and needle in content
        ]

    def everywhere(self) -> list[str]:
        """In the database, sessions, cache, mails and files, as they are now."""
        places = (*columns(), *sessions(), *cached(), *mails(), *files())
        return [told for where, content in places for told in self.found(where, content)]

    def answer(self, request: str, response: HttpResponse, besides: str = "") -> list[str]:
        content = everything_in(response)
        told = self.found(request, content, besides)
        body = response.content if not response.streaming else b""
        return told + (self.found(f"{request} (PDF)", in_pdf(body)) if body[:5] == b"%PDF-" else [])


def columns() -> Iterator[tuple[str, bytes]]:
    """Every column of every row of every table, bytes as they are and once more in hex."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {quoted(table)}")
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
            for place, name in enumerate(names):
                yield f"{table}.{name}", b"\n".join(_as_bytes(row[place]) for row in rows)


def _as_bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return value.encode() if isinstance(value, str) else repr(value).encode()


def sessions() -> Iterator[tuple[str, bytes]]:
    for session in Session.objects.all():
        yield "session", json.dumps(session.get_decoded(), ensure_ascii=False, default=str).encode()


def cached() -> Iterator[tuple[str, bytes]]:
    """The cache of this process keeps pickled values."""
    for key, value in cache._cache.items():
        yield f"cache {key}", key.encode() + bytes(value)


def mails() -> Iterator[tuple[str, bytes]]:
    for message in Message.objects.all():
        yield f"mail {message.kind}", build(message).message().as_bytes()
        for alternative in (build(message).body, *(part[0] for part in build(message).alternatives)):
            yield f"mail {message.kind}", str(alternative).encode()


def files() -> Iterator[tuple[str, bytes]]:
    for path in Path(settings.PORTAL_FILES_DIR).rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()


def in_pdf(content: bytes) -> bytes:
    """The text of a PDF, its packed parts opened."""
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True, timeout=30).stdout


class Watched:
    """A browser whose every answer is searched; `shows` names the one secret that it may show."""

    def __init__(self, person, search: Search, told: list[str]) -> None:
        self._client = signed_in(Client(raise_request_exception=False), person)
        self._search, self._told = search, told

    def get(self, where: str, **facts):
        return self._look("get", where, **facts)

    def post(self, where: str, data=None, *, shows: str = "", **facts):
        return self._look("post", where, data, shows=shows, **facts)

    def _look(self, method: str, where: str, *args, shows: str = "", status: int | None = None):
        response = getattr(self._client, method)(where, *args)
        assert response.status_code in ({status} if status else {200, 302}), (where, response.content[-2000:])
        self._told += self._search.answer(f"{method} {where}", response, besides=shows)
        return response


def breaks(*args: object, **facts: object) -> None:
    raise RuntimeError("the template is broken")


def breaks_at(text: str):
    """The template engine, which fails with the secret in its hands."""

    def broken(value: object, context: object) -> str:
        if str(value) == text:
            raise RuntimeError("the template is broken")
        return render_value_in_context(value, context)

    return broken
