"""Issue 2, section 6: a file of 200 MB and a disguised one, at every door that takes files."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from guidelines.policies.models import PaperConfirmation
from tests.factories.people import signed_in
from tests.factories.policies import release, request_of
from tests.faults.furnished import scan

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


class Sent(io.RawIOBase):
    """A form with one huge file in it, made while it is read: the test needs no 200 MB of memory either."""

    boundary = "xYzZy"

    def __init__(self, facts: dict[str, object], name: str, file: str, size: int) -> None:
        start = f"--{self.boundary}\r\nContent-Disposition: form-data"
        lines = "".join(f'{start}; name="{key}"\r\n\r\n{value}\r\n' for key, value in facts.items())
        self._head = f'{lines}{start}; name="{name}"; filename="{file}"\r\n\r\n'.encode()
        self._tail = f"\r\n--{self.boundary}--\r\n".encode()
        self._end = len(self._head) + size
        self.length, self._at = self._end + len(self._tail), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        piece = self._piece(len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _piece(self, size: int) -> bytes:
        """What comes next: a bit of the head, of the file or of the tail."""
        if self._at < len(self._head):
            return self._head[self._at : self._at + size]
        if self._at < self._end:
            return b"\0" * min(size, self._end - self._at)
        return self._tail[self._at - self._end :][:size]

    def post(self, client: Client, address: str) -> HttpResponse:
        kind = f"multipart/form-data; boundary={self.boundary}"
        facts = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(self.length), "wsgi.input": self}
        return client.generic("POST", address, b"", **facts)


@pytest.fixture
def hanna(cast) -> Client:
    return signed_in(Client(raise_request_exception=False), cast.hanna)


@pytest.fixture
def sheet(cast) -> tuple[str, dict[str, object]]:
    """Where a scan of Ben's is sent, and what is typed beside it."""
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk)
    request = request_of(cast.ben)
    rendition = request.version.renditions.get(language="de").pk
    signed_on = request.asked_on.isoformat()
    facts = {"rendition": rendition, "method": "paper", "signed_on": signed_on, "note": "Ordner 7"}
    return reverse("dashboards:request-record-paper", args=[request.ref]), facts


def test_a_scan_of_200_mb_is_refused_and_nothing_typed_is_lost(hanna, sheet):
    address, facts = sheet
    response = Sent(facts, "scan", "a.pdf", 200 * MEGABYTE).post(hanna, address)
    assert response.status_code in (200, 413, 422)
    page = response.content.decode()
    assert "Diese Datei ist zu groß." in page
    assert "Ordner 7" in page
    assert not PaperConfirmation.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00 a program"),
        ("a.png", SVG),
        ("a.jpg", b"<html><script>alert(1)</script>"),
        ("a.svg", SVG),
        ("a.pdf.exe", b"%PDF-1.7"),
        ("\u202efdp.exe", b"MZ\x90"),
        ("a.pdf", b""),
    ],
)
def test_a_scan_that_is_something_else_is_refused(hanna, sheet, name, content):
    address, facts = sheet
    response = hanna.post(address, {**facts, "scan": SimpleUploadedFile(name, content)})
    assert response.status_code in (200, 422)
    assert "scan" in response.context["form"].errors
    assert "Ordner 7" in response.content.decode()
    assert not PaperConfirmation.objects.exists()


@pytest.mark.parametrize("name", ["../../x.png", "=cmd().png", "\u202egnp.png", "ß" * 196 + ".png"])
def test_a_scan_with_an_odd_name_is_kept_and_shown_under_ours(hanna, sheet, name):
    address, facts = sheet
    response = hanna.post(address, {**facts, "scan": SimpleUploadedFile(name, scan())})
    assert response.status_code == 302, response.context["form"].errors
    paper = PaperConfirmation.objects.get()
    shown = hanna.get(reverse("dashboards:paper-scan", args=[paper.ref]))
    assert b"".join(shown) == scan()
    assert shown["Content-Type"] == "image/png"
    assert "attachment" in shown["Content-Disposition"] or shown["Content-Security-Policy"]


PICTURE, DOCUMENT = ("a.png", get_image_model()), ("a.pdf", get_document_model())


@pytest.mark.parametrize(
    ("address", "prefix", "kind"),
    [
        ("wagtailimages:add", "", PICTURE),
        ("wagtaildocs:add", "", DOCUMENT),
        ("wagtailimages_chooser:create", "image-chooser-upload-", PICTURE),
        ("wagtaildocs_chooser:create", "document-chooser-upload-", DOCUMENT),
    ],
)
def test_200_mb_for_the_cms_are_refused_and_leave_nothing(  # noqa: PLR0917  # fixtures
    cast, settings, tmp_path, address, prefix, kind
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    client = signed_in(Client(raise_request_exception=False), cast.edda)
    facts = {f"{prefix}title": "Huge", f"{prefix}collection": 1}
    name, model = kind
    response = Sent(facts, f"{prefix}file", name, 200 * MEGABYTE).post(client, reverse(address))
    assert response.status_code in (200, 413, 422)
    assert "Diese Datei hat 200,0" in response.content.decode()
    assert not model.objects.exists()
    assert not list(tmp_path.iterdir())
