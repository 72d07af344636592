"""Pages travel compressed, also without a proxy; files and streams travel as they are (ADR 0008)."""

import gzip
from http import HTTPStatus

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from portal.ui.middleware import CompressTextMiddleware

LONG = b"<p>Who reads this knows the guideline.</p>" * 200


def through(response: HttpResponse) -> HttpResponse:
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip, br"})
    return CompressTextMiddleware(lambda asked: response)(request)


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "text/csv", "application/json", "image/svg+xml"]
)
def test_text_is_compressed(kind):
    answer = through(HttpResponse(LONG, content_type=kind))
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert gzip.decompress(answer.content) == LONG
    assert len(answer.content) < len(LONG) / 10


@pytest.mark.parametrize("kind", ["application/pdf", "application/zip", "application/octet-stream", ""])
def test_files_stay_as_they_are(kind):
    answer = through(HttpResponse(LONG, content_type=kind))
    assert not answer.has_header("Content-Encoding")
    assert answer.content == LONG


def test_a_stream_keeps_its_length():
    answer = through(
        StreamingHttpResponse([LONG], content_type="text/csv", headers={"Content-Length": "8400"})
    )
    assert not answer.has_header("Content-Encoding")
    assert answer["Content-Length"] == "8400"


def test_the_size_of_one_answer_is_no_measure():
    """Padding of random length: without it, sizes would tell a guess that fits from one that does not."""
    sizes = {len(through(HttpResponse(LONG, content_type="text/html")).content) for _ in range(40)}
    assert len(sizes) > 5


def test_every_page_is_compressed_and_what_is_coded_already_is_not_coded_twice(client):
    page = client.get("/gallery/", headers={"accept-encoding": "gzip"})
    assert page.status_code == HTTPStatus.OK
    assert b"<!doctype html>" in gzip.decompress(page.content)[:200].lower()
    script = client.get("/assets/portal.x.js", headers={"accept-encoding": "br, gzip"})
    assert script["Content-Encoding"] == "br"


def test_who_cannot_read_gzip_gets_plain_text(client):
    assert not client.get("/gallery/").has_header("Content-Encoding")
