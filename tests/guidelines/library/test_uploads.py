"""Uploads are what they claim to be, small enough, and carry nothing of where a picture was taken."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from guidelines.library.file_types import DOCUMENTS, is_plain_drawing, media_type_of
from guidelines.library.uploads import require_document, require_picture, without_metadata
from tests.guidelines.library.conftest import png

EVIL_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A photo that knows where it was taken, and that lies on its side."""
    picture = Image.new("RGB", size, "#336699")
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    target = BytesIO()
    picture.save(target, kind, exif=exif.tobytes())
    return target.getvalue()


def office(part: str, mimetype: bytes = b"") -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr(part, "<x/>")
    return target.getvalue()


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_pictures_lose_their_metadata_and_stand_upright(kind: str, name: str) -> None:
    content = photo(kind)
    assert b"Secret Camera" in content
    clean = without_metadata(upload(name, content)).read()
    assert b"Secret Camera" not in clean
    with Image.open(BytesIO(clean)) as picture:
        assert (picture.size, picture.format, dict(picture.getexif())) == ((40, 60), kind, {})


def test_pictures_are_made_smaller() -> None:
    with Image.open(without_metadata(upload("a.jpg", photo(size=(5000, 100))))) as picture:
        assert max(picture.size) == 2400


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA", "L"])
def test_transparency_and_palettes_survive(mode: str) -> None:
    target = BytesIO()
    Image.new("RGBA", (9, 9), (1, 2, 3, 0)).convert(mode).save(target, "PNG")
    with Image.open(without_metadata(upload("a.png", target.getvalue()))) as picture:
        assert picture.mode == mode
        if "A" in mode:
            assert picture.convert("RGBA").getpixel((0, 0))[3] == 0


def test_animations_keep_their_frames() -> None:
    target = BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "green", "blue")]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(without_metadata(upload("a.gif", target.getvalue()))) as picture:
        assert picture.n_frames == 3


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.svg", EVIL_SVG, "SVG"),
        ("a.svgz", EVIL_SVG, "SVG"),
        ("a.png", EVIL_SVG, "not what its name says"),
        ("a.png", photo(), "not what its name says"),
        ("a.jpg", b"MZ" + b"\0" * 99, "not what its name says"),
        ("a.bmp", b"BM", "JPEG, PNG, GIF or WebP"),
        ("a.png", b"", "not what its name says"),
        ("a.png", b"x" * (10 * 1024 * 1024 + 1), "At most 10.0"),
    ],
)
def test_refused_pictures_say_why(name: str, content: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        require_picture(upload(name, content))


def test_a_broken_picture_is_refused() -> None:
    with pytest.raises(ValidationError, match="cannot be read"):
        without_metadata(upload("a.png", png()[:60]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n"),
        ("a.docx", office("word/document.xml")),
        ("a.xlsx", office("xl/workbook.xml")),
        ("a.pptx", office("ppt/presentation.xml")),
        ("a.odt", office("content.xml", DOCUMENTS["odt"].encode())),
        ("a.ods", office("content.xml", DOCUMENTS["ods"].encode())),
        ("a.txt", "Ünïcödé".encode()),
        ("a.csv", b"a;b\n=1+1;2\n"),
    ],
)
def test_real_documents_pass(name: str, content: bytes) -> None:
    require_document(upload(name, content))
    assert media_type_of(content, name) == DOCUMENTS[name[2:]]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"MZ\x90", "not what its name says"),
        ("a.docx", office("xl/workbook.xml"), "not what its name says"),
        ("a.docx", b"PK\x03\x04 broken", "not what its name says"),
        ("a.odt", office("content.xml", b"text/html"), "not what its name says"),
        ("a.txt", png(), "not what its name says"),
        ("a.csv", b"\xff\xfe\0a", "not what its name says"),
        ("a.html", b"<script>", "cannot be stored"),
        ("a", b"x", "cannot be stored"),
        ("a.pdf", b"%PDF" + b"x" * (20 * 1024 * 1024), "At most 20.0"),
    ],
)
def test_refused_documents_say_why(name: str, content: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        require_document(upload(name, content))


@pytest.mark.parametrize(
    "inside",
    [
        "<script/>", '<a href="https://evil.example"/>', '<image href="x"/>', '<g onload="x"/>', "<style/>",
        '<g style="x"/>', '<foreignObject/>', '<rect fill="url(https://evil.example)"/>', "<use href='#a'/>",
        "<animate attributeName='x'/>",
    ],
)  # fmt: skip
def test_drawings_that_do_more_than_draw_are_no_drawings(inside: str) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><g fill="url(#a)"/>{}</svg>'
    assert is_plain_drawing(svg.format("<rect/>").encode())
    assert not is_plain_drawing(svg.format(inside).encode())


def test_an_entity_bomb_is_no_drawing() -> None:
    bomb = (
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"><title>&a;</title></svg>'
    )
    assert not is_plain_drawing(bomb)


def collection() -> int:
    return Collection.objects.get(name="Guidelines").pk


def test_the_cms_stores_a_picture_without_its_place(as_editor: Client) -> None:
    data = {"title": "Photo", "file": upload("photo.jpg", photo()), "collection": collection()}
    response = as_editor.post(reverse("wagtailimages:add"), data)
    assert response.status_code == 302, response.content[:2000]
    stored = get_image_model().objects.get(title="Photo")
    assert b"Secret Camera" not in stored.file.open().read()
    assert (stored.width, stored.height) == (40, 60)


@pytest.mark.parametrize(
    "address", ["wagtailimages:add", "wagtailimages:add_multiple", "wagtailimages_chooser:create"]
)
def test_every_way_to_add_a_picture_refuses_svg(as_editor: Client, address: str) -> None:
    before = get_image_model().objects.count()
    prefix = "image-chooser-upload-" if "chooser" in address else ""
    file = upload("a.svg", EVIL_SVG)
    data = {"title": "x", f"{prefix}title": "x", "files[]": file, f"{prefix}file": upload("a.svg", EVIL_SVG),
            "file": upload("a.svg", EVIL_SVG), f"{prefix}collection": collection(),
            "collection": collection()}  # fmt: skip
    response = as_editor.post(reverse(address), data, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code == 200
    assert "SVG" in response.content.decode()
    assert get_image_model().objects.count() == before


@pytest.mark.parametrize("address", ["wagtaildocs:add", "wagtaildocs:add_multiple"])
def test_every_way_to_add_a_document_refuses_a_disguise(as_editor: Client, address: str) -> None:
    before = get_document_model().objects.count()

    def bad() -> Any:
        return upload("a.pdf", b"MZ\x90")

    data = {"title": "x", "file": bad(), "files[]": bad(), "collection": collection()}
    response = as_editor.post(reverse(address), data, headers={"x-requested-with": "XMLHttpRequest"})
    told = response.content.decode()
    assert "passt nicht zu ihrem Namen" in told
    assert "Dateiendung" not in told
    assert get_document_model().objects.count() == before
