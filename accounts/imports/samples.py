"""Files to begin with: the headings we know, and one made-up person."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Font

from accounts.imports.columns import FIELDS

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LEFT_OUT = ("name",)  # first and last name say the same


def sample(kind: str, language: str) -> bytes:
    """A template in `language`: CSV as German Excel opens it by a double click, or XLSX."""
    fields = [field for field in FIELDS if field.name not in LEFT_OUT]
    german = language.startswith("de")
    headings = [field.german if german else field.english for field in fields]
    example = [field.example[0 if german else 1] for field in fields]
    return _xlsx(headings, example) if kind == "xlsx" else _csv(headings, example)


def file_name(kind: str, language: str) -> str:
    return f"personen.{kind}" if language.startswith("de") else f"people.{kind}"


def _csv(headings: list[str], example: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([headings, example])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(headings: list[str], example: list[str]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(headings)
    sheet.append(example)
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 20
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
