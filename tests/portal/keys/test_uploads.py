"""Uploads leave nothing behind, whatever happens to them."""

import os

import pytest
from django.test import RequestFactory

from portal.keys.uploads import NamelessUploadHandler

LARGE = b"evidence " * 400_000


@pytest.fixture
def folder(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


def sent(data: bytes, name: str = "shot.png"):
    boundary = "b0undary"
    body = (
        f"--{boundary}\r\nContent-Disposition: form-data; "
        f'name="file"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    ).encode() + data
    kind = f"multipart/form-data; boundary={boundary}"
    return RequestFactory().post("/", body + f"\r\n--{boundary}--\r\n".encode(), content_type=kind)


def test_a_large_upload_has_no_name_on_the_disk(folder):
    file = sent(LARGE).FILES["file"]
    assert os.listdir(folder) == []
    assert (file.name, file.size, file.content_type) == ("shot.png", len(LARGE), "image/png")
    assert b"".join(file.chunks()) == LARGE
    assert file.read() == b""
    file.seek(0)
    assert file.read(8) == b"evidence"


def test_it_lies_on_the_disk_and_not_in_memory(folder):
    """Fifty people who send screenshots at once do not fill the small server."""
    assert os.fstat(sent(LARGE).FILES["file"].file.fileno()).st_size == len(LARGE)


def test_an_interrupted_upload_is_closed(folder):
    handler = NamelessUploadHandler()
    handler.new_file("file", "shot.png", "image/png", None, None, {})
    handler.receive_data_chunk(b"half", 0)
    handler.upload_interrupted()
    assert handler.upload.closed
    NamelessUploadHandler().upload_interrupted()  # before any file came
