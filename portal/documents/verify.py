"""Is this PDF still what was sealed, and by whom? For the public check of an uploaded file."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.documents.pool import ChildDied, ChildTooSlow, Pool
from portal.keys.sealing import known_fingerprints

logger = logging.getLogger(__name__)
# One at a time and apart from the layout: whoever uploads poison waits alone.
inspectors = Pool(work="inspect", places=1)


class Finding(models.TextChoices):
    """What the check found, worst thing first."""

    NO_PDF = "no_pdf", _("This file is not a readable PDF.")
    UNSEALED = "unsealed", _("This PDF carries no seal.")
    ALTERED = "altered", _("This PDF was changed after it was sealed.")
    APPENDED = "appended", _("Something was added to this PDF after it was sealed.")
    FOREIGN = "foreign", _("This PDF is unchanged, but it was not sealed by this portal.")
    INTACT = "intact", _("This PDF is unchanged since this portal sealed it.")


@dataclass(frozen=True)
class SealReport:
    """What can be said of a PDF's seal.

    `intact`: not one byte differs from what was sealed. Anybody can make a seal with any name on it: only
    `by_this_portal` (the certificate's fingerprint is one of ours) says who did it. `stated_at` is the
    sealing machine's clock.
    """

    finding: Finding
    intact: bool = False
    covers_whole_file: bool = False
    by_this_portal: bool = False
    signed_by: str = ""
    fingerprint: str = ""
    stated_reason: str = ""
    stated_at: datetime | None = None

    @property
    def reason(self) -> str | Promise:
        """The finding as a sentence for the person who asked."""
        return self.finding.label


def check_pdf(pdf: bytes) -> SealReport:
    """Check the last seal of `pdf`. Never raises for a bad file: whatever it is, it gets a report.

    The file is taken apart in a child with limits of time (settings.PDF_CHECK_SECONDS) and memory; one that
    exceeds them counts as unreadable.
    """
    try:
        with inspectors.lease() as child:
            seen, _parts = child.ask({"seconds": settings.PDF_CHECK_SECONDS}, [pdf])
    except (ChildTooSlow, ChildDied) as end:
        logger.warning("An uploaded PDF could not be checked: %s %s", type(end).__name__, end)
        return SealReport(Finding.NO_PDF)
    return _report(seen)


def _report(seen: dict[str, Any]) -> SealReport:
    if seen.get("seal") != "found":
        return SealReport(_WITHOUT_FACTS.get(seen.get("seal", ""), Finding.NO_PDF))
    ours = seen["fingerprint"] in known_fingerprints()
    finding = _finding(seen, ours=ours)
    return SealReport(
        finding=finding,
        intact=finding in {Finding.INTACT, Finding.FOREIGN},
        covers_whole_file=seen["whole"],
        by_this_portal=ours,
        signed_by=seen["signed_by"],
        fingerprint=seen["fingerprint"],
        stated_reason=seen["stated_reason"],
        stated_at=datetime.fromisoformat(seen["stated_at"]) if seen["stated_at"] else None,
    )


def _finding(seen: dict[str, Any], *, ours: bool) -> Finding:
    if not seen["valid"]:
        return Finding.ALTERED
    if not (seen["whole"] and seen["unmodified"]):
        return Finding.APPENDED
    return Finding.INTACT if ours else Finding.FOREIGN


_WITHOUT_FACTS = {
    "no_pdf": Finding.NO_PDF,
    "unsealed": Finding.UNSEALED,
    "broken": Finding.ALTERED,
}
