"""Issue 2, section 6: odd words in every text, and every page and file is whole and harmless."""

import csv
import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from tests.factories.people import signed_in
from tests.faults.crawling import crawl, route_of
from tests.faults.furnished import furnish
from tests.faults.hostile import NUL, SCRIPT, STRANGE
from tests.whole_house.routes import walk

pytestmark = pytest.mark.django_db
WHO = ("ben", "mara", "hanna", "ines", "dana", "edda", "falk", "anton")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def content_of(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def what_is_wrong(response: HttpResponse) -> str:
    """Look at an answer as its reader's program would."""
    if response.status_code >= 400:
        return f"{response.status_code} {(response.exc_info or ('', ''))[1]!r}"
    kind, content = response.get("Content-Type", "").partition(";")[0], content_of(response)
    look = {"text/csv": _csv, XLSX: _xlsx, "application/pdf": _pdf, "text/html": _html}.get(kind)
    return look(content) if look else ""


def _html(content: bytes) -> str:
    return "markup is carried out" if SCRIPT.encode() in content or b"<img src=x" in content else ""


def _csv(content: bytes) -> str:
    text = content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text), delimiter=";") for cell in row]
    return next((f"a formula: {cell[:20]}" for cell in cells if cell.startswith(STARTS_A_FORMULA)), "")


def _xlsx(content: bytes) -> str:
    sheets = openpyxl.load_workbook(BytesIO(content))
    formulas = [cell for sheet in sheets for row in sheet for cell in row if cell.data_type == "f"]
    return f"formulas: {len(formulas)}" if formulas else ""


def _pdf(content: bytes) -> str:
    return "" if content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF") else "no PDF"


def test_every_page_and_file_shows_odd_words_as_words(cast, caplog):
    """No link leads nowhere either."""
    caplog.set_level("CRITICAL")
    furnish(cast, STRANGE)
    wrong, met, shown = [], set(), 0
    for name in WHO:
        client = signed_in(Client(raise_request_exception=False), getattr(cast, name))
        for address, response in crawl(client).items():
            met.add(route_of(address))
            shown += not response.streaming and b"&lt;script&gt;alert(1)" in response.content
            if said := what_is_wrong(response):
                wrong.append(f"{name}: {address}: {said}")
    assert not wrong, "\n".join(wrong)
    assert len(met) > 50
    assert shown > 100


ODD_PARTS = {
    "int": ("0", "99999999999999999999", "9" * 200),
    "slug": ("x" * 300, "-", "con"),
    "str": ("%00", "..%2f..", "%E2%80%AE", "x" * 1000),
    "path": ("%00", "../../etc/passwd", "x" * 1000, "a/" * 200),
    "uuid": ("00000000-0000-0000-0000-000000000000",),
}


def _odd_part(number: int, variable: re.Match) -> str:
    parts = ODD_PARTS.get(variable[1] or "str", ODD_PARTS["str"])
    return parts[number % len(parts)]


def odd_addresses() -> list[str]:
    """Every route of ours with every odd part its variables take."""
    found = []
    for route in walk(get_resolver()):
        if route.is_cms or "<" not in route.route:
            continue
        for number in range(max(map(len, ODD_PARTS.values()))):
            found.append("/" + re.sub(r"<(?:(\w+):)?\w+>", partial(_odd_part, number), route.route))
    return sorted(set(found))


ODD_QUERIES = (
    NUL,
    "9" * 5000,
    "2026-11-22~" + "9" * 30,
    "0001-01-01~1",
    "9999-12-31T23:59:59+00:00~1",
    "/\\evil.example",
)
PARAMETERS = (
    "page",
    "after",
    "before",
    "lang",
    "since",
    "person",
    "who",
    "q",
    "next",
    "decided",
    "settled",
    "version",
)


def test_no_address_breaks(cast, caplog):
    """Invented ids, endless numbers, NUL and ways out of the house, in the path and behind it.

    An odd path is tried by all; what stands behind an address by the first who meets the page.
    """
    caplog.set_level("CRITICAL")
    asked, broken, met = odd_addresses(), [], set()
    assert len(asked) > 300
    for name in ("ben", "hanna", "ines", "dana", "falk"):
        client = signed_in(Client(raise_request_exception=False), getattr(cast, name))
        broken += [f"{name}: {address}" for address in asked if client.get(address).status_code >= 500]
        for address in crawl(client, examples=1):
            if route_of(address) not in met:
                met.add(route_of(address))
                broken += [f"{name}: {address}, {query[:30]!r}" for query in breaking(client, address)]
    assert not broken, "\n".join(broken)
    assert len(met) > 50


def breaking(client: Client, address: str) -> Iterator[str]:
    """The odd queries that this address does not bear."""
    path = address.partition("?")[0]
    for query in ODD_QUERIES:
        if client.get(path, dict.fromkeys(PARAMETERS, query)).status_code >= 500:
            yield query
