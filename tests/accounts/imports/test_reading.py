"""Files as they come: encodings, separators, days, spreadsheets, and what is not read."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from accounts.imports import limits, values
from accounts.imports.columns import IN_TEMPLATES, guess, missing
from accounts.imports.rules import FileUnreadable
from accounts.imports.samples import sample
from accounts.imports.tables import open_table
from accounts.imports.values import Broken, Formula, Misread
from accounts.imports.wording import SENTENCES
from tests.accounts.imports.files import HEADINGS, csv_of, row, xlsx_of

ROWS = [row("500", "Änne Über"), row("501", "O'Neil; Ben")]


def rows_of(content: bytes) -> list[list[object]]:
    return [cells for _number, cells in open_table(io.BytesIO(content)).rows()]


def why_not(content: bytes) -> str:
    with pytest.raises(FileUnreadable) as refusal:
        list(open_table(io.BytesIO(content)).rows())
    assert refusal.value.slug in SENTENCES
    assert str(SENTENCES[refusal.value.slug]) % refusal.value.facts
    return refusal.value.slug


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_are_found_out(encoding, separator):
    content = csv_of(ROWS, encoding=encoding, separator=separator)
    table = open_table(io.BytesIO(content))
    assert table.headings[:2] == ["Personalnummer", "Name"]
    assert [cells[1] for _number, cells in table.rows()] == ["Änne Über", "O'Neil; Ben"]
    assert table.source.separator == separator


def test_excels_hint_is_no_heading():
    assert open_table(io.BytesIO(b"sep=;\r\nName;Ort\r\nA;B\r\n")).headings == ["Name", "Ort"]


def test_xlsx_gives_the_same_rows_with_their_numbers():
    content = xlsx_of([ROWS[0], ["", ""], ROWS[1]])
    table = open_table(io.BytesIO(content))
    assert table.headings == list(HEADINGS)
    assert [(number, cells[0]) for number, cells in table.rows()] == [(2, "500"), (4, "501")]


def test_cells_of_a_spreadsheet_keep_their_sense():
    """Numbers stay numbers as people read them, days become days, formulas and errors are told apart."""
    content = xlsx_of([[10001, date(2026, 12, 31), 0.5, True, "=1+1", "#N/A", "text"]], headings="ABCDEFG")
    (cells,) = rows_of(content)
    assert cells[0] == "10001"
    assert values.day(cells[1]) == date(2026, 12, 31)
    assert cells[2:4] == ["0.5", "true"]
    assert isinstance(cells[4], Formula)
    assert isinstance(cells[5], Broken)
    assert cells[6] == "text"


@pytest.mark.parametrize(
    "said",
    ["31.12.2026", "31. 12. 2026", "2026-12-31", "2026-12-31 00:00:00", "2026-12-31T00:00:00", "46387"],
)
def test_days_in_both_styles(said):
    assert values.day(said) == date(2026, 12, 31)


@pytest.mark.parametrize("said", ["31.02.2026", "12/31/2026", "31.12.26", "soon", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_is_not_guessed(said):
    with pytest.raises(Misread):
        values.day(said)


@pytest.mark.parametrize(
    ("cell", "slug"),
    [
        ("A\x00B", "control_character"),
        ("A\x07", "control_character"),
        ("\udc80", "control_character"),
        ("x" * 301, "too_long"),
        (Formula("=1+1"), "formula"),
        (Broken("#REF!"), "cell_error"),
    ],
)
def test_text_that_cannot_be_kept(cell, slug):
    with pytest.raises(Misread) as misread:
        values.text(cell, 300)
    assert misread.value.slug == slug
    assert misread.value.slug in SENTENCES


@given(st.one_of(st.none(), st.dates(), st.text()))
def test_any_cell_is_read_or_refused_with_a_reason(cell):
    for read in (lambda cell: values.text(cell, 300), values.day, values.email, values.language):
        try:
            read(cell)
        except Misread as misread:
            assert str(SENTENCES[misread.slug]) % misread.facts  # noqa: PT017


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused_with_a_reason(content):
    try:
        list(open_table(io.BytesIO(content)).rows())
    except FileUnreadable as refusal:
        assert refusal.slug in SENTENCES  # noqa: PT017


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b";;;\r\n1;2;3\r\n", "no_headings"),
        (b"\xd0\xcf\x11\xe0rest of an old workbook", "old_excel"),
        (b"PK\x03\x04not a workbook", "broken_workbook"),
        (b'Name;Ort\r\n"A;' + b"x" * 200_000, "quotes_not_closed"),
        (";".join(f"H{n}" for n in range(limits.COLUMNS_MAX + 1)).encode(), "too_many_columns"),
    ],
)
def test_what_is_no_table_is_refused(content, slug):
    assert why_not(content) == slug


def test_two_hundred_columns_are_no_problem():
    headings = [*HEADINGS, *(f"More {n}" for n in range(193))]
    table = open_table(io.BytesIO(xlsx_of([[*ROWS[0], *range(193)]], headings=headings)))
    assert len(table.headings) == 200
    assert missing(guess(table.headings, {})) == []


def test_more_rows_than_are_read(monkeypatch):
    monkeypatch.setattr("accounts.imports.tables.ROWS_MAX", 1)
    assert why_not(csv_of(ROWS)) == "too_many_rows"
    assert why_not(xlsx_of(ROWS)) == "too_many_rows"


def rezipped(content: bytes, **parts: bytes) -> bytes:
    """A workbook with some of its parts replaced."""
    out = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(content))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return out.getvalue()


def test_a_zip_bomb_is_not_opened():
    assert why_not(rezipped(xlsx_of(ROWS), sheet1=b"<a>" + b" " * 30_000_000 + b"</a>")) == "bomb"


def test_xml_that_unfolds_itself_is_not_opened():
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><worksheet>&c;</worksheet>'
    assert why_not(rezipped(xlsx_of(ROWS), sheet1=laughs)) == "bomb"


def test_a_cell_far_to_the_right_fills_nothing():
    sheet = b'<worksheet><sheetData><row r="1"><c r="XFD1" t="str"><v>x</v></c></row></sheetData></worksheet>'
    assert why_not(rezipped(xlsx_of(ROWS), sheet1=sheet)) == "too_many_columns"


def test_a_row_far_below_fills_nothing():
    sheet = (
        b'<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>x</v></c></row>'
        b'<row r="999999999"><c r="A999999999" t="str"><v>x</v></c></row></sheetData></worksheet>'
    )
    assert why_not(rezipped(xlsx_of(ROWS), sheet1=sheet)) == "too_many_rows"


def test_the_first_visible_sheet_counts():
    book = Workbook()
    assert book.active is not None
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    book.create_sheet("People").append(["Name"])
    out = io.BytesIO()
    book.save(out)
    assert open_table(io.BytesIO(out.getvalue())).headings == ["Name"]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_templates_are_files_that_can_be_read(kind, language):
    content = sample(IN_TEMPLATES, kind, language)
    table = open_table(io.BytesIO(content))
    assert missing(guess(table.headings, {})) == []
    assert len(list(table.rows())) == 1
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        assert table.source.separator == ";"


def test_columns_are_remembered_before_they_are_guessed():
    assert guess(["Pers.-Nr.", "Name", "Kürzel"], {"kürzel": "department"}) == {
        "personnel_number": 0,
        "name": 1,
        "department": 2,
    }
