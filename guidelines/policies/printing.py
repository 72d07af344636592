"""The PDF of a released text: made once per version and language, sealed, and kept as it is (E4)."""

import hashlib
import re

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from guidelines.policies.models import Rendition, RenditionAsset, RenditionPdf
from portal.audit.trail import operation, record
from portal.documents.keeping import read_stored
from portal.documents.render import render_pdf
from portal.documents.seal import seal_pdf
from portal.ui.bundle import document_stylesheet

ASSET_ADDRESS = re.compile(r'/guidelines/assets/([0-9a-f]{64})/[^"\s]*')


def issue_policy_pdf(rendition: Rendition, *, seconds: float | None = None) -> RenditionPdf:
    """Return the PDF of `rendition`, made now if it does not exist yet; calling twice makes one.

    `seconds` limits the layout, `settings.PDF_SECONDS` when it is not given. Raises `DocumentError`.
    """
    existing = RenditionPdf.objects.filter(rendition=rendition).first()
    if existing is not None:
        return existing
    content = _sealed(rendition, seconds)
    name = storages["evidence"].save(f"policies/{rendition.ref}.pdf", ContentFile(content))
    return _keep(rendition, name, content)


def read_policy_pdf(pdf: RenditionPdf) -> bytes:
    """The stored bytes of an issued policy PDF. Raises `StoredFileDamaged`."""
    return read_stored(pdf.rendition, name=pdf.stored_as, sha256=pdf.sha256)


@operation
def _keep(rendition: Rendition, name: str, content: bytes) -> RenditionPdf:
    sha256 = hashlib.sha256(content).hexdigest()
    pdf, made = RenditionPdf.objects.get_or_create(
        rendition=rendition,
        defaults={
            "stored_as": name,
            "sha256": sha256,
            "size": len(content),
            "issued_at": timezone.now(),
        },
    )
    if made:
        record("policy.pdf_issued", obj=rendition, details={"sha256": sha256})
    return pdf


def _sealed(rendition: Rendition, seconds: float | None) -> bytes:
    version = rendition.version
    with translation.override(rendition.language):
        html = render_to_string(
            "policies/pdf/rendition.html",
            {
                "rendition": rendition,
                "version": version,
                "body": ASSET_ADDRESS.sub(r"asset:\1", rendition.html),
                "others": version.renditions.exclude(pk=rendition.pk).order_by("language"),
                "stylesheet": document_stylesheet(),
            },
        )
        reason = _("Released text of a guideline")
    pdf = render_pdf(
        html,
        assets={asset.sha256: _bytes(asset) for asset in rendition.assets.all()},
        base=(),
        language=rendition.language,
        issued_at=version.released_at,
        seconds=seconds,
    )
    return seal_pdf(pdf, reason=reason, language=rendition.language)


def _bytes(asset: RenditionAsset) -> bytes:
    with storages["evidence"].open(asset.stored_as) as file:
        return file.read()
