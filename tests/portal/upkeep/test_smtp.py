"""Mail through a server whose certificate comes from the company's own authority."""

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.upkeep.smtp import EmailBackend


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Company CA")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "ca.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return path


def _names(context: ssl.SSLContext) -> list[str]:
    return [
        value for cert in context.get_ca_certs() for ((key, value),) in cert["subject"] if key == "commonName"
    ]


def test_the_company_authority_is_trusted_beside_the_public_ones(settings, authority: Path) -> None:
    settings.PORTAL_CA_FILE = ""
    public = EmailBackend(host="localhost").ssl_context
    settings.PORTAL_CA_FILE = str(authority)
    both = EmailBackend(host="localhost").ssl_context
    assert "Company CA" not in _names(public)
    assert "Company CA" in _names(both)
    assert set(_names(public)) <= set(_names(both))
    assert both.check_hostname
    assert both.verify_mode == ssl.CERT_REQUIRED
