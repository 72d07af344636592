"""Files to begin with: the headings we know, and one made-up row."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from accounts.imports.headings import Field

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Rows = Sequence[Sequence[str]]


def sample(fields: Sequence[Field], kind: str, language: str, notes: Rows = ()) -> bytes:
    """A template in `language`: CSV as German Excel opens it by a double click, or XLSX.

    `notes` fill a second sheet of XLSX, which is not read when the file comes back.
    """
    german = language.startswith("de")
    headings = [field.german if german else field.english for field in fields]
    rows = [headings, [field.example[0 if german else 1] for field in fields]]
    return _xlsx(rows, notes, "Hinweise" if german else "Notes") if kind == "xlsx" else _csv(rows)


def _csv(rows: Rows) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(rows: Rows, notes: Rows, title_of_notes: str) -> bytes:
    book = Workbook()
    assert book.active is not None
    _fill(book.active, rows, width=20)
    if notes:
        _fill(book.create_sheet(title_of_notes), notes, width=40)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: Rows, *, width: int) -> None:
    for row in rows:
        sheet.append(list(row))
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
