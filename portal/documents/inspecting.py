"""Looks at the seal of a PDF that anybody may have made, in a child: bombs and endless loops end there."""

import gc
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


class Inspector:
    """Answers for one uploaded file after the other."""

    def answer(self, _header: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
        return {"state": "done", **inspect(parts[0])}, []

    def sweep(self) -> None:
        """Free what the last file left behind; the collector is off meanwhile."""
        gc.collect()


def inspect(pdf: bytes) -> dict[str, Any]:
    """Describe the last seal of `pdf`: `seal` is no_pdf, unsealed, broken, or found, with facts beside it."""
    try:
        seals = PdfFileReader(BytesIO(pdf)).embedded_signatures
    except Exception:
        return {"seal": "no_pdf"}
    if not seals:
        return {"seal": "unsealed"}
    try:
        return {"seal": "found", **_facts(seals[-1])}
    except Exception:
        # A file that cannot be validated to the end is not intact, for whatever reason it cannot.
        return {"seal": "broken"}


def _facts(seal: EmbeddedPdfSignature) -> dict[str, Any]:
    certificate = seal.signer_cert
    known_as = x509.load_der_x509_certificate(certificate.dump())
    trusted = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = validate_pdf_signature(
        seal, trusted, key_usage_settings=KeyUsageConstraints(key_usage=set(), match_all_key_usages=False)
    )
    stated_at = seal.self_reported_timestamp
    return {
        "valid": bool(status.intact and status.valid),
        "whole": seal.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE,
        "unmodified": status.modification_level == ModificationLevel.NONE,
        "fingerprint": known_as.fingerprint(hashes.SHA256()).hex(),
        "signed_by": ", ".join(str(part.value) for part in known_as.subject),
        "stated_reason": str(seal.sig_object.get("/Reason", "")),
        "stated_at": stated_at.isoformat() if stated_at else None,
    }
