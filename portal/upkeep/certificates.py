"""How long the sealing certificate lasts: without a valid one nothing can be sealed, and no answer proven."""

from datetime import UTC, datetime, timedelta

import structlog
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import Certificate
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.keys.sealing import SealKeyProblem, certificate_in_use
from portal.upkeep.registry import Concern

# The longest comes first: a company's own authority may need weeks.
WARN_DAYS_BEFORE = (60, 30, 7)
DAY = timedelta(days=1)

log = structlog.get_logger(__name__)


def seal_concern() -> Concern | None:
    """What the set-up check says of the sealing certificate, in the active language."""
    try:
        certificate = certificate_in_use()
    except SealKeyProblem as problem:
        log.warning("seal_unusable", problem=str(problem))
        return Concern(
            "seal_unusable",
            _("Nothing can be sealed"),
            _("The sealing key or its certificate cannot be used. The server's log says how to mend it."),
        )
    if certificate is None or days_left(certificate) > WARN_DAYS_BEFORE[0]:
        return None
    return _ended(certificate) if days_left(certificate) < 0 else _ends(certificate)


def days_left(certificate: Certificate) -> int:
    """Whole days until `certificate` ends; negative when it has ended."""
    return (certificate.not_valid_after_utc - datetime.now(UTC)) // DAY


def fingerprint_of(certificate: Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def step_reached(certificate: Certificate) -> int | None:
    """Which warning is due: the smallest of `WARN_DAYS_BEFORE` that the certificate has reached, if any.

    After a pause only the newest one is due, and none once the certificate has ended.
    """
    left = days_left(certificate)
    reached = [days for days in WARN_DAYS_BEFORE if 0 <= left <= days]
    return min(reached, default=None)


def _ends(certificate: Certificate) -> Concern:
    left = days_left(certificate)
    title = ngettext(
        "The sealing certificate ends in %(n)s day", "The sealing certificate ends in %(n)s days", left
    )
    text = _("It ends on %(day)s. From then on nothing can be sealed. Put a new one in place before.")
    return Concern("seal_certificate_ends", title % {"n": left}, text % {"day": _last_day(certificate)})


def _ended(certificate: Certificate) -> Concern:
    text = _("It ended on %(day)s. Answers are kept; their certificates wait until a new one is in place.")
    return Concern(
        "seal_certificate_ended",
        _("The sealing certificate has ended"),
        text % {"day": _last_day(certificate)},
    )


def _last_day(certificate: Certificate) -> str:
    return date_format(localtime(certificate.not_valid_after_utc))
