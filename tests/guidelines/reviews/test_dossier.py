"""The dossier: a sealed PDF and JSON lines that say the same, and a chain that shows what was altered."""

import io
import json
import subprocess

import pikepdf
import pytest
from django.db import connection

from accounts.people.models import Organisation
from guidelines.incidents.operations import add_note, close_incident, let_in
from guidelines.incidents.operations.forgetting import forget_words
from guidelines.incidents.registry import dossier_parts
from guidelines.playbooks.choices import TemplateKind
from guidelines.reviews.choices import Part
from guidelines.reviews.dossier.checking import faults_of
from guidelines.reviews.dossier.composing import lines_of, rows_of
from guidelines.reviews.models import Dossier
from guidelines.reviews.operations import ask_for_dossier, issue_dossier, read_dossier
from guidelines.reviews.operations.dossiers import delete_dossiers, dossier_storage
from guidelines.reviews.rules import DossierDamaged, DossierGone
from guidelines.statements.operations import draft_own
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.documents.verify import Finding, check_pdf
from portal.keys.operations import add_ring_key, rewrap_all
from tests.factories.incidents import crisis_lead, running
from tests.factories.people import Cast
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> {{ 7 }} =1+1 \u202e „Ärger“ 🔥"


@pytest.fixture
def lead(cast: Cast):
    return crisis_lead()


@pytest.fixture
def incident(cast: Cast, lead):
    made = running(cast, by=lead)
    add_note(incident=made, text=HOSTILE, by=lead)
    draft_own(incident=made, kind=TemplateKind.FACT, language="de", text="Wir prüfen das.", by=lead)
    return made


def lines(dossier: Dossier, by) -> bytes:
    return read_dossier(file=dossier.files.get(part=Part.LINES), by=by)


def pdf(dossier: Dossier, by) -> bytes:
    return read_dossier(file=dossier.files.get(part=Part.PDF), by=by)


def composed(incident, at) -> bytes:
    incident.refresh_from_db()
    return lines_of(rows_of(incident, language="de", at=at))


def test_pdf_and_lines_agree(incident, lead, tmp_path):
    """I6: every entry stands in both, with its hash; the lines inside the PDF are the lines beside it."""
    dossier = issue_dossier(incident, language="de", by=lead)
    content, found = pdf(dossier, lead), lines(dossier, lead)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert opened.attachments["dossier.jsonl"].get_file().read_bytes() == found
    printed = "".join(_printed(content, tmp_path).split())
    rows = [json.loads(line) for line in found.decode().splitlines()]
    entries = [row for row in rows if row["type"] == "entry"]
    assert len(entries) == incident.entries.count() == rows[0]["head_seq"]
    for entry in entries:
        assert entry["hash"] in printed
        assert "".join(entry["sentence"].split()) in printed
    assert faults_of(found) == []


def test_a_chapter_laid_out_as_a_table_leaves_nothing_out():
    """I6: whatever has a label stands in a column, and every column has a heading."""
    for part in dossier_parts():
        for columns in part.tables.values():
            assert all(names[0] in part.labels for names in columns), part.slug
        if "" in part.tables:
            assert {name for names in part.tables[""] for name in names} == set(part.labels), part.slug


def test_its_first_page_says_whose_it_is_and_how_it_ended(incident, lead, tmp_path):
    close_incident(incident=incident, reason="Quiet", by=lead)
    first = _printed(pdf(issue_dossier(incident, language="en", by=lead), lead), tmp_path).split("\f")[0]
    company = Organisation.objects.first()
    for words in (company.name if company else "", incident.number, "Closed", "2 of 6", "Contents"):
        assert words in first


def test_the_pdf_is_sealed(incident, lead):
    content = pdf(issue_dossier(incident, language="de", by=lead), lead)
    assert check_pdf(content).finding == Finding.INTACT


@pytest.mark.parametrize(
    "alter",
    [
        lambda rows: rows[-3].update(sentence="Nobody did anything"),
        lambda rows: rows.pop(-2),
        lambda rows: rows[0].update(title="Another"),
        lambda rows: next(row for row in rows if row["type"] == "entry").update(text="Forged", salt="0"),
        lambda rows: next(row for row in rows if row["type"] == "entry").update(canonical="{}"),
    ],
)
def test_whatever_is_altered_in_the_lines_is_found(incident, lead, alter):
    """I6: the chain check and the closing line find any alteration."""
    dossier = issue_dossier(incident, language="de", by=lead)
    rows = [json.loads(line) for line in lines(dossier, lead).decode().splitlines()]
    alter(rows)
    forged = "\n".join(
        json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for row in rows
    )
    assert faults_of(forged.encode() + b"\n")


def test_a_log_that_was_altered_in_the_database_shows_in_the_dossier(incident, lead, tmp_path):
    """I6: an entry changed behind the portal's back breaks the chain, and the PDF says where."""
    with connection.cursor() as cursor:
        without_triggers(cursor)
        cursor.execute(
            "UPDATE incidents_timelineentry SET canonical = '{}' WHERE incident_id = %s AND seq = 2",
            [incident.pk],
        )
    dossier = issue_dossier(incident, language="en", by=lead)
    assert "does not hold together at entry 2" in " ".join(_printed(pdf(dossier, lead), tmp_path).split())
    assert faults_of(lines(dossier, lead))


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[1]\n[2]\n", b'{"type":"end"}\n'])
def test_what_is_no_dossier_is_no_crash(content):
    assert faults_of(content)


def test_the_same_log_gives_one_dossier_and_a_longer_one_the_next(incident, lead):
    """E1, E4: asked twice, one is issued; what was issued stays as it is."""
    first = issue_dossier(incident, language="de", by=lead)
    assert issue_dossier(incident, language="de", by=lead) == first
    add_note(incident=incident, text="More", by=lead)
    second = issue_dossier(incident, language="de", by=lead)
    assert (first.number, second.number) == (1, 2)
    assert faults_of(lines(first, lead)) == []


def test_the_job_makes_it_for_whoever_asked(incident, lead):
    job = ask_for_dossier(incident=incident, by=lead)
    drain()
    job.refresh_from_db()
    assert job.state == "ready"
    assert Dossier.objects.get().asked_by == lead


def test_only_those_in_the_room_ask_and_fetch(incident, lead, cast):
    """E3: permission is asked again at every download, and every download is a row."""
    with pytest.raises(NotPermitted):
        ask_for_dossier(incident=incident, by=cast.ada)
    dossier = issue_dossier(incident, language="de", by=lead)
    with pytest.raises(NotPermitted):
        lines(dossier, cast.ada)
    let_in(incident=incident, person=cast.ada, by=lead)
    assert lines(dossier, cast.ada)
    assert AuditEvent.objects.filter(verb="dossier.fetched", actor=cast.ada.ref).count() == 1


def test_a_stored_file_that_was_changed_is_not_handed_out(incident, lead):
    dossier = issue_dossier(incident, language="de", by=lead)
    name = dossier.files.get(part=Part.PDF).stored_as
    path = dossier_storage().path(name)
    with open(path, "r+b") as file:
        file.seek(100)
        file.write(b"changed")
    with pytest.raises(DossierDamaged):
        pdf(dossier, lead)


def test_nothing_of_it_lies_readable_on_the_disk(incident, lead):
    dossier = issue_dossier(incident, language="de", by=lead)
    for file in dossier.files.all():
        with dossier_storage().open(file.stored_as) as stored:
            content = stored.read()
        assert b"%PDF" not in content
        assert b"canonical" not in content


def test_a_new_key_opens_what_the_old_one_sealed(incident, lead):
    dossier = issue_dossier(incident, language="de", by=lead)
    add_ring_key()
    rewrap_all()
    assert faults_of(lines(dossier, lead)) == []


def test_a_deleted_dossier_leaves_its_hashes_and_no_file(incident, lead, django_capture_on_commit_callbacks):
    dossier = issue_dossier(incident, language="de", by=lead)
    names = [file.stored_as for file in dossier.files.all()]
    with django_capture_on_commit_callbacks(execute=True):
        delete_dossiers(incident=incident)
    assert not any(dossier_storage().exists(name) for name in names)
    assert all(file.sha256 for file in dossier.files.all())
    with pytest.raises(DossierGone):
        lines(dossier, lead)


def test_when_the_words_are_forgotten_so_are_the_dossiers(incident, lead):
    """I6: a dossier holds the words of the log; when their time is over, it goes with them."""
    dossier = issue_dossier(incident, language="de", by=lead)
    forget_words(incident=incident)
    with pytest.raises(DossierGone):
        lines(dossier, lead)


def test_a_forgotten_text_leaves_its_digest_and_a_chain_that_holds(incident, lead):
    """I6: what somebody wrote can go when its time has come; the chain does not need it."""
    incident.entries.get(kind="incidents.note").words.delete()
    dossier = issue_dossier(incident, language="de", by=lead)
    assert faults_of(lines(dossier, lead)) == []
    assert HOSTILE.encode() not in lines(dossier, lead)


def test_hostile_text_is_text(incident, lead, tmp_path):
    printed = _printed(pdf(issue_dossier(incident, language="de", by=lead), lead), tmp_path)
    assert "<script>alert(1)</script>" in "".join(printed.split("\n"))


def test_after_the_end_the_review_is_a_chapter(incident, lead):
    close_incident(incident=incident, reason="Quiet", by=lead)
    dossier = issue_dossier(incident, language="de", by=lead)
    kinds = {json.loads(line)["type"] for line in lines(dossier, lead).decode().splitlines()}
    assert {
        "incident",
        "report",
        "level",
        "role",
        "task",
        "statement",
        "figures",
        "review",
        "entry",
        "end",
    } <= kinds


def _printed(content: bytes, folder) -> str:
    path = folder / "dossier.pdf"
    path.write_bytes(content)
    return subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout


def without_triggers(cursor) -> None:
    """As somebody does who is at the database itself."""
    if connection.vendor == "sqlite":
        cursor.execute('DROP TRIGGER "append_only_incidents_timelineentry_update"')
    else:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE incidents_timelineentry DISABLE TRIGGER ALL")
