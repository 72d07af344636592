"""Tables that no spreadsheet mistakes for instructions."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.exports import sheets
from reports.exports.sheets import Column, write_csv, write_xlsx

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1+1",
    "＝1+1",
    "|x",
    "%x",
    "NUL\x00 and \x07",
    "\ud800 lone",
    "x" * 40_000,
    "Zeile 1\nZeile 2; \"quoted\", 'x'",
    "👩‍🚀 مُحَمَّد Q̈",
]
COLUMNS = [Column("=Heading", lambda row: row)]


def as_csv(rows: list, separator: str = ",") -> list[list[str]]:
    out = io.BytesIO()
    write_csv(out, rows, COLUMNS, separator=separator)
    text = out.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def as_xlsx(rows: list, zone: str = "UTC") -> list:
    out = io.BytesIO()
    write_xlsx(out, rows, COLUMNS, title="T: [a]/b?", zone=zone)
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    return [cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row]


@pytest.mark.parametrize("separator", [",", ";"])
def test_no_csv_cell_starts_a_formula(separator):
    """E2: in CSV only a leading apostrophe helps."""
    heading, *rows = as_csv(HOSTILE, separator)
    assert heading == ["'=Heading"]
    assert len(rows) == len(HOSTILE)
    for (cell,) in rows:
        assert cell[:1] not in set("=+-@|%＝\t\r\n")
        assert "\x00" not in cell


def test_every_xlsx_cell_is_text():
    """E2: openpyxl would write "=1+1" as a formula."""
    cells = as_xlsx(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[0].value == HOSTILE[0]
    assert cells[0].number_format == "@"
    assert len(cells[13].value) == sheets.XLSX_CELL_MAX


@given(st.text(max_size=60))
def test_whatever_the_text_no_cell_is_a_formula(text):
    """E2."""
    ((cell,),) = as_csv([text])[1:] or [[""]]
    assert not sheets.is_dangerous(cell)
    assert all(found.data_type in ("s", "n", "inlineStr") for found in as_xlsx([text]))


def test_days_moments_and_numbers_stay_what_they_are():
    moment = datetime(2026, 7, 1, 12, 0, 5, 99, tzinfo=UTC)
    cells = as_xlsx([date(2026, 2, 28), moment, 12, None, True], zone="Europe/Berlin")
    assert cells[0].value == datetime(2026, 2, 28)  # noqa: DTZ001  # XLSX knows no zones
    assert cells[1].value == datetime(2026, 7, 1, 14, 0, 5)  # noqa: DTZ001
    assert cells[2].value == 12
    assert as_csv([moment, 12])[1:] == [["2026-07-01 12:00:05+00:00"], ["12"]]


def test_a_long_table_goes_on_in_another_sheet(monkeypatch):
    monkeypatch.setattr(sheets, "XLSX_ROWS_MAX", 3)
    assert [cell.value for cell in as_xlsx(list(range(5)))] == [0, 1, 2, 3, 4]


def test_columns_have_letters():
    assert [sheets._letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
