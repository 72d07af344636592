"""The seal under a finished PDF: PAdES B-B in the field that `render_pdf` left empty, final."""

import functools
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.documents.cms import TemplateSigner
from portal.documents.finishing import SEAL_FIELD
from portal.keys.sealing import SealCredentials, seal_credentials

# Room for attributes, algorithm names and a signature of up to 4096 bits, beside the certificates.
ROOM_BESIDE_CERTIFICATES_BYTES = 1024


class NotSealable(ValueError):
    """The bytes are no PDF of `render_pdf`, or are sealed already."""


class _UntouchedWriter(IncrementalPdfFileWriter):
    """Appends the seal and nothing else: rewriting the XMP would date it again."""

    def _update_meta(self) -> None:
        return


def seal_pdf(pdf: bytes, *, reason: str, language: str | None = None) -> bytes:
    """Return `pdf` with the portal's seal appended. `reason` is shown by PDF readers beside it.

    The moment in the seal is the clock of this machine, no time stamp. Raises NotSealable, or
    portal.keys.sealing.SealKeyProblem when the key cannot be used.
    """
    credentials = seal_credentials()
    signer = _signer(credentials)
    with translation.override(language or translation.get_language() or settings.LANGUAGE_CODE):
        name = _("%(site)s (electronic seal)") % {"site": settings.PORTAL_SITE_NAME}
    metadata = signers.PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        name=name,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    try:
        return _signed(pdf, metadata, signer, _reserved(credentials))
    except (PdfError, SigningError) as error:
        raise NotSealable(f"These bytes cannot be sealed: {error}") from error


def _signed(
    pdf: bytes, metadata: signers.PdfSignatureMetadata, signer: TemplateSigner, reserved: int
) -> bytes:
    writer = _UntouchedWriter(BytesIO(pdf))
    sealer = signers.PdfSigner(metadata, signer=signer)
    return bytes(sealer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=reserved).getbuffer())


def _reserved(credentials: SealCredentials) -> int:
    """Hex digits to reserve; guessing by a trial signature, as pyHanko does, costs as much as signing."""
    certificates = sum(len(_der(item)) for item in (credentials.certificate, *credentials.chain))
    return 2 * (certificates + ROOM_BESIDE_CERTIFICATES_BYTES)


@functools.lru_cache(maxsize=4)
def _signer(credentials: SealCredentials) -> TemplateSigner:
    store = SimpleCertificateStore()
    store.register_multiple(asn1_x509.Certificate.load(_der(item)) for item in credentials.chain)
    key = credentials.private_key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return TemplateSigner(
        signing_cert=asn1_x509.Certificate.load(_der(credentials.certificate)),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
