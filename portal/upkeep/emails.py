"""Mail to whoever looks after the portal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cryptography.x509 import Certificate
from django.utils.timezone import localtime

from portal.mail.models import Message
from portal.mail.operations import Recipient, send
from portal.mail.registry import facts
from portal.upkeep.certificates import fingerprint_of

SEAL_ENDS = "upkeep.seal_ends"


def warn_seal_ends(certificate: Certificate, *, step: int, to: Recipient) -> Message:
    """Tell one administrator, once per certificate and step (days before the end)."""
    last_day = localtime(certificate.not_valid_after_utc).date()
    return send(
        SEAL_ENDS,
        to=to,
        context={"last_day": last_day.isoformat()},
        key=f"seal-ends:{fingerprint_of(certificate)}:{step}:{to.ref}",
    )


@facts(SEAL_ENDS)
def last_day(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"day": date.fromisoformat(context["last_day"])}
