"""What is taken in as evidence is told by its content, and what runs or hides is refused."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guidelines.incidents.keeping import EvidenceRefused
from guidelines.incidents.operations.evidence import add_evidence
from tests.factories.evidence import (
    MAIL,
    PDF,
    TEXT,
    bomb,
    incident_row,
    png,
    remove_stored,
    stored_files,
    upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_storage() -> Iterator[None]:
    yield
    remove_stored()


@pytest.mark.parametrize(
    ("content", "name", "media_type", "kept_as"),
    [
        (PDF, "letter.pdf", "application/pdf", "letter.pdf"),
        (TEXT, "posts.csv", "text/plain", "posts.csv"),
        (MAIL, "complaint", "message/rfc822", "complaint.eml"),
        (png(), "photo.jpg", "image/png", "photo.jpg.png"),
        (png(), "../../etc/pass\u202egnp.png", "image/png", "passgnp.png"),
        (png(), "C:\\Users\\jo\\Bild.PNG", "image/png", "Bild.png"),
        (png(), "<script>alert(1)</script>.png", "image/png", "script>.png"),
        (TEXT, "x" * 300 + ".txt", "text/plain", "x" * 190 + ".txt"),
        (TEXT, "\u202e\u0007", "text/plain", "evidence.txt"),
    ],
)
def test_the_content_says_what_it_is(cast, content, name, media_type, kept_as) -> None:
    incident = incident_row(cast.ada)
    kept = add_evidence(incident=incident, upload=renamed(content, name), by=cast.ada)
    assert (kept.media_type, kept.name) == (media_type, kept_as)


def renamed(content: bytes, name: str) -> SimpleUploadedFile:
    """With the very name that was sent, which Django would tidy."""
    file = SimpleUploadedFile("x", content)
    file._name = name
    return file


@pytest.mark.parametrize(
    ("content", "name", "slug"),
    [
        (b"", "empty.png", "empty"),
        (b"MZ" + b"\0" * 200, "photo.png", "program"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 200, "photo.png", "program"),
        (b"#!/bin/sh\nrm -rf ~\n", "notes.txt", "program"),
        (TEXT, "notes.bat", "program"),
        (png(), "photo.exe", "program"),
        (bomb(), "screenshot.png", "archive"),
        (bomb(), "letter.docx", "archive"),
        (b"\x1f\x8b\x08" + b"\0" * 50, "log.gz", "archive"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "notes.txt", "markup"),
        (b"\xef\xbb\xbf \n<html>", "notes.txt", "markup"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "drawing.png", "markup"),
        (TEXT, "page.html", "markup"),
        (png(60_000, 60_000), "bomb.png", "huge_picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "photo.png", "broken_picture"),
        (b"text \0 with a NUL", "notes.txt", "unknown"),
        (b"k\xf6nnte Latin-1 sein", "notes.txt", "unknown"),
    ],
)
def test_what_runs_or_hides_is_refused(cast, content, name, slug) -> None:
    incident = incident_row(cast.ada)
    with pytest.raises(EvidenceRefused) as refusal:
        add_evidence(incident=incident, upload=upload(content, name), by=cast.ada)
    assert refusal.value.slug == slug
    assert stored_files() == []
