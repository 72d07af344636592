"""The seal is PAdES B-B over the tagged field, and one flipped byte breaks it."""

import resource
import subprocess
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from django.utils import translation
from django.utils.translation import gettext
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.documents import pool as pool_module
from portal.documents import verify
from portal.documents.pool import Pool
from portal.documents.seal import NotSealable, seal_pdf
from portal.documents.verify import Finding, SealReport, check_pdf
from portal.keys.sealing import SealKeyProblem, SignatureLevel, seal_fingerprint, signature_level


def test_a_sealed_pdf_is_intact_and_says_who_sealed_it_and_why(sealed):
    report = check_pdf(sealed)
    assert report.finding == Finding.INTACT
    assert report.intact
    assert report.covers_whole_file
    assert report.by_this_portal
    assert "simple electronic seal (self-signed)" in report.signed_by
    assert report.fingerprint == seal_fingerprint()
    assert report.stated_reason == "Nachweis einer Kenntnisnahme"
    assert datetime.now(UTC) - report.stated_at < timedelta(minutes=30)


def test_the_container_is_pades_b_b_and_forbids_every_change(sealed):
    (seal,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
    attributes = {attribute["type"].native for attribute in seal.signer_info["signed_attrs"]}
    assert seal.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert {"content_type", "message_digest", "signing_certificate_v2"} <= attributes
    assert "signing_time" not in attributes
    assert len(seal.signer_info["unsigned_attrs"]) == 0
    assert seal.docmdp_level.value == 1
    assert seal.signer_info["signature_algorithm"]["algorithm"].native == "sha256_ecdsa"


@pytest.mark.needs("pdfsig")  # poppler-utils
def test_a_stranger_can_check_the_seal_with_pdfsig(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    told = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told


def test_the_field_is_tagged_and_described(sealed):
    pdf = pikepdf.open(BytesIO(sealed))
    (field,) = pdf.Root.AcroForm.Fields
    form = pdf.Root.StructTreeRoot.K[0].K[-1]
    with translation.override("de"):
        assert str(field.TU) == gettext("Electronic seal of the portal")
    assert form.S == "/Form"
    assert form.K.Obj.objgen == field.objgen
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    assert numbers[numbers.index(field.StructParent) + 1].objgen == form.objgen


def test_sealing_leaves_what_was_there_as_it_was(certificate, sealed):
    assert sealed.startswith(certificate)


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7])
def test_one_flipped_byte_is_found(sealed, place):
    altered = bytearray(sealed)
    altered[int(len(sealed) * place)] ^= 1
    report = check_pdf(bytes(altered))
    assert not report.intact
    assert str(report.reason)


def test_something_added_after_the_seal_is_found(sealed):
    report = check_pdf(sealed + b"\n% one more line\n")
    assert report.finding == Finding.APPENDED
    assert not report.intact
    assert not report.covers_whole_file


def test_a_field_filled_in_after_the_seal_is_found(sealed):
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root[pdf_name("/Lang")] = pdf_string("fr")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    assert check_pdf(out.getvalue()).finding == Finding.APPENDED


def test_a_seal_of_somebody_else_with_our_name_on_it_is_told_apart(certificate, settings, tmp_path):
    settings.PORTAL_KEYS_DIR = str(tmp_path / "theirs")
    foreign = seal_pdf(certificate, reason="Nachweis", language="de")
    settings.PORTAL_KEYS_DIR = str(tmp_path / "ours")
    report = check_pdf(foreign)
    assert report.finding == Finding.FOREIGN
    assert report.intact
    assert not report.by_this_portal


def test_older_documents_are_recognised_after_the_key_was_changed(certificate, settings, tmp_path):
    settings.PORTAL_KEYS_DIR = str(tmp_path)
    old = seal_pdf(certificate, reason="alt", language="de")
    for name in ("seal.key", "seal.crt"):
        (tmp_path / "seal" / name).unlink()
    new = seal_pdf(certificate, reason="neu", language="de")
    assert check_pdf(old).fingerprint != check_pdf(new).fingerprint
    assert check_pdf(old).finding == check_pdf(new).finding == Finding.INTACT


def test_a_seal_outlives_its_certificate(sealed, time_machine):
    time_machine.move_to("2060-01-01")
    with pytest.raises(SealKeyProblem):
        seal_fingerprint()
    assert check_pdf(sealed).finding == Finding.INTACT


@pytest.mark.parametrize("kind", ["p256", "rsa3072"])
def test_a_key_of_the_companys_own_authority_seals_too(kind, certificate, settings, tmp_path):
    issue_pair(kind, tmp_path)
    settings.PORTAL_SEAL_KEY_FILE = str(tmp_path / "own.key")
    settings.PORTAL_SEAL_CERT_FILE = str(tmp_path / "own.crt")
    report = check_pdf(seal_pdf(certificate, reason="Nachweis", language="de"))
    assert report.finding == Finding.INTACT
    assert "Personalabteilung" in report.signed_by
    assert signature_level() == SignatureLevel.OWN_CA


def issue_pair(kind, folder) -> None:
    """Write a key with a certificate issued by a small authority, and the authority's own behind it."""
    authority = ec.generate_private_key(ec.SECP256R1())
    key = (
        ec.generate_private_key(ec.SECP256R1())
        if kind == "p256"
        else rsa.generate_private_key(public_exponent=65537, key_size=3072)
    )
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Muster CA")])
    leaf_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Muster Personalabteilung")])
    chain = [
        signed(leaf_name, root_name, key.public_key(), authority),
        signed(root_name, root_name, authority.public_key(), authority),
    ]
    (folder / "own.crt").write_bytes(
        b"".join(item.public_bytes(serialization.Encoding.PEM) for item in chain)
    )
    (folder / "own.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    (folder / "own.key").chmod(0o600)


def signed(subject, issuer, public_key, authority) -> x509.Certificate:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(issuer, subject, public_key, x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(authority, hashes.SHA256())
    )


def test_a_pdf_is_sealed_once_only(sealed):
    with pytest.raises(NotSealable):
        seal_pdf(sealed, reason="noch einmal", language="de")


@pytest.mark.parametrize("content", [b"", b"x", b"%PDF-1.7 nothing else", b"\x00" * 5000])
def test_what_is_no_pdf_of_ours_is_not_sealed_and_gets_a_report(content):
    with pytest.raises(NotSealable):
        seal_pdf(content, reason="x", language="de")
    assert check_pdf(content) == SealReport(Finding.NO_PDF)


def test_a_pdf_without_a_seal_says_so(certificate):
    assert check_pdf(certificate) == SealReport(Finding.UNSEALED)


def test_threads_seal_at_once(certificate):
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: seal_pdf(certificate, reason="Nachweis", language="de"), range(12)))
    assert all(check_pdf(pdf).intact for pdf in made)


def bomb(megabytes: int) -> bytes:
    """A sealed-looking file whose cross-reference stream unpacks to far more than it weighs."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)) + packer.flush()
    head = (
        f"%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 9 /W [1 8 8] /Root 2 0 R /Filter /FlateDecode "
        f"/Length {len(packed)} >>\nstream\n"
    )
    return head.encode() + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def own_inspectors(monkeypatch):
    pool = Pool(work="inspect", places=1)
    monkeypatch.setattr(verify, "inspectors", pool)
    yield pool
    pool.close()


def test_a_bomb_ends_in_the_child_within_the_limits(own_inspectors, settings, sealed):
    settings.PDF_MEMORY_MB = 500
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    assert check_pdf(bomb(600)) == SealReport(Finding.NO_PDF)
    assert time.monotonic() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    assert check_pdf(sealed).finding == Finding.INTACT


def test_a_file_that_takes_too_long_is_given_up(own_inspectors, settings, sealed):
    settings.PDF_CHECK_SECONDS = 0.001
    assert check_pdf(sealed) == SealReport(Finding.NO_PDF)
    settings.PDF_CHECK_SECONDS = 20
    assert check_pdf(sealed).intact


def test_the_check_needs_no_pango_and_knows_no_django(own_inspectors, monkeypatch, tmp_path, sealed):
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    bare = pool_module._bare_environment()
    monkeypatch.setattr(
        pool_module, "_bare_environment", lambda: {**bare, "PYTHONPATH": f"{tmp_path}:{bare['PYTHONPATH']}"}
    )
    with own_inspectors.lease() as child:
        answer, _ = child.ask({"seconds": 20}, [sealed])
    assert answer["seal"] == "found"
    assert answer["django_loaded"] is False
