"""The sealing key: made once, private, replaceable, and honest about itself."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.keys import sealing
from portal.keys.sealing import (
    SealKeyProblem,
    SignatureLevel,
    known_fingerprints,
    seal_certificate_pem,
    seal_credentials,
    seal_fingerprint,
    signature_level,
)


@pytest.fixture(autouse=True)
def keys(settings, tmp_path) -> Path:
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    return tmp_path / "keys" / "seal"


def test_the_pair_is_made_on_first_use_and_stays(keys):
    first = seal_credentials()
    assert seal_credentials() is first
    assert stat.S_IMODE((keys / "seal.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert isinstance(first.private_key.curve, ec.SECP256R1)
    assert [path.name for path in keys.iterdir() if path.name.startswith(".")] == [".lock"]


def test_the_certificate_says_what_it_is_and_how_long(settings):
    settings.PORTAL_SITE_NAME = "Leitplanke der Muster Maschinenbau GmbH und ihrer Töchter in Europa"
    settings.PORTAL_SEAL_VALID_YEARS = 3
    certificate = seal_credentials().certificate
    (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert name.value.endswith("simple electronic seal (self-signed)")
    assert len(name.value) <= 64
    assert 3 * 365 <= (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days <= 3 * 366
    assert signature_level() == SignatureLevel.SELF_SIGNED


def test_of_two_processes_at_once_one_makes_the_pair(keys, settings):
    code = (
        "from django.conf import settings; settings.configure("
        f"PORTAL_KEYS_DIR={settings.PORTAL_KEYS_DIR!r}, PORTAL_SEAL_KEY_FILE='', PORTAL_SEAL_CERT_FILE='',"
        "PORTAL_SEAL_VALID_YEARS=1, PORTAL_SITE_NAME='x'); from portal.keys.sealing import seal_fingerprint;"
        "print(seal_fingerprint())"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR
        )
        for _ in range(4)
    ]
    told = {process.communicate()[0].strip() for process in running}
    assert told == {seal_fingerprint()}


def test_a_crash_between_key_and_certificate_is_mended(keys):
    before = seal_credentials()
    (keys / "seal.crt").unlink()
    after = seal_credentials()
    assert after.private_key.public_key() == before.private_key.public_key()
    assert after.fingerprint != before.fingerprint


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_that_others_can_read_is_refused_with_the_remedy(keys, mode):
    seal_credentials()
    (keys / "seal.key").chmod(mode)
    with pytest.raises(SealKeyProblem, match="chmod 600"):
        seal_credentials()


def test_a_replaced_certificate_is_taken_up_and_the_old_one_remembered(keys):
    old = seal_fingerprint()
    (keys / "seal.key").unlink()
    (keys / "seal.crt").unlink()
    new = seal_fingerprint()
    assert new != old
    assert known_fingerprints() == {old, new}


def test_only_half_a_pair_is_a_clear_error(settings, tmp_path):
    settings.PORTAL_SEAL_KEY_FILE = str(tmp_path / "own.key")
    with pytest.raises(SealKeyProblem, match="PORTAL_SEAL_CERT_FILE"):
        seal_credentials()


def test_a_given_file_that_is_not_there_is_a_clear_error_and_nothing_is_made(settings, tmp_path):
    settings.PORTAL_SEAL_KEY_FILE = str(tmp_path / "own.key")
    settings.PORTAL_SEAL_CERT_FILE = str(tmp_path / "own.crt")
    with pytest.raises(SealKeyProblem, match=r"own\.key"):
        seal_credentials()
    assert not (tmp_path / "own.key").exists()


def test_a_certificate_of_another_key_is_refused(keys):
    seal_credentials()
    other = ec.generate_private_key(ec.SECP256R1())
    (keys / "seal.crt").write_bytes(sealing.self_signed(other, "x").public_bytes(serialization.Encoding.PEM))
    with pytest.raises(SealKeyProblem, match="does not belong"):
        seal_credentials()


def test_a_key_that_is_damaged_is_a_clear_error(keys):
    seal_credentials()
    (keys / "seal.key").write_text("nothing")
    with pytest.raises(SealKeyProblem, match="PEM"):
        seal_credentials()


def test_an_ended_certificate_is_refused_with_the_remedy(keys, time_machine):
    seal_credentials()
    time_machine.move_to("2060-01-01")
    with pytest.raises(SealKeyProblem, match="Put a new one in place"):
        seal_credentials()


def test_anybody_can_be_given_the_certificate():
    pem = seal_certificate_pem()
    assert pem.startswith(b"-----BEGIN CERTIFICATE-----")
    assert b"PRIVATE" not in pem
