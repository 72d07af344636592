"""What a certificate says, that everybody can read it, and that it bears whatever people are called."""

import json
import subprocess
from io import BytesIO

import outloud
import pikepdf
import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image

from accounts.people.choices import Way
from guidelines.policies.models import RenditionPdf
from guidelines.policies.operations import acknowledge_under_reservation
from portal.audit.models import AuditEvent
from portal.documents.verify import Finding, check_pdf
from reports.evidence import wording
from reports.evidence.operations import issue_evidence
from reports.evidence.storing import read_evidence
from tests.factories.policies import read, release, request_of

pytestmark = pytest.mark.django_db


def embedded(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments}


def test_the_certificate_says_everything_and_carries_its_facts(confirmed, pdf_text):
    document = issue_evidence(confirmed)
    pdf = read_evidence(document)
    record = confirmed.record.canonical
    files = embedded(pdf)
    assert files["acknowledgement.json"] == record.encode()
    issue = json.loads(files["issue.json"])
    event = AuditEvent.objects.get(verb="acknowledgement.given")
    assert issue["event"] == {"seq": event.seq, "hash": event.hash}
    assert issue["head"] == {"seq": document.chain_seq, "hash": document.chain_hash}
    text = " ".join(pdf_text(pdf).split())
    facts = json.loads(record)
    for expected in (
        document.serial,
        "Ben Öztürk",
        facts["subject"]["personnel_number"],
        facts["subject"]["department"],
        "Hafenlicht GmbH",
        facts["rendition"]["title"],
        facts["rendition"]["sha256"],
        facts["policy"]["binding"],
        RenditionPdf.objects.get(rendition=confirmed.rendition).sha256,
        confirmed.commitment,
        event.hash,
        document.chain_hash,
        facts["statement"],
        "Falk Neumann",
        "(Europe/Berlin, UTC+0",
        confirmed.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eIDAS",
        "Kenntnisnahme bestätigt",
        "Deutsch (maßgeblich: Deutsch)",
        "Passwort + Einmalcode (TOTP)",
    ):
        assert expected in text, expected


@pytest.mark.parametrize(
    ("stored", "words"), [(False, "wurden nicht gespeichert"), (True, "wurden in Protokollen")]
)
def test_the_certificate_says_whether_addresses_were_stored(stored, words, settings, request, pdf_text):
    """K10: as it was when the answer was given, not as it is now."""
    settings.PORTAL_STORE_IP_AND_AGENT = stored
    acknowledgement = request.getfixturevalue("confirmed")
    settings.PORTAL_STORE_IP_AND_AGENT = not stored
    text = " ".join(pdf_text(read_evidence(issue_evidence(acknowledgement))).split())
    assert words in text


def test_the_code_on_the_printed_page_leads_to_the_public_check(confirmed, settings, tmp_path):
    """Read as a scanner reads paper: at 150 dots per inch, in grey."""
    document = issue_evidence(confirmed)
    command = ["pdftoppm", "-r", "150", "-gray", "-png", "-", tmp_path / "page"]
    subprocess.run(command, input=read_evidence(document), check=True)
    found = [
        code.text for page in tmp_path.glob("*.png") for code in zxingcpp.read_barcodes(Image.open(page))
    ]
    address = reverse("evidence:check-show", args=[document.verify_code])
    assert found == [settings.PORTAL_BASE_URL.rstrip("/") + address]


@pytest.mark.parametrize("fixture", ["confirmed", "reserved"])
def test_the_certificate_is_accessible_archivable_and_sealed(fixture, request, tmp_path):
    pdf = read_evidence(issue_evidence(request.getfixturevalue(fixture)))
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf)
    result = outloud.check(str(path))
    assert result.error is None
    assert [finding.message for finding in result.findings] == []
    assert b'pdfaid:part="3"' in pdf
    assert check_pdf(pdf).finding == Finding.INTACT
    with pikepdf.open(path) as opened:
        assert [str(item.AFRelationship) for item in opened.Root.AF] == ["/Data", "/Data"]


@pytest.mark.parametrize("lines", [1, 2, 4, 8, 14])
def test_facts_that_belong_together_share_a_page(lines, cast, pdf_text):
    """Wherever the page ends: no fact stands alone at its foot, or at the head of the next one."""
    release(editor=cast.edda, approver=cast.falk)
    request = request_of(cast.ada)
    answer = acknowledge_under_reservation(
        request=request,
        read=read(request, "en"),
        reason="May I like posts of customers?\n" * lines,
        authenticated="passkey",
        by=cast.ada,
    )
    pages = pdf_text(read_evidence(issue_evidence(answer))).split("\f")
    for together in (
        ("Name", "Place of work"),
        ("Course of events", "Reason for asking", "How"),
        ("Integrity", "Text signed (SHA-256)", "Issued"),
    ):
        places = {place for words in together for place, page in enumerate(pages) if begins(page, words)}
        assert len(places) == 1, (together, places)


def begins(page: str, words: str) -> bool:
    """Whether a line of `page` is a heading or a label of these words."""
    return any(line.strip() == words or line.startswith(f"{words}  ") for line in page.splitlines())


def test_hostile_names_and_statements_are_laid_out(cast, pdf_text):
    """Issue 2, section 6: long names, right-to-left text, emoji, combining marks, formulas, markup."""
    from tests.factories.policies import read, request_of, text

    person = cast.ben
    hostile = "Zoë <script>alert(1)</script> مُحَمَّد 👩‍🚀 Q̈" + "x" * 250
    type(person).objects.filter(pk=person.pk).update(name=hostile[:300], personnel_number="=1+1")
    statement = "Ich bestätige. " * 400
    texts = [text("de", title="T" * 250, statement=statement), text("en", statement=statement)]
    release(editor=cast.edda, approver=cast.falk, texts=texts)
    request = request_of(type(person).objects.get(pk=person.pk))
    from guidelines.policies.operations import acknowledge

    answer = acknowledge(request=request, read=read(request), authenticated="passkey", by=request.employee)
    pdf = read_evidence(issue_evidence(answer))
    assert "<script>" in pdf_text(pdf)
    assert embedded(pdf)["acknowledgement.json"] == answer.record.canonical.encode()
    assert check_pdf(pdf).finding == Finding.INTACT


@pytest.mark.parametrize("name", ["Ben Öztürk", '<b>&amp; "Ö\'z"', "محمد أحمد", "=cmd()|'/C calc'!A1"])
def test_the_certificate_is_well_formed_whatever_people_are_called(name, request, cast, caplog):
    """The forgiving parser costs a twentieth of a certificate; whoever breaks the syntax would not notice."""
    cast.ben.name = name
    cast.ben.save()
    confirmed = request.getfixturevalue("confirmed")
    with caplog.at_level("DEBUG", logger="portal.documents.render"):
        issue_evidence(confirmed)
    assert "Not well formed" not in caplog.text


def test_every_way_of_signing_in_has_words_on_the_certificate():
    assert set(Way.values) <= set(wording.WAYS)
