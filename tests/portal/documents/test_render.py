"""What comes out is archivable (PDF/A-3a), accessible (PDF/UA-1) and made only of what was handed over."""

import re
from io import BytesIO

import outloud
import pikepdf
import pytest

from portal.documents.render import Attachment, RenderFailed, render_pdf
from tests.portal.documents.conftest import ISSUED_AT, certificate_pdf, page, text_of

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def objects(pdf: pikepdf.Pdf, key: str, value: str) -> list[pikepdf.Object]:
    """Return the dictionaries and streams of `pdf` whose `key` is `value`."""
    return [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) and item.get(key) == value
    ]


@pytest.mark.parametrize("stage", ["certificate", "sealed"])
def test_a_reader_of_accessible_pdfs_has_nothing_to_complain_about(stage, request, tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(request.getfixturevalue(stage))
    result = outloud.check(str(path))
    assert result.error is None
    assert [finding.message for finding in result.findings] == []


def test_the_accessibility_check_can_fail(tmp_path):
    path = tmp_path / "bad.pdf"
    path.write_bytes(render_pdf(page('<h1>Bild</h1><img src="asset:a.png">'), assets={"a.png": PIXEL}))
    assert outloud.check(str(path)).findings


def test_the_file_says_in_the_clear_that_it_is_pdf_a_3a_and_pdf_ua_1(certificate):
    xmp = re.search(rb"<x:xmpmeta.*</x:xmpmeta>", certificate, re.DOTALL).group()
    assert re.search(rb'pdfaid:part="3"', xmp)
    assert re.search(rb'pdfaid:conformance="A"', xmp)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in xmp
    assert xmp.count(b"2026-03-14T08:42:17Z") == 2


def test_what_archiving_and_accessibility_ask_of_the_structure_is_there(certificate):
    pdf = opened(certificate)
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "de"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.Title).startswith("Nachweis über eine Kenntnisnahme")
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert len(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()) > 1000
    assert objects(pdf, "/S", "/H1")
    assert objects(pdf, "/S", "/L")
    assert pdf.trailer.ID


def test_every_font_is_embedded_and_can_be_copied_as_text(certificate):
    pdf = opened(certificate)
    fonts = objects(pdf, "/Subtype", "/Type0")
    assert fonts
    assert len(fonts) * 2 == len(objects(pdf, "/Type", "/Font"))
    for font in fonts:
        assert "/ToUnicode" in font
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        assert "Source" in str(descriptor.FontName)


def test_headers_of_tables_say_what_they_head():
    table = (
        "<table><thead><tr><th>Feld</th><th>Wert</th></tr></thead>"
        "<tbody><tr><th scope=row>Name</th><td>Ada</td></tr></tbody></table>"
    )
    pdf = opened(render_pdf(page(table)))
    scopes = [str(header.A.Scope) for header in objects(pdf, "/S", "/TH")]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_attachments_lie_inside_with_their_relationship():
    pdf = opened(
        render_pdf(
            page("<p>mit Beilage</p>"),
            attachments=[
                Attachment("daten.json", b'{"a": 1}', "Daten"),
                Attachment("richtlinie.pdf", b"%PDF-", "Richtlinie", "Supplement"),
            ],
            issued_at=ISSUED_AT,
        )
    )
    assert pdf.attachments["daten.json"].get_file().read_bytes() == b'{"a": 1}'
    assert pdf.attachments["daten.json"].get_file().mime_type == "application/json"
    assert [str(item.AFRelationship) for item in pdf.Root.AF] == ["/Data", "/Supplement"]


def test_the_same_input_gives_the_same_bytes(certificate):
    assert certificate_pdf() == certificate
    assert certificate_pdf(2) != certificate


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/x", "https://example.com/x", "passwd"]
)
def test_nothing_is_loaded_but_what_was_handed_over(address):
    html = page(
        f'<p>Text</p><img alt="x" src="{address}"><object data="{address}">-</object>'
        f'<svg width="9" height="9"><title>x</title><image href="{address}" width="9" height="9"/></svg>',
        head=f'<base href="file:///etc/"><link rel="stylesheet" href="{address}">'
        f'<link rel="attachment" href="{address}"><style>@import url("{address}");'
        f'@font-face {{font-family: x; src: url("{address}"), local("DejaVu Sans")}}'
        "p {font-family: x}</style>",
    )
    pdf = render_pdf(html)
    assert len(opened(pdf).attachments) == 0
    assert "root:" not in text_of(pdf)


def test_assets_that_were_handed_over_are_shown():
    html = page('<img alt="Punkt" src="asset:a b.png">')
    shown = opened(render_pdf(html, assets={"a b.png": PIXEL}))
    assert len(objects(shown, "/Subtype", "/Image")) == 1
    without = opened(render_pdf(html, assets={"other.png": PIXEL}))
    assert objects(without, "/Subtype", "/Image") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ärger über Straßenfeste in Łódź, Ðorđe und İstanbul",
        "مرحبا بالعالم, שלום עולם, mixed 123",
        "👩🏽‍💻 👍 🇩🇪",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
        "日本語 한국어 ไทย हिन्दी",
        "a\x00b \ud800 \ufffe \u202e umgedreht",
        "x" * 300,
        "=cmd()",
    ],
)
def test_any_text_becomes_a_page(text):
    pdf = render_pdf(page(f"<h1>{text}</h1><p>{text}</p><p>Ende</p>"), language="de")
    assert "Ende" in text_of(pdf)


def test_umlauts_can_be_copied_from_the_page():
    assert "Äußerung über Größe" in text_of(render_pdf(page("<p>Äußerung über Größe</p>")))


def test_a_very_long_text_becomes_many_pages():
    paragraph = "<p>" + "Wer öffentlich über das Unternehmen spricht, sagt, für wen. " * 20 + "</p>"
    html = page(paragraph * (600_000 // len(paragraph) + 1))
    assert len(html) > 600_000
    assert len(opened(render_pdf(html, seconds=300)).pages) > 100


def test_a_document_without_a_title_is_refused():
    with pytest.raises(RenderFailed) as refusal:
        render_pdf("<!doctype html><html lang=de><body><p>Text</p></body></html>")
    assert refusal.value.reason == "untitled"


def test_the_language_is_taken_from_the_caller_when_the_document_names_none():
    pdf = opened(render_pdf("<!doctype html><title>T</title><p>Text</p>", language="en"))
    assert str(pdf.Root.Lang) == "en"


XML = """<?xml version="1.0"?>
<!DOCTYPE html>
<html lang="de"><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"""


def test_a_well_formed_document_becomes_the_same_file_as_forgiving_html():
    words = ("Nachweis &amp; Beleg", "Ärger &lt; Ruhe")
    as_xml = XML.format(*words)
    as_html = as_xml.removeprefix('<?xml version="1.0"?>\n')
    assert render_pdf(as_xml, issued_at=ISSUED_AT) == render_pdf(as_html, issued_at=ISSUED_AT)


@pytest.mark.parametrize("text", ["a\x0bb", "x &nbsp; y", "<br>", "\ufffe"])
def test_what_is_not_well_formed_after_all_is_laid_out_like_html(text, caplog):
    with caplog.at_level("DEBUG", logger="portal.documents.render"):
        pdf = render_pdf(XML.format("Nachweis", f"Anfang {text} Ende"))
    assert "Anfang" in text_of(pdf)
    assert "Ende" in text_of(pdf)
    assert "Not well formed" in caplog.text


def test_entities_that_grow_are_refused():
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE html [<!ENTITY a0 "{"x" * 1000}">{levels}]>'
    with pytest.raises(RenderFailed):
        render_pdf(XML.format("Nachweis", "&a8;").replace("<!DOCTYPE html>", doctype))
