"""Certificates are issued soon after a completion; what failed is caught up every hour."""

from collections.abc import Sequence
from typing import Any

import structlog
from django.utils.translation import gettext_lazy as _

from portal.documents.render import PdfUnavailable, RenderFailed
from portal.documents.views import CANNOT_BE_SEALED
from portal.jobs.choices import Queue
from portal.jobs.operations import enqueue, enqueue_many
from portal.jobs.registry import every, handler
from portal.jobs.running import CannotSucceed, Run
from training.assignments.certificates.issuing import issue_certificate
from training.assignments.certificates.pending import NOT_BY_ITSELF, without_certificate
from training.assignments.certificates.rules import RecordErased
from training.assignments.models import Completion

CATCH_UP_AT_ONCE = 2000
KIND = "certificates.issue"
REASONS = {"pdf_unavailable": CANNOT_BE_SEALED, "erased": RecordErased.message}

log = structlog.get_logger(__name__)


def ask_for_certificate(completion: Completion) -> None:
    """In the transaction of the completion."""
    ask_for_certificates([completion])


def ask_for_certificates(completions: Sequence[Completion]) -> None:
    """The same for a list of them, in a few statements."""
    wanted = [one for one in completions if one.basis not in NOT_BY_ITSELF]
    payloads = {f"certificate:{one.pk}": {"completion": one.pk} for one in wanted}
    if len(payloads) == 1:
        ((key, payload),) = payloads.items()
        enqueue(KIND, payload=payload, key=key)
    elif payloads:
        enqueue_many(KIND, payloads=payloads)


@handler(KIND, queue=Queue.DOCUMENTS, title=_("Issue the certificate of a course"), reasons=REASONS)
def issue(run: Run) -> dict[str, Any]:
    """Issue one certificate."""
    completion = Completion.objects.get(pk=run.payload["completion"])
    try:
        certificate = issue_certificate(completion)
    except PdfUnavailable as error:
        raise CannotSucceed("pdf_unavailable") from error
    except RecordErased as error:
        raise CannotSucceed("erased") from error
    return {"certificate": certificate.pk}


@every(hours=1, kind="certificates.catch_up", title=_("Making up for missing certificates of courses"))
def catch_up(run: Run) -> dict[str, int]:
    """Issue what should have been issued and was not: a job given up, fonts missing for a day."""
    issued = 0
    for completion in without_certificate()[:CATCH_UP_AT_ONCE]:
        run.progress(issued, 0)
        issued += _issued(completion)
    return {"issued": issued}


def _issued(completion: Completion) -> bool:
    try:
        issue_certificate(completion)
    except PdfUnavailable as error:
        raise CannotSucceed("pdf_unavailable") from error
    except (RenderFailed, RecordErased) as failure:
        log.error("certificate.not_issued", completion=str(completion.ref), reason=str(failure))
        return False
    return True
