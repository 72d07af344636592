"""Evidence of a case of its own: taken in, who sees it, and how it goes with the case."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Role
from guidelines.incidents.jobs import remove_leftovers
from guidelines.incidents.keeping import EvidenceGone, EvidenceRefused, EvidenceTooLarge
from guidelines.incidents.storing import LEFTOVER_AFTER
from guidelines.moderation.choices import Measure
from guidelines.moderation.models import CaseFile
from guidelines.moderation.operations import add_file, erase, look_at_file
from guidelines.moderation.operations.files import FILES
from guidelines.moderation.rules import AlreadyErased, FilesInIncident
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.documents.keeping import StoredFileDamaged
from tests.factories.evidence import PDF, incident_row, png, upload
from tests.factories.moderation import case, decided
from tests.factories.people import EmployeeFactory, signed_in

pytestmark = pytest.mark.django_db
HOSTILE = '<img src=x onerror="alert(1)">.png'


def stored() -> list[str]:
    storage = storages["incidents"]
    try:
        folders = storage.listdir("moderation")[0]
    except FileNotFoundError:
        return []
    return [f"moderation/{one}/{name}" for one in folders for name in storage.listdir(f"moderation/{one}")[1]]


@pytest.fixture(autouse=True)
def empty_storage():
    yield
    for name in stored():
        storages["incidents"].delete(name)


@pytest.fixture
def kept(cast, post):
    return add_file(case=post, upload=upload(), about="The post as it was", by=cast.ada)


def at(name: str, ref: object) -> str:
    return reverse(f"moderation:{name}", args=[ref])


def test_a_screenshot_is_sealed_and_comes_back_as_it_was(cast, kept) -> None:
    assert kept.sha256 == hashlib.sha256(png()).hexdigest()
    assert (kept.media_type, kept.size, kept.name) == ("image/png", len(png()), "screenshot.png")
    with storages["incidents"].open(kept.stored_as) as file:
        assert b"PNG" not in file.read()
    assert b"".join(FILES.pieces_of(kept)) == png()
    event = AuditEvent.objects.get(verb="moderation.file_added", object_id=str(kept.ref))
    assert kept.sha256 in event.canonical
    assert "screenshot" not in event.canonical


def test_a_file_of_another_case_does_not_open(cast, account, kept) -> None:
    CaseFile.objects.filter(pk=kept.pk).update(case=case(account, by=cast.ada))
    with pytest.raises(StoredFileDamaged):
        look_at_file(file=kept, by=cast.ada)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"MZ" + b"\0" * 100, "photo.png"), (b"#!/bin/sh\n", "note.txt"), (PDF, "letter.exe"), (b"", "a.png")],
)
def test_a_disguised_program_is_refused(cast, post, content, name) -> None:
    with pytest.raises(EvidenceRefused):
        add_file(case=post, upload=upload(content, name), about="", by=cast.ada)
    assert stored() == []


def test_too_large_is_refused_before_it_is_read(cast, post, settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 100
    big = upload(PDF * 5, "a.pdf")
    big.file = None  # whoever reads it fails
    with pytest.raises(EvidenceTooLarge):
        add_file(case=post, upload=big, about="", by=cast.ada)


def test_500_megabytes_are_refused_before_they_are_read(client, cast, post) -> None:
    class Unread:
        def read(self, *_args: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = signed_in(client, cast.ada).generic(
        "POST",
        at("file-add", post.ref),
        b"x",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(500 * 1024 * 1024),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413


def test_it_is_added_looked_at_and_handed_out(client, cast, post) -> None:
    client = signed_in(client, cast.ada)
    refused = SimpleUploadedFile("photo.png", b"MZ" + b"\0" * 100)
    assert client.post(at("file-add", post.ref), {"file": refused}).status_code == 422
    client.post(at("file-add", post.ref), {"file": upload(), "about": "The post"})
    kept = CaseFile.objects.get()
    assert at("file-show", kept.ref) in client.get(at("case-show", post.ref)).content.decode()
    assert kept.sha256 in client.get(at("file-show", kept.ref)).content.decode()
    picture = client.get(at("file-picture", kept.ref))
    assert (picture.getvalue(), picture["Content-Type"]) == (png(), "image/png")
    assert "sandbox" in picture["Content-Security-Policy"]
    saved = client.get(at("file-download", kept.ref))
    assert saved["Content-Disposition"] == 'attachment; filename="screenshot.png"'
    assert hashlib.sha256(saved.getvalue()).hexdigest() == kept.sha256
    assert AuditEvent.objects.filter(verb="moderation.file_seen").count() == 2


def test_whoever_does_not_see_the_case_sees_no_file(client, cast, post, kept) -> None:
    client = signed_in(client, cast.ben)
    for name in ("file-show", "file-picture", "file-download"):
        assert client.get(at(name, kept.ref)).status_code == 404
    assert client.get(at("file-add", post.ref)).status_code == 404
    with pytest.raises(NotPermitted):
        look_at_file(file=kept, by=cast.ben)
    with pytest.raises(NotPermitted):
        add_file(case=post, upload=upload(), about="", by=cast.ben)


def test_the_data_protection_officer_looks_and_adds_nothing(client, post, kept) -> None:
    dpo = EmployeeFactory(roles=[Role.DPO])
    client = signed_in(client, dpo)
    assert client.get(at("file-download", kept.ref)).status_code == 200
    assert client.get(at("file-add", post.ref)).status_code == 404
    with pytest.raises(NotPermitted):
        add_file(case=post, upload=upload(), about="", by=dpo)


def test_a_hostile_name_is_only_text(client, cast, post) -> None:
    file = upload()
    file._name = HOSTILE
    kept = add_file(case=post, upload=file, about=HOSTILE, by=cast.ada)
    client = signed_in(client, cast.ada)
    for page in (at("case-show", post.ref), at("file-show", kept.ref)):
        content = client.get(page).content.decode()
        assert "<img src=x" not in content
        assert "&lt;img src=x" in content


def test_a_case_in_an_incident_has_its_files_there(client, cast, account) -> None:
    inside = case(account, by=cast.ada, incident=incident_row(cast.ada))
    with pytest.raises(FilesInIncident):
        add_file(case=inside, upload=upload(), about="", by=cast.ada)
    client = signed_in(client, cast.ada)
    assert client.get(at("file-add", inside.ref)).status_code == 404
    room = reverse("incidents:room-show", args=[inside.incident.ref])
    assert f'{room}#region-evidence"' in client.get(at("case-show", inside.ref)).content.decode()


def test_it_goes_with_the_words_of_its_case(cast, post, kept, django_capture_on_commit_callbacks) -> None:
    decided(post, Measure.REPLY, by=cast.ada)
    post.refresh_from_db()
    day = post.delete_on
    moment = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=4)
    with time_machine.travel(moment), django_capture_on_commit_callbacks(execute=True):
        assert erase(model=type(post), pks=[post.pk], day=day) == 1
    kept.refresh_from_db()
    assert stored() == []
    assert (kept.name, kept.about, bytes(kept.sealed_key)) == ("", "", b"")
    assert kept.sha256 == hashlib.sha256(png()).hexdigest()
    with pytest.raises(EvidenceGone):
        look_at_file(file=kept, by=cast.ada)
    with pytest.raises(AlreadyErased):
        add_file(case=post.__class__.objects.get(pk=post.pk), upload=upload(), about="", by=cast.ada)
    assert '"files":1' in AuditEvent.objects.get(verb="moderation.erased").canonical.replace(" ", "")


def test_pages_of_an_emptied_case_say_so(client, cast, post, kept) -> None:
    decided(post, Measure.REPLY, by=cast.ada)
    post.refresh_from_db()
    erase(model=type(post), pks=[post.pk], day=post.delete_on)
    client = signed_in(client, cast.ada)
    assert "Datei ohne Namen" in client.get(at("case-show", post.ref)).content.decode()
    assert kept.sha256 in client.get(at("file-show", kept.ref)).content.decode()
    assert client.get(at("file-download", kept.ref)).status_code == 404


def test_what_a_killed_worker_left_is_removed(kept) -> None:
    left = storages["incidents"].save("moderation/aa/left", upload())

    class Worker:
        def progress(self, *_args: object) -> None: ...

    remove_leftovers(Worker())
    assert left in stored()
    with time_machine.travel(timezone.now() + LEFTOVER_AFTER + timedelta(minutes=1)):
        remove_leftovers(Worker())
    assert left not in stored()
    assert kept.stored_as in stored()
