"""The key and certificate that seal documents.

`<PORTAL_KEYS_DIR>/seal/` holds `seal.key` (P-256, mode 0600) and `seal.crt`, self-signed and made on first
use; PORTAL_SEAL_KEY_FILE and PORTAL_SEAL_CERT_FILE (PEM, chain allowed) take their place when set. Every
certificate that was ever used stays in `known/`, so that older documents are recognised after a change.
"""

import fcntl
import functools
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.keys.ring import KeyProblem

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
LONGEST_NAME = 64  # X.520, upper bound of a common name
CLOCK_SKEW = timedelta(hours=1)


class SealKeyProblem(KeyProblem):
    """The sealing key or certificate cannot be used as it is; the message says how to mend it."""


class SignatureLevel(models.TextChoices):
    """What may honestly be claimed of a seal. None is advanced or qualified (eIDAS Art. 36 and 38)."""

    SELF_SIGNED = "self_signed", _("simple electronic seal, self-signed certificate")
    OWN_CA = "own_ca", _("simple electronic seal, certificate of the company's own authority")


@dataclass(frozen=True)
class SealCredentials:
    """A sealing key with its certificate and the certificates above it."""

    key_path: Path
    certificate_path: Path
    private_key: PrivateKeyTypes
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate in DER, as lower-case hex."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()


def seal_credentials() -> SealCredentials:
    """Return the credentials in use; made on first use. Raises SealKeyProblem when they cannot be used.

    Read again when a file changes, so that a replaced certificate needs no restart.
    """
    key_path, certificate_path = _paths()
    if not settings.PORTAL_SEAL_KEY_FILE and not (key_path.exists() and certificate_path.exists()):
        _make(key_path, certificate_path)
    credentials = _read(key_path, certificate_path)
    _refuse_if_ended(credentials)
    return credentials


def certificate_in_use() -> x509.Certificate | None:
    """Return the certificate, also one that has ended; None before the first use, and nothing is made.

    Raises SealKeyProblem when the pair cannot be used.
    """
    key_path, certificate_path = _paths()
    if not settings.PORTAL_SEAL_KEY_FILE and not certificate_path.exists():
        return None
    return _read(key_path, certificate_path).certificate


def seal_certificate_pem() -> bytes:
    """Return the certificate and its chain as PEM, for people who want to check seals on their own."""
    credentials = seal_credentials()
    return b"".join(
        certificate.public_bytes(serialization.Encoding.PEM)
        for certificate in (credentials.certificate, *credentials.chain)
    )


def seal_fingerprint() -> str:
    """Return the SHA-256 fingerprint of the certificate in use, as lower-case hex."""
    return seal_credentials().fingerprint


def known_fingerprints() -> frozenset[str]:
    """Return the fingerprints of every certificate that this portal has ever sealed with.

    Old seals stay ours when the key of today cannot be used.
    """
    with suppress(SealKeyProblem):
        seal_credentials()
    return frozenset(path.stem for path in _known_directory().glob("*.crt"))


def signature_level() -> SignatureLevel:
    """Tell what can honestly be claimed of a seal made now."""
    certificate = seal_credentials().certificate
    if certificate.issuer == certificate.subject:
        return SignatureLevel.SELF_SIGNED
    return SignatureLevel.OWN_CA


def _paths() -> tuple[Path, Path]:
    given = (settings.PORTAL_SEAL_KEY_FILE, settings.PORTAL_SEAL_CERT_FILE)
    if any(given) and not all(given):
        raise SealKeyProblem(
            "Only one of PORTAL_SEAL_KEY_FILE and PORTAL_SEAL_CERT_FILE is set. Set both, or neither."
        )
    if all(given):
        return Path(given[0]), Path(given[1])
    directory = _directory()
    return directory / "seal.key", directory / "seal.crt"


def _directory() -> Path:
    return Path(settings.PORTAL_KEYS_DIR) / "seal"


def _known_directory() -> Path:
    return _directory() / "known"


def _modified(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError as error:
        raise SealKeyProblem(
            f"{path} cannot be read ({error.strerror}). Restore it from the key backup."
        ) from error


def _read(key_path: Path, certificate_path: Path) -> SealCredentials:
    times = _modified(key_path), _modified(certificate_path)
    _refuse_if_others_can_read(key_path)
    return _load(key_path, certificate_path, *times)


@functools.lru_cache(maxsize=4)
def _load(key_path: Path, certificate_path: Path, _key_time: int, _certificate_time: int) -> SealCredentials:
    try:
        key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
        certificate, *chain = x509.load_pem_x509_certificates(certificate_path.read_bytes())
    except (OSError, TypeError, ValueError) as error:
        raise SealKeyProblem(
            f"{key_path} and {certificate_path} must hold an unencrypted key and certificates, "
            f"both in PEM: {error}"
        ) from error
    if key.public_key() != certificate.public_key():
        raise SealKeyProblem(
            f"{certificate_path} does not belong to {key_path}. Put the matching pair in place."
        )
    credentials = SealCredentials(key_path, certificate_path, key, certificate, tuple(chain))
    _remember(credentials)
    return credentials


def _refuse_if_others_can_read(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise SealKeyProblem(f"{path} can be read by other users (mode {mode:04o}). Run: chmod 600 {path}")


def _refuse_if_ended(credentials: SealCredentials) -> None:
    ends_at = credentials.certificate.not_valid_after_utc
    if ends_at < datetime.now(UTC):
        raise SealKeyProblem(
            f"The sealing certificate {credentials.certificate_path} ended on {ends_at:%Y-%m-%d}. "
            "Put a new one in place, or remove seal.key and seal.crt to have a new pair made."
        )


def _remember(credentials: SealCredentials) -> None:
    """Keep the certificate, which is public, for the day it is replaced."""
    directory = _known_directory()
    path = directory / f"{credentials.fingerprint}.crt"
    if not path.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, credentials.certificate.public_bytes(serialization.Encoding.PEM), 0o644)


def _make(key_path: Path, certificate_path: Path) -> None:
    """Make the pair. Of two processes at once, one makes it and the other waits and finds it."""
    with _locked(key_path.parent):
        if not key_path.exists():
            _write_once(key_path, _key_pem(ec.generate_private_key(ec.SECP256R1())), 0o600)
        if not certificate_path.exists():
            pem = self_signed(_own_key(key_path), settings.PORTAL_SITE_NAME).public_bytes(
                serialization.Encoding.PEM
            )
            _write_once(certificate_path, pem, 0o644)


def _own_key(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (TypeError, ValueError) as error:
        raise SealKeyProblem(f"{path} is damaged ({error}). Restore it from the key backup.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SealKeyProblem(f"{path} is no P-256 key. Set PORTAL_SEAL_KEY_FILE to use a key of your own.")
    return key


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(directory / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write_once(path: Path, content: bytes, mode: int) -> None:
    """Write a whole file or none, and never over one that is there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def self_signed(key: ec.EllipticCurvePrivateKey, site_name: str) -> x509.Certificate:
    """Return a certificate that says what it is: a simple seal that nobody else vouches for.

    Valid for settings.PORTAL_SEAL_VALID_YEARS. It may sign documents and nothing else.
    """
    title = "simple electronic seal (self-signed)"
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, site_name[:LONGEST_NAME]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{site_name[: LONGEST_NAME - len(title) - 2]}, {title}"),
        ]
    )
    begins = datetime.now(UTC) - CLOCK_SKEW
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=366 * settings.PORTAL_SEAL_VALID_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, hashes.SHA256())


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
