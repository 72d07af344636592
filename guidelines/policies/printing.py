"""The PDF of a released text: made once per version and language, sealed, and kept as it is (E4)."""

import hashlib
import logging
import re

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from guidelines.policies.models import Rendition, RenditionAsset, RenditionPdf
from portal.audit.trail import operation, record
from portal.documents.failures import RenderFailed
from portal.documents.keeping import read_stored
from portal.documents.render import render_pdf
from portal.documents.seal import seal_pdf
from portal.ui.bundle import document_stylesheet

logger = logging.getLogger(__name__)
ASSET_ADDRESS = re.compile(r'/guidelines/assets/([0-9a-f]{64})/[^"\s]*')


def issue_policy_pdf(
    rendition: Rendition, *, seconds: float | None = None, at_any_rate: bool = False
) -> RenditionPdf:
    """Return the PDF of `rendition`, made now if it does not exist yet; calling twice makes one.

    `seconds` limits the layout, `settings.PDF_SECONDS` when it is not given. Every certificate names this
    PDF: `at_any_rate`, what cannot be laid out as designed is set as bare text. Raises `DocumentError`.
    """
    existing = RenditionPdf.objects.filter(rendition=rendition).first()
    if existing is not None:
        return existing
    content = _sealed(rendition, seconds, at_any_rate)
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


def _sealed(rendition: Rendition, seconds: float | None, at_any_rate: bool) -> bytes:
    with translation.override(rendition.language):
        try:
            pdf = _laid_out(rendition, seconds)
        except RenderFailed as failure:
            if not at_any_rate:
                raise
            logger.warning("The text %s is set without its layout: %s", rendition.ref, failure)
            pdf = _laid_out(rendition, seconds, is_bare=True)
        reason = _("Released text of a guideline")
    return seal_pdf(pdf, reason=reason, language=rendition.language)


def _laid_out(rendition: Rendition, seconds: float | None, *, is_bare: bool = False) -> bytes:
    version = rendition.version
    html = render_to_string(
        "policies/pdf/rendition.html",
        {
            "rendition": rendition,
            "version": version,
            "body": "" if is_bare else ASSET_ADDRESS.sub(r"asset:\1", rendition.html),
            "is_bare": is_bare,
            "others": version.renditions.exclude(pk=rendition.pk).order_by("language"),
            "stylesheet": document_stylesheet(),
        },
    )
    return render_pdf(
        html,
        assets={} if is_bare else {asset.sha256: _bytes(asset) for asset in rendition.assets.all()},
        base=(),
        language=rendition.language,
        issued_at=version.released_at,
        seconds=seconds,
    )


def _bytes(asset: RenditionAsset) -> bytes:
    with storages["evidence"].open(asset.stored_as) as file:
        return file.read()
