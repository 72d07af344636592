"""CSV as spreadsheets of any language write it: encoding and separator are found out."""

import csv
import io
from collections.abc import Iterator
from typing import IO

from accounts.imports.rules import FileUnreadable
from accounts.imports.values import Cell

SAMPLE = 64 * 1024
SEPARATORS = (";", ",", "\t", "|")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
FIELD_MAX = 131_072


class Delimited:
    kind = "csv"

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.encoding = encoding_of(file)
        first = self._sample()
        self.separator, self._skips_hint = separator_of(first)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, encoding=self.encoding, newline="")
        try:
            reader = csv.reader(text, delimiter=self.separator)
            for number, row in enumerate(reader, start=1):
                if not (number == 1 and self._skips_hint):
                    yield number, list(row)
        except csv.Error as error:
            raise FileUnreadable("quotes_not_closed", row=reader.line_num) from error
        except UnicodeError as error:
            raise FileUnreadable("not_text") from error
        finally:
            if not self._file.closed:  # whoever stops in the middle may have closed it
                text.detach()

    def _sample(self) -> str:
        self._file.seek(0)
        return self._file.read(SAMPLE).decode(self.encoding, errors="ignore")


def encoding_of(file: IO[bytes]) -> str:
    """By its mark; without one UTF-8 if all of it is, UTF-16 by its zeros, else what Windows writes."""
    file.seek(0)
    start = file.read(SAMPLE)
    for mark, encoding in BOMS:
        if start.startswith(mark):
            return encoding
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) > 3 and start[offset::2].count(0) > 0.4 * len(start[offset::2]):
            return encoding
    return "utf-8" if _is_utf8(file) else "cp1252"


def separator_of(sample: str) -> tuple[str, bool]:
    """The separator most frequent in the headings, and whether the first line is only Excel's hint."""
    first, _, rest = sample.partition("\n")
    hint = first.strip().strip('"').lower()
    if hint.startswith("sep=") and len(hint) == 5:
        return hint[4], True
    outside = "".join(first.split('"')[::2]) if rest or first else ""
    return max(SEPARATORS, key=outside.count), False


def _is_utf8(file: IO[bytes]) -> bool:
    file.seek(0)
    reader = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        while reader.read(SAMPLE):
            pass
    except UnicodeDecodeError:
        return False
    finally:
        reader.detach()
    return True
