"""Evidence: what is taken in, how it lies there, who sees it, and how it goes."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from guidelines.incidents import storing
from guidelines.incidents.choices import Status
from guidelines.incidents.keeping import DayImpossible, EvidenceGone, EvidenceTooLarge, NoRoomForEvidence
from guidelines.incidents.models import EvidenceFile, Incident, TimelineEntry
from guidelines.incidents.operations import evidence as operations
from guidelines.incidents.operations.evidence import (
    EnoughEvidence,
    add_evidence,
    delete_evidence,
    look_at_evidence,
    set_deletion_day,
)
from portal.audit.models import AuditEvent, ChainHead
from portal.audit.rules import NotPermitted
from portal.audit.trail import open_chain
from portal.documents.keeping import Damage, StoredFileDamaged
from portal.keys import files
from portal.keys.operations import add_ring_key, rewrap_all
from portal.keys.streams import PIECE
from tests.factories.evidence import PDF, incident_row, png, report_row, stored_files, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_storage():
    yield
    for name in stored_files():
        storages["incidents"].delete(name)


def raw(evidence: EvidenceFile) -> bytes:
    with storages["incidents"].open(evidence.stored_as) as file:
        return file.read()


def replace(evidence: EvidenceFile, content: bytes) -> None:
    path = storages["incidents"].path(evidence.stored_as)
    with open(path, "wb") as file:
        file.write(content)


def long_text(size: int) -> bytes:
    return b"".join(b"%09d\n" % number for number in range(size // 10 + 1))[:size]


def test_a_screenshot_is_sealed_and_its_digest_taken(cast) -> None:
    incident = incident_row(cast.ada)
    kept = add_evidence(incident=incident, upload=upload(), about="The first post", by=cast.ada)
    assert kept.sha256 == hashlib.sha256(png()).hexdigest()
    assert (kept.media_type, kept.size, kept.name) == ("image/png", len(png()), "screenshot.png")
    assert b"PNG" not in raw(kept)
    assert b"".join(storing.EVIDENCE.pieces_of(kept)) == png()


def test_it_stands_in_log_and_trail(cast) -> None:
    incident = incident_row(cast.ada)
    kept = add_evidence(incident=incident, upload=upload(), about="The first post", by=cast.ada)
    entry = TimelineEntry.objects.get(incident=incident)
    assert entry.kind == "incidents.evidence-added"
    assert entry.facts["sha256"] == kept.sha256
    assert entry.words.text == "screenshot.png – The first post"
    assert AuditEvent.objects.filter(verb="incident.evidence_added", object_id=str(kept.ref)).count() == 1


def test_too_large_is_refused_before_it_is_read(cast, settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 100
    big = upload(PDF * 5, "a.pdf")
    big.file = None  # whoever reads it fails
    with pytest.raises(EvidenceTooLarge):
        add_evidence(incident=incident_row(cast.ada), upload=big, by=cast.ada)


def test_a_full_disk_is_told_and_leaves_nothing(cast, monkeypatch) -> None:
    def full(storage: object, name: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_write_through", full)
    incident = incident_row(cast.ada)
    with pytest.raises(NoRoomForEvidence):
        add_evidence(incident=incident, upload=upload(), by=cast.ada)
    assert stored_files() == []
    assert not EvidenceFile.objects.exists()


def test_a_file_without_its_row_is_taken_away(cast, monkeypatch) -> None:
    def fails(**_) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(operations, "_note", fails)
    with pytest.raises(RuntimeError):
        add_evidence(incident=incident_row(cast.ada), upload=upload(), by=cast.ada)
    assert stored_files() == []


def test_what_a_killed_worker_left_is_found_later(cast) -> None:
    incident = incident_row(cast.ada)
    kept = add_evidence(incident=incident, upload=upload(), by=cast.ada)
    left = storages["incidents"].save("evidence/aa/left", upload())
    now = timezone.now()
    assert list(storing.EVIDENCE.leftovers(now)) == []
    assert list(storing.EVIDENCE.leftovers(now + storing.LEFTOVER_AFTER + timedelta(minutes=1))) == [left]
    assert kept.stored_as in stored_files()


def test_only_who_may_enter_adds(cast) -> None:
    with pytest.raises(NotPermitted):
        add_evidence(incident=incident_row(cast.ada), upload=upload(), by=cast.ben)


def test_whoever_reported_adds_to_their_own_report_and_sees_that(cast) -> None:
    incident = incident_row(cast.ada)
    report = report_row(incident, by=cast.ben)
    kept = add_evidence(incident=incident, report=report, upload=upload(), by=cast.ben)
    look_at_evidence(evidence=kept, by=cast.ben)
    with pytest.raises(NotPermitted):
        add_evidence(incident=incident, report=report, upload=upload(), by=cast.mara)
    others = add_evidence(incident=incident, upload=upload(PDF, "b.pdf"), by=cast.ada)
    with pytest.raises(NotPermitted):
        look_at_evidence(evidence=others, by=cast.ben)
    other_incident = incident_row(cast.ada)
    with pytest.raises(NotPermitted):
        add_evidence(incident=other_incident, report=report, upload=upload(), by=cast.ben)


def test_a_report_is_no_store(cast, monkeypatch) -> None:
    monkeypatch.setattr(operations, "PER_REPORT", 1)
    incident = incident_row(cast.ada)
    report = report_row(incident, by=cast.ben)
    add_evidence(incident=incident, report=report, upload=upload(), by=cast.ben)
    with pytest.raises(EnoughEvidence):
        add_evidence(incident=incident, report=report, upload=upload(), by=cast.ben)
    assert len(stored_files()) == 1


@pytest.mark.parametrize(
    ("status", "may"), [(Status.REPORTED, True), (Status.CLOSED, True), (Status.CANCELLED, False)]
)
def test_after_the_end_the_room_still_adds(cast, status, may) -> None:
    incident = incident_row(cast.ada, status=status, started_at=timezone.now())
    if may:
        add_evidence(incident=incident, upload=upload(), by=cast.ada)
    else:
        with pytest.raises(NotPermitted):
            add_evidence(incident=incident, upload=upload(), by=cast.ada)


def test_each_look_is_a_row_of_the_trail(cast) -> None:
    kept = add_evidence(incident=incident_row(cast.ada), upload=upload(), by=cast.ada)
    for _ in range(2):
        look_at_evidence(evidence=kept, by=cast.ada)
    with pytest.raises(NotPermitted):
        look_at_evidence(evidence=kept, by=cast.ben)
    assert AuditEvent.objects.filter(verb="incident.evidence_seen", object_id=str(kept.ref)).count() == 2
    assert AuditEvent.objects.filter(verb="incident.evidence_refused").count() == 1


@pytest.mark.parametrize("damage", ["cut", "swapped", "bit", "gone", "other"])
def test_damage_is_found(cast, damage) -> None:
    incident = incident_row(cast.ada)
    kept = add_evidence(incident=incident, upload=upload(long_text(PIECE * 2 + 5), "a.txt"), by=cast.ada)
    other = add_evidence(incident=incident, upload=upload(long_text(PIECE * 2 + 5), "b.txt"), by=cast.ada)
    content, step = raw(kept), PIECE + 16
    if damage == "gone":
        storages["incidents"].delete(kept.stored_as)
    changed = {
        "cut": content[:step],
        "swapped": content[step : 2 * step] + content[:step] + content[2 * step :],
        "bit": content[:-1] + bytes([content[-1] ^ 1]),
        "other": raw(other),
    }
    if damage in changed:
        replace(kept, changed[damage])
    with pytest.raises(StoredFileDamaged) as found:
        look_at_evidence(evidence=kept, by=cast.ada)
    assert found.value.found == (Damage.MISSING if damage == "gone" else Damage.CHANGED)


def test_a_file_moved_to_another_incident_does_not_open(cast) -> None:
    kept = add_evidence(incident=incident_row(cast.ada), upload=upload(), by=cast.ada)
    EvidenceFile.objects.filter(pk=kept.pk).update(incident=incident_row(cast.ada))
    with pytest.raises(StoredFileDamaged):
        look_at_evidence(evidence=kept, by=cast.ada)


def test_its_day_follows_the_end_and_can_be_set(cast, settings) -> None:
    incident = incident_row(cast.ada)
    kept, dated = (
        add_evidence(incident=incident, upload=upload(PDF, name), by=cast.ada) for name in ("a.pdf", "b.pdf")
    )
    today = timezone.localdate()
    lead = crisis_lead(cast)
    with pytest.raises(NotPermitted):
        set_deletion_day(evidence=dated, day=today, reason="Health data", by=cast.ada)
    for day in (today - timedelta(days=1), today + timedelta(days=365 * 11)):
        with pytest.raises(DayImpossible):
            set_deletion_day(evidence=dated, day=day, reason="", by=lead)
    set_deletion_day(evidence=dated, day=today, reason="Health data", by=lead)
    EvidenceFile.objects.filter(pk=kept.pk).update(delete_on=today)
    assert not delete_evidence(evidence=kept)  # the incident is open
    assert delete_evidence(evidence=dated)
    operations.date_evidence(incident, None)
    kept.refresh_from_db()
    assert kept.delete_on == today + timedelta(days=settings.EVIDENCE_KEPT_DAYS)


def crisis_lead(cast):
    from accounts.people.choices import Role
    from accounts.people.operations import give_role

    give_role(person=cast.mara, role=Role.CRISIS_LEAD, by=None)
    return cast.mara


def test_after_its_day_name_and_digest_stay(cast, django_capture_on_commit_callbacks) -> None:
    incident = incident_row(cast.ada)
    kept = add_evidence(incident=incident, upload=upload(), by=cast.ada)
    set_deletion_day(evidence=kept, day=timezone.localdate(), reason="Health data", by=crisis_lead(cast))
    with django_capture_on_commit_callbacks(execute=True):
        assert delete_evidence(evidence=kept)
        assert not delete_evidence(evidence=kept)
    kept.refresh_from_db()
    assert stored_files() == []
    assert (kept.name, kept.sha256) == ("screenshot.png", hashlib.sha256(png()).hexdigest())
    assert bytes(kept.sealed_key) == b""
    with pytest.raises(EvidenceGone):
        look_at_evidence(evidence=kept, by=cast.ada)
    kinds = [entry.kind for entry in TimelineEntry.objects.filter(incident=incident)]
    assert kinds == [
        "incidents.evidence-added",
        "incidents.evidence-dated",
        "incidents.evidence-deleted",
    ]


def test_two_uploads_of_one_file_are_two_entries_in_order(cast) -> None:
    incident = incident_row(cast.ada)
    for _ in range(2):
        add_evidence(incident=incident, upload=upload(), by=cast.ada)  # with the same, by now old, object
    assert [entry.seq for entry in incident.entries.all()] == [1, 2]
    assert Incident.objects.get(pk=incident.pk).head_seq == 2
    assert len(set(stored_files())) == 2


def test_a_change_of_keys_takes_evidence_along(cast, settings, tmp_path) -> None:
    settings.PORTAL_KEYS_DIR = str(tmp_path)
    ChainHead.objects.all().delete()
    open_chain()
    kept = add_evidence(incident=incident_row(cast.ada), upload=upload(), by=cast.ada)
    before = raw(kept)
    new = add_ring_key()
    rewrap_all()
    kept.refresh_from_db()
    assert dict(storing.EVIDENCE.keys())[kept.pk] == new
    assert raw(kept) == before
    assert b"".join(storing.EVIDENCE.pieces_of(kept)) == png()
