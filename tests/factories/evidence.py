"""Files as people bring them to an incident."""

import struct
import zlib
from io import BytesIO

from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.choices import Status
from guidelines.incidents.models import Incident, Member, Report
from guidelines.playbooks.choices import Trouble

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TEXT = b"Uhrzeit;Beitrag\n23:04;Das geht gar nicht\n"
MAIL = (
    b"From: jo@example.org\r\nTo: us@example.com\r\nDate: Sat, 28 Nov 2026 20:00:00 +0100\r\n"
    b"Subject: Complaint\r\n\r\nHello\r\n"
)


def png(width: int = 4, height: int = 3) -> bytes:
    """A picture whose head says this size; its body is that of a tiny one when it is large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x20\x60\xa0" * width for _ in range(height)) if width < 500 else b"\0"
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def upload(content: bytes | None = None, name: str = "screenshot.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png() if content is None else content)


def incident_row(*inside: Employee, status: str = Status.REPORTED, **facts: object) -> Incident:
    """An incident that `inside` may enter, without a playbook: for what needs none."""
    now = timezone.now()
    ended = {} if status in (Status.REPORTED, Status.ASSESSING) else {"ended_at": now}
    incident = Incident.objects.create(
        **{
            "title": "Storm",
            "trouble": Trouble.CRITICISM,
            "opened_at": now,
            "status": status,
            **ended,
            **facts,
        }
    )
    for person in inside:
        Member.objects.create(incident=incident, person=person, added_at=now)
    return incident


def report_row(incident: Incident, *, by: Employee) -> Report:
    return Report.objects.create(
        incident=incident, trouble=incident.trouble, reported_by=by, reported_at=timezone.now()
    )


def bomb() -> bytes:
    """A ZIP file that would unpack to 50 MB."""
    import zipfile

    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("screenshot.png", b"\0" * 50_000_000)
    return target.getvalue()


def stored_files() -> list[str]:
    storage = storages["incidents"]
    try:
        folders = storage.listdir("evidence")[0]
    except FileNotFoundError:
        return []
    return [f"evidence/{one}/{name}" for one in folders for name in storage.listdir(f"evidence/{one}")[1]]


def remove_stored() -> None:
    for name in stored_files():
        storages["incidents"].delete(name)
