"""People who stand on every list of HR, and reading what HR takes along of it."""

import csv
import io

from django.test import Client
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from accounts.people.models import Employee
from guidelines.policies.choices import Method
from guidelines.policies.models import AcknowledgementRequest
from guidelines.policies.operations import acknowledge_under_reservation, record_paper
from portal.mail.models import Message
from portal.mail.operations import Recipient, send
from tests.factories.policies import read

HOSTILE = "=cmd|' /C calc'!A0"
REASON, NOTE = "That is between me and HR.", "Handed in at the gate."


def put_on_every_list(person: Employee, *, recorded_by: Employee) -> None:
    asked, other = AcknowledgementRequest.objects.of(person).order_by("pk")
    acknowledge_under_reservation(
        request=asked, read=read(asked), reason=REASON, authenticated="passkey", by=person
    )
    record_paper(
        request=other,
        rendition=other.version.renditions.get(language="de"),
        method=Method.PAPER,
        signed_on=other.asked_on,
        note=NOTE,
        scan_name="sheet.png",
        scan=b"\x89PNG\r\n\x1a\n",
        by=recorded_by,
    )
    refused_mail(person)


def refused_mail(person: Employee) -> None:
    nowhere = Recipient(person.ref, None, "de", name=person.name)
    key = f"refused:{Message.objects.count()}"
    send("people.password_reset", to=nowhere, context={}, key=key)


def fetched(client: Client, name: str, kind: str = "csv", query: str = "") -> bytes:
    answer = client.get(f"/hr/{name}/list.{kind}?{query}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def read_csv(content: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def read_xlsx(content: bytes) -> list[tuple[Cell, ...]]:
    return list(load_workbook(io.BytesIO(content)).active.iter_rows())


def shown(content: bytes, kind: str) -> list[list[str]]:
    """Either file as the same rows of text; a day of a spreadsheet is written as in the other."""
    if kind == "csv":
        return read_csv(content)
    return [
        [str(cell.value.date()) if cell.is_date else str(cell.value or "") for cell in row]
        for row in read_xlsx(content)
    ]
