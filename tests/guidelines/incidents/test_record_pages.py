"""Evidence, decisions, figures and planned posts, as people meet them."""

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guidelines.incidents.models import Decision, EvidenceFile, FrozenAccount, MetricSample
from guidelines.incidents.operations import let_in
from guidelines.incidents.operations.evidence import add_evidence
from guidelines.incidents.operations.freezing import freeze_accounts
from portal.audit.models import AuditEvent
from tests.factories.evidence import PDF, png, remove_stored, stored_files, upload
from tests.factories.incidents import crisis_lead, reported, running
from tests.factories.people import signed_in
from tests.factories.register import account
from tests.factories.vault import credential, shared_account

pytestmark = pytest.mark.django_db
HOSTILE = '<img src=x onerror="alert(1)">.png'


@pytest.fixture(autouse=True)
def empty_storage():
    yield
    remove_stored()


@pytest.fixture
def lead(cast):
    return crisis_lead()


@pytest.fixture
def room(cast, lead):
    return running(cast, by=lead)


def at(name: str, ref: object, **more: str) -> str:
    return reverse(f"incidents:{name}", kwargs={"ref": ref, **more})


def test_a_file_is_added_looked_at_and_handed_out(client, lead, room) -> None:
    client = signed_in(client, lead)
    file = SimpleUploadedFile("shot.png", png())
    client.post(at("evidence-add", room.ref), {"file": file, "about": "The first post"})
    kept = EvidenceFile.objects.get()
    page = client.get(at("evidence-show", kept.ref)).content.decode()
    assert kept.sha256 in page
    picture = client.get(at("evidence-picture", kept.ref))
    assert picture.getvalue() == png()
    assert picture["Content-Type"] == "image/png"
    assert "sandbox" in picture["Content-Security-Policy"]
    assert picture["X-Content-Type-Options"] == "nosniff"
    saved = client.get(at("evidence-download", kept.ref))
    assert saved["Content-Type"] == "application/octet-stream"
    assert saved["Content-Disposition"] == 'attachment; filename="shot.png"'
    assert saved.getvalue() == png()
    assert AuditEvent.objects.filter(verb="incident.evidence_seen").count() == 2


def test_nothing_but_pictures_is_shown_in_the_browser(client, lead, room) -> None:
    kept = add_evidence(incident=room, upload=upload(PDF, "a.pdf"), by=lead)
    assert signed_in(client, lead).get(at("evidence-picture", kept.ref)).status_code == 404


def test_500_megabytes_are_refused_before_they_are_read(client, lead, room) -> None:
    class Unread:
        def read(self, *_args: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = signed_in(client, lead).generic(
        "POST",
        at("evidence-add", room.ref),
        b"x",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(500 * 1024 * 1024),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "25" in answer.content.decode()


def test_a_disk_that_fills_up_meanwhile_is_told(client, lead, room, monkeypatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("guidelines.incidents.views.evidence._adding", full)
    answer = signed_in(client, lead).post(at("evidence-add", room.ref), {"file": upload()})
    assert answer.status_code == 507
    assert stored_files() == []


def test_a_disguised_program_is_told_apart(client, lead, room) -> None:
    file = SimpleUploadedFile("photo.png", b"MZ" + b"\0" * 100)
    answer = signed_in(client, lead).post(at("evidence-add", room.ref), {"file": file})
    assert answer.status_code == 422
    assert not EvidenceFile.objects.exists()


def test_whoever_reported_adds_a_screenshot_without_the_room(client, cast) -> None:
    incident = reported(cast.ben)
    mine = incident.reports.get()
    client = signed_in(client, cast.ben)
    answer = client.post(at("report-evidence", mine.ref), {"file": upload()})
    assert answer.url == at("report-show", mine.ref)
    kept = EvidenceFile.objects.get()
    assert kept.report == mine
    assert at("evidence-show", kept.ref) in client.get(answer.url).content.decode()
    assert client.get(at("evidence-show", kept.ref)).status_code == 200
    assert client.get(at("evidence-add", incident.ref)).status_code == 403


def test_nobody_else_sees_a_file(client, cast, lead, room) -> None:
    kept = add_evidence(incident=room, upload=upload(), by=lead)
    client = signed_in(client, cast.mara)
    for name in ("evidence-show", "evidence-picture", "evidence-download"):
        assert client.get(at(name, kept.ref)).status_code == 404


def test_a_hostile_name_is_only_text_in_the_room(client, lead, room) -> None:
    file = upload()
    file._name = HOSTILE
    add_evidence(incident=room, upload=file, about=HOSTILE, by=lead)
    page = signed_in(client, lead).get(at("room-show", room.ref)).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_decision_is_written_down_and_replaced(client, lead, room) -> None:
    client = signed_in(client, lead)
    said = {"question": "Answer?", "option_1": "Yes", "option_2": "No", "reason": "It grows"}
    assert client.post(at("decision-add", room.ref), said).status_code == 422
    client.post(at("decision-add", room.ref), {**said, "chosen": "1"})
    first = Decision.objects.get()
    assert first.chosen == "Yes"
    client.post(at("decision-replace", first.ref), {**said, "chosen": "2"})
    assert Decision.objects.get(replaces=first).chosen == "No"
    page = client.get(at("room-show", room.ref)).content.decode()
    assert "<del><bdi>Yes</bdi></del>" in page


def test_figures_are_noted_by_hand_and_pasted(client, lead, room) -> None:
    client = signed_in(client, lead)
    client.post(at("figures-show", room.ref), {"mentions": "120", "source": "Monitoring"})
    lines = "2026-01-02 10:00;Tool;5\n2026-01-02 11:00;Tool;9;50;1000"
    client.post(at("figures-show", room.ref), {"how": "paste", "lines": lines})
    assert MetricSample.objects.count() == 3
    bad = client.post(at("figures-show", room.ref), {"how": "paste", "lines": "10:00;Tool;many"})
    assert "1" in str(bad.context["many"].errors["lines"])
    page = client.get(at("room-show", room.ref)).content.decode()
    assert "<svg" in page
    assert "<title id=" in page
    assert "loudness-column" in page


def test_planned_posts_are_halted_in_one_tap_from_the_room(client, cast, lead, room) -> None:
    one, two = account(cast), account(cast, "@second")
    client = signed_in(client, lead)
    client.post(at("freeze-start", room.ref), {})
    assert FrozenAccount.objects.filter(account__in=[one, two]).count() == 2
    line = FrozenAccount.objects.get(account=one)
    client.post(at("freeze-settle", line.ref), {"state": "none-planned"})
    client.post(at("freeze-platform", room.ref, slug=one.platform.slug), {"state": "frozen"})
    client.post(
        at("freeze-line", FrozenAccount.objects.get(account=two).ref), {"state": "resumed", "note": "8:00"}
    )
    states = dict(FrozenAccount.objects.values_list("account__handle", "state"))
    assert states == {"@hafenlicht": "none-planned", "@second": "resumed"}
    assert client.post(at("freeze-settle", line.ref), {"state": "x"}).status_code == 400
    assert "@hafenlicht" in client.get(at("room-show", room.ref)).content.decode()


def test_emergency_access_begins_in_the_room_and_shows_no_secret(client, cast, lead, room) -> None:
    kept = credential(shared_account(cast), by=cast.anton)
    assert str(kept.ref) not in signed_in(client, lead).get(at("emergency-choose", room.ref)).content.decode()
    let_in(incident=room, person=cast.ada, by=lead)
    client = signed_in(client, cast.ada)
    page = client.get(at("emergency-choose", room.ref)).content.decode()
    address = f"{reverse('vault:emergency-use', kwargs={'ref': kept.ref})}?cause=incidents%3A{room.ref}"
    assert address in page
    asked = client.get(address.replace("%3A", ":")).content.decode()
    assert room.number in asked


def test_the_room_stays_within_its_queries(client, cast, lead, room, django_assert_max_num_queries) -> None:
    freeze_accounts(incident=room, accounts=[account(cast, f"@many-{n}") for n in range(5)], by=lead)
    for number in range(5):
        add_evidence(incident=room, upload=upload(PDF, f"{number}.pdf"), by=lead)
    client = signed_in(client, lead)
    client.get(at("room-show", room.ref))
    # Sign-in and its second factor, the room's own parts, and for these: decisions, lines and their tools,
    # levels and figures twice, files.
    with django_assert_max_num_queries(50):
        client.get(at("room-show", room.ref))
