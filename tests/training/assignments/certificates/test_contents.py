"""What a certificate of a course says, and that everybody can read it, whatever people are called."""

import json
import subprocess
from io import BytesIO

import outloud
import pikepdf
import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image

from guidelines.policies.models import Rendition
from portal.audit.models import AuditEvent
from portal.documents.verify import Finding, check_pdf
from tests.training.assignments.certificates.making import TITLES, course_version, done, in_two_years, revoked
from training.assignments.certificates import wording
from training.assignments.certificates.issuing import issue_certificate, read_certificate
from training.assignments.choices import Basis, RevocationCause

pytestmark = pytest.mark.django_db
HOSTILE = "Zoë <script>alert(1)</script> مُحَمَّد 👩‍🚀 Q̈" + "x" * 240


def embedded(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments}


def issued(completion) -> bytes:
    return read_certificate(issue_certificate(completion))


def speaking(person, language):
    person.language = language
    person.save(update_fields=["language"])
    return person


def test_t1_it_names_course_version_guidelines_days_and_its_place_in_the_trail(passed, pdf_text):
    """T1: which course version, on what proof, and which guideline versions its lessons showed."""
    certificate = issue_certificate(passed)
    pdf = read_certificate(certificate)
    event = AuditEvent.objects.get(verb="completion.recorded", object_id=str(passed.ref))
    guideline = Rendition.objects.get(language="de")
    facts = json.loads(passed.record.canonical)
    text = pdf_text(pdf)
    for expected in (
        certificate.serial,
        "Ben Öztürk",
        facts["subject"]["personnel_number"],
        "Hafenlicht GmbH",
        TITLES["de"],
        "Schulung bestanden",
        "2.1",
        f"{guideline.title}, Fassung 1.0",
        guideline.sha256,
        passed.version.binding,
        passed.commitment,
        event.hash,
        certificate.chain_hash,
        "vom Portal selbst bewertet",
        "Gültig vom",
        "eIDAS",
    ):
        assert expected in text, expected
    issue = json.loads(embedded(pdf)["issue.json"])
    assert issue["event"] == {"seq": event.seq, "hash": event.hash}
    assert issue["head"] == {"seq": certificate.chain_seq, "hash": certificate.chain_hash}
    assert (issue["completion"], issue["commitment"]) == (str(passed.ref), passed.commitment)


def test_t6_it_says_passed_and_nowhere_how_well(passed, pdf_text):
    """T6: a certificate goes through many hands; the result in figures is the learner's own."""
    pdf = issued(passed)
    facts = json.loads(embedded(pdf)["completion.json"])
    record = json.loads(passed.record.canonical)
    assert facts == record
    assert set(record["attempt"]) == {"ref", "pass_percent", "asked"}
    assert "91" not in pdf_text(pdf).replace(passed.commitment, "").split()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("basis", Basis)
def test_every_basis_says_honestly_what_it_rests_on(basis, language, cast, version, pdf_text):
    from django.utils import translation

    person = speaking(cast.ben, language)
    by = person if basis in (Basis.PASSED, Basis.REPORTED) else cast.hanna
    completion = done(person, version, basis=basis, by=by, reason="Leitet die Schulung selbst.")
    text = pdf_text(issued(completion))
    with translation.override(language):
        assert str(wording.TITLES[basis]) in text
        assert " ".join(wording.rests_on(basis, {"pass_percent": 80}).split()) in text
    assert TITLES[language] in text
    assert ("Hanna Krüger" in text) == (by == cast.hanna)


def test_two_people_stand_on_equivalent_evidence_each_once(cast, version, pdf_text):
    """Whoever recorded it and whoever checked it; the one who closed it is not named again."""
    elsewhere = {"sha256": "ab" * 32, "recorded_by": "Hanna Krüger", "decided_by": "Mara Iversen"}
    completion = done(cast.ben, version, basis=Basis.EQUIVALENT, by=cast.mara, elsewhere=elsewhere)
    text = pdf_text(issued(completion))
    assert text.count("Erfasst von") == text.count("Geprüft von") == 1
    assert "Erfasst von Hanna Krüger" in text
    assert "Geprüft von Mara Iversen" in text
    assert "ab" * 32 in text


def test_every_basis_has_words():
    assert set(wording.TITLES) == set(wording.OUTCOMES) == set(wording.PROOF) | {Basis.PASSED} == set(Basis)
    assert set(wording.ENDINGS) == set(RevocationCause)


def test_what_had_ended_when_it_was_issued_is_said(cast, passed, today, pdf_text):
    revoked(passed, cause=RevocationCause.MISTAKE, on=today, by=cast.hanna)
    assert "widerrufen" in pdf_text(issued(passed))


@pytest.mark.parametrize("basis", [Basis.PASSED, Basis.EQUIVALENT])
def test_it_is_accessible_archivable_and_sealed(basis, cast, version, tmp_path):
    completion = done(cast.ben, version, basis=basis, by=cast.hanna, until=in_two_years())
    pdf = issued(completion)
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf)
    result = outloud.check(str(path))
    assert result.error is None
    assert [finding.message for finding in result.findings] == []
    assert b'pdfaid:part="3"' in pdf
    assert check_pdf(pdf).finding == Finding.INTACT
    with pikepdf.open(path) as opened:
        assert [str(item.AFRelationship) for item in opened.Root.AF] == ["/Data", "/Data"]


def test_the_code_on_the_printed_page_leads_to_the_public_check(passed, settings, tmp_path):
    """Read as a scanner reads paper: at 150 dots per inch, in grey."""
    certificate = issue_certificate(passed)
    command = ["pdftoppm", "-r", "150", "-gray", "-png", "-", tmp_path / "page"]
    subprocess.run(command, input=read_certificate(certificate), check=True)
    found = [
        code.text for page in tmp_path.glob("*.png") for code in zxingcpp.read_barcodes(Image.open(page))
    ]
    address = reverse("evidence:check-show", args=[certificate.verify_code])
    assert found == [settings.PORTAL_BASE_URL.rstrip("/") + address]


def test_hostile_names_titles_and_reasons_are_laid_out(cast, pdf_text, caplog):
    """Long names, right-to-left text, emoji, combining marks, formulas, markup."""
    type(cast.ben).objects.filter(pk=cast.ben.pk).update(name=HOSTILE[:300], personnel_number="=1+1")
    person = type(cast.ben).objects.get(pk=cast.ben.pk)
    version = course_version(cast, titles={"de": "T" * 240 + "<b>&amp;"})
    completion = done(person, version, basis=Basis.WAIVED, by=cast.hanna, reason="</p>& " * 300)
    with caplog.at_level("DEBUG", logger="portal.documents.render"):
        pdf = issued(completion)
    assert "Not well formed" not in caplog.text
    assert "<script>" in pdf_text(pdf)
    assert json.loads(embedded(pdf)["completion.json"])["subject"]["name"] == person.name
    assert check_pdf(pdf).finding == Finding.INTACT
