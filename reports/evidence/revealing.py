"""What a stranger who has the code gets to see: enough to compare with the paper, no more."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.evidence.choices import Standing
from reports.evidence.masking import masked_name
from reports.evidence.models import EvidenceDocument
from reports.evidence.standing import standing

TONES = {
    Standing.VALID: "success",
    Standing.UNDER_RESERVATION: "warning",
    Standing.WITHDRAWN: "danger",
    Standing.SUPERSEDED: "info",
    Standing.RETIRED: "neutral",
}


def public_facts(document: EvidenceDocument) -> dict[str, Any]:
    """The standing of today and the masked facts of the certificate, as label and value."""
    acknowledgement = document.acknowledgement
    now = standing(acknowledgement)
    rows = [
        (_("Serial number"), document.serial),
        (_("Proves"), document.get_kind_display()),
        (_("Statement"), acknowledgement.get_statement_kind_display()),
        (_("Person"), _initials(document)),
        (_("Guideline"), acknowledgement.rendition.title),
        (pgettext("certificate", "Version"), acknowledgement.version.number),
        (_("Answered on"), _day(acknowledgement.at)),
        *_withdrawn(document),
        (_("Issued on"), _day(document.issued_at)),
        ("SHA-256", document.sha256),
    ]
    return {
        "standing": now.label,
        "tone": TONES[now],
        "rows": [{"label": label, "value": value} for label, value in rows],
    }


def _initials(document: EvidenceDocument) -> str:
    record = getattr(document.acknowledgement, "record", None)
    if record is None:
        return pgettext("person", "erased by rule")
    return masked_name(record.subject["name"])


def _withdrawn(document: EvidenceDocument) -> list[tuple[str, str]]:
    withdrawal = getattr(document.acknowledgement, "withdrawal", None)
    return [(_("Withdrawn on"), _day(withdrawal.at))] if withdrawal else []


def _day(moment: Any) -> str:
    return f"{date_format(moment, 'DATE_FORMAT')} (UTC)"
