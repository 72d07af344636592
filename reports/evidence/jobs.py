"""Certificates are issued soon after an answer; what failed is caught up every hour."""

from itertools import chain
from typing import Any

import structlog
from django.utils.translation import gettext_lazy as _

from guidelines.policies.models import Acknowledgement
from portal.documents.render import PdfUnavailable, RenderFailed
from portal.documents.views import CANNOT_BE_SEALED
from portal.jobs.choices import Queue
from portal.jobs.registry import every, handler
from portal.jobs.running import CannotSucceed, Run
from reports.evidence.choices import EvidenceKind
from reports.evidence.operations import issue_evidence
from reports.evidence.pending import without_certificate, without_withdrawal_certificate
from reports.evidence.rules import RecordErased

CATCH_UP_AT_ONCE = 2000

log = structlog.get_logger(__name__)

REASONS = {
    "pdf_unavailable": CANNOT_BE_SEALED,
    "erased": RecordErased.message,
}


@handler("evidence.issue", queue=Queue.DOCUMENTS, title=_("Issue a certificate"), reasons=REASONS)
def issue(run: Run) -> dict[str, Any]:
    """Issue one certificate."""
    acknowledgement = Acknowledgement.objects.get(pk=run.payload["acknowledgement"])
    try:
        document = issue_evidence(acknowledgement, EvidenceKind(run.payload["kind"]))
    except PdfUnavailable as error:
        raise CannotSucceed("pdf_unavailable") from error
    except RecordErased as error:
        raise CannotSucceed("erased") from error
    return {"evidence": document.pk}


@every(hours=1, kind="evidence.catch_up", title=_("Making up for missing certificates"))
def catch_up(run: Run) -> dict[str, int]:
    """Issue what should have been issued and was not: a job given up, fonts missing for a day."""
    answers = ((found, None) for found in without_certificate()[:CATCH_UP_AT_ONCE])
    withdrawals = (
        (found, EvidenceKind.WITHDRAWAL) for found in without_withdrawal_certificate()[:CATCH_UP_AT_ONCE]
    )
    issued = 0
    for acknowledgement, kind in chain(answers, withdrawals):
        run.progress(issued, 0)
        issued += _issued(acknowledgement, kind)
    return {"issued": issued}


def _issued(acknowledgement: Acknowledgement, kind: EvidenceKind | None) -> bool:
    try:
        issue_evidence(acknowledgement, kind)
    except PdfUnavailable as error:
        raise CannotSucceed("pdf_unavailable") from error
    except RenderFailed as failure:
        log.error("evidence.not_issued", acknowledgement=str(acknowledgement.ref), reason=failure.reason)
        return False
    return True
