"""Downloads for those who may, and the public check for everybody."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.operations import take_role
from portal.audit.models import AuditEvent
from portal.documents.codes import ALPHABET, LENGTH, new_code, normalised, spaced
from portal.documents.failures import PdfUnavailable
from portal.documents.seal import seal_pdf
from portal.keys import sealing
from reports.evidence import limits, operations
from reports.evidence.checking import FileFinding, check_file
from reports.evidence.choices import EvidenceKind
from reports.evidence.masking import masked_name
from reports.evidence.models import EvidenceDocument
from reports.evidence.operations import issue_evidence
from reports.evidence.storing import read_evidence
from reports.evidence.uploads import UPLOAD_MAX_BYTES
from tests.factories.people import signed_in

pytestmark = pytest.mark.django_db


def own_address(acknowledgement) -> str:
    return reverse("evidence:document-download", args=[acknowledgement.ref])


def check_address(document: EvidenceDocument) -> str:
    return reverse("evidence:check-show", args=[document.verify_code])


def upload(client, address: str, content: bytes, name: str = "a.pdf"):
    return client.post(address, {"file": SimpleUploadedFile(name, content, "application/pdf")})


def verbs(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


# --- downloads ----------------------------------------------------------------------------------


def test_one_gets_ones_own_certificate_issued_now_at_the_latest(client, cast, confirmed):
    signed_in(client, cast.ben)
    first, second = client.get(own_address(confirmed)), client.get(own_address(confirmed))
    document = EvidenceDocument.objects.get()
    assert first.content == second.content == read_evidence(document)
    assert first.headers["Content-Type"] == "application/pdf"
    assert document.serial in first.headers["Content-Disposition"]
    assert "no-store" in first.headers["Cache-Control"]
    assert verbs("evidence.downloaded") == 0


def test_hr_gets_it_too_and_each_look_is_a_row(client, cast, confirmed):
    """E3: permission is checked each time; somebody else's certificate is never fetched silently."""
    signed_in(client, cast.hanna)
    assert client.get(own_address(confirmed)).status_code == 200
    assert client.get(own_address(confirmed)).status_code == 200
    assert verbs("evidence.downloaded") == 2


@pytest.mark.parametrize("name", ["mara", "cleo", "edda", "ines", "dana", "wolf"])
def test_nobody_else_does_and_the_attempt_is_a_row(client, cast, confirmed, name):
    signed_in(client, getattr(cast, name))
    assert client.get(own_address(confirmed)).status_code == 404
    assert not EvidenceDocument.objects.exists()
    assert verbs("evidence.refused") == 1


def test_a_role_that_was_taken_away_ends_downloads_at_once(client, cast, confirmed):
    """E3: the permission of a minute ago does not count."""
    signed_in(client, cast.hanna)
    assert client.get(own_address(confirmed)).status_code == 200
    take_role(person=cast.hanna, role=Role.HR, by=None)
    signed_in(client, cast.hanna)
    assert client.get(own_address(confirmed)).status_code == 404


def test_negative_certificates_have_addresses_of_their_own(client, cast, withdrawn):
    signed_in(client, cast.ben)
    address = reverse("evidence:document-download-kind", args=[withdrawn.ref, EvidenceKind.WITHDRAWAL])
    assert client.get(address).status_code == 200
    missing = reverse("evidence:document-download-kind", args=[withdrawn.ref, EvidenceKind.SUPERSEDED])
    assert client.get(missing).status_code == 404
    package = client.get(reverse("evidence:package-download", args=[withdrawn.ref]))
    assert len(ZipFile(BytesIO(package.content)).namelist()) == 3


def test_without_pdfs_the_page_says_what_to_install(client, cast, confirmed, monkeypatch):
    def unavailable(*args, **kwargs):
        raise PdfUnavailable("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(operations, "sealed_certificate", unavailable)
    signed_in(client, cast.ben)
    response = client.get(own_address(confirmed))
    assert response.status_code == 503
    assert "libpango-1.0-0" in response.content.decode()
    assert "ist gespeichert" in response.content.decode()


# --- the public check ---------------------------------------------------------------------------


@pytest.fixture
def document(confirmed) -> EvidenceDocument:
    return issue_evidence(confirmed)


def test_a_code_shows_masked_facts_and_leaves_a_row_without_a_person(client, document):
    page = client.get(check_address(document))
    text = page.content.decode()
    assert page.status_code == 200
    assert "B. Ö." in text
    assert "Öztürk" not in text
    assert document.serial in text
    assert "Soziale Medien" in text
    event = AuditEvent.objects.get(verb="evidence.checked")
    assert (event.actor, event.object_id) == (None, str(document.ref))
    assert "127.0.0.1" not in event.canonical
    # "no-referrer" would make browsers send "Origin: null" with the upload, which is refused.
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_a_code_may_be_typed_with_spaces_small_letters_and_o_for_zero(client, document):
    typed = spaced(document.verify_code).lower().replace("0", "o").replace("1", "l")
    response = client.post(reverse("evidence:check-enter"), {"code": typed})
    assert response.headers["Location"] == check_address(document)
    pasted = "https://portal.example" + check_address(document)
    assert client.post(reverse("evidence:check-enter"), {"code": pasted}).status_code == 302


@pytest.mark.parametrize("code", ["", "x", "0" * 25, "U" * 26, "é" * 26, "../../etc/passwd"])
def test_what_is_no_code_is_said_to_be_none(client, code):
    assert client.post(reverse("evidence:check-enter"), {"code": code}).status_code == 422


def test_an_unknown_code_is_a_clear_404(client, document):
    page = client.get(reverse("evidence:check-show", args=[new_code()]))
    assert page.status_code == 404
    assert "No certificate has this code" in page.content.decode()
    assert verbs("evidence.checked") == 0


def test_codes_hold_130_random_bits():
    assert LENGTH * 5 >= 128
    assert len({new_code() for _ in range(1000)}) == 1000
    assert all(normalised(code) == code for code in (new_code() for _ in range(50)))
    assert len(ALPHABET) == 32


def test_the_genuine_file_is_recognised_with_and_without_its_code(client, document):
    pdf = read_evidence(document)
    for address in (check_address(document), reverse("evidence:check-enter")):
        page = upload(client, address, pdf)
        assert str(FileFinding.GENUINE.label) in page.content.decode()
        assert "B. Ö." in page.content.decode()


def test_every_other_file_gets_a_clear_answer(cast, document, reserved):
    pdf = read_evidence(document)
    other = issue_evidence(reserved)
    altered = bytearray(pdf)
    altered[2000] ^= 1
    found = {
        FileFinding.OTHER: read_evidence(other),
        FileFinding.ALTERED: bytes(altered),
        FileFinding.APPENDED: pdf + b"\n1 0 obj\n<<>>\nendobj\n",
        FileFinding.NO_PDF: b"MZ\x90 disguised",
    }
    for finding, content in found.items():
        assert check_file(content, expected=document).finding == finding


def test_a_file_sealed_by_somebody_else_is_foreign(document, settings, tmp_path):
    from portal.documents.render import render_pdf

    own = settings.PORTAL_KEYS_DIR
    blank = render_pdf("<html lang='en'><head><title>A</title></head><body><p>A</p></body></html>")
    assert check_file(blank).finding == FileFinding.UNSEALED
    assert check_file(seal_pdf(blank, reason="Test")).finding == FileFinding.UNKNOWN
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    sealing._load.cache_clear()
    foreign = seal_pdf(blank, reason="Test")
    settings.PORTAL_KEYS_DIR = own
    sealing._load.cache_clear()
    assert check_file(foreign).finding == FileFinding.FOREIGN


def test_a_huge_upload_is_refused_before_it_is_read(client, document):
    """Issue 2, section 6: 200 MB are refused by their announced size; not a byte is read."""

    class Unread(BytesIO):
        def read(self, *args):
            raise AssertionError("the body was read")

    response = client.generic(
        "POST",
        check_address(document),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
        **{"wsgi.input": Unread()},
    )
    assert response.status_code == 413


def test_a_file_just_over_the_limit_is_refused_in_memory(client, document):
    response = upload(client, check_address(document), b"%PDF-" + b"x" * (UPLOAD_MAX_BYTES + 10))
    assert response.status_code in (413, 422)


def test_the_upload_needs_its_token(document):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert upload(strict, check_address(document), b"%PDF").status_code == 403


def test_too_many_look_ups_are_refused_for_an_hour(client, document, monkeypatch, time_machine):
    monkeypatch.setattr(limits, "LOOKUPS_PER_CLIENT", 3)
    address = check_address(document)
    assert [client.get(address).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert client.get(address).headers["Retry-After"] == "3600"
    assert client.get(address, REMOTE_ADDR="127.0.0.2").status_code == 200
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    assert client.get(address).status_code == 200


def test_one_code_cannot_be_asked_for_by_a_crowd(client, document, monkeypatch):
    monkeypatch.setattr(limits, "LOOKUPS_PER_CODE", 2)
    answers = [
        client.get(check_address(document), REMOTE_ADDR=f"127.0.0.{n}").status_code for n in range(2, 6)
    ]
    assert answers == [200, 200, 429, 429]


def test_uploads_have_a_limit_of_their_own(client, monkeypatch):
    monkeypatch.setattr(limits, "UPLOADS_PER_CLIENT", 1)
    address = reverse("evidence:check-enter")
    assert [upload(client, address, b"x").status_code for _ in range(2)] == [200, 429]


def test_no_address_is_kept_in_the_cache(client, document, monkeypatch):
    """K10: the key is a keyed hash; the value is a number."""
    seen = []
    monkeypatch.setattr(limits.cache, "add", lambda key, *rest: seen.append(key) or True)
    client.get(check_address(document))
    assert seen
    assert not any("127.0.0.1" in key for key in seen)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Ben Öztürk", "B. Ö."),
        ("Dirk von der Osten-Sacken", "D. O."),
        ("Cher", "C."),
        ("", "–"),
        ("👩‍🚀 123", "–"),
        ("ada lovelace", "A. L."),
        ("Q\u0308uinn Z", "Q\u0308. Z."),
        ("محمد علي", "م. ع."),
    ],
)
def test_names_are_shortened_to_initials(name, masked):
    assert masked_name(name) == masked


def test_a_missing_file_is_said_at_the_file(client):
    page = client.post(reverse("evidence:check-enter"), {"code": "", "check": "file"})
    assert page.status_code == 422
    assert page.context["file_form"].errors
    assert not page.context["code_form"].errors
