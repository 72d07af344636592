"""What the clock wakes for the trail: the daily head, its time stamp, and a nightly check."""

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models import ChainHead, ExportedHead
from portal.audit.operations import export_head, keep_time_stamp, note_check
from portal.audit.registry import Actor
from portal.audit.stamping import AuthorityUnavailable, ask_for_stamp
from portal.audit.verification import verify_trail
from portal.jobs.models import Job
from portal.jobs.registry import every, handler
from portal.jobs.running import Run

STAMPS_A_RUN = 50

log = structlog.get_logger(__name__)


@every(daily_at="00:05", kind="audit.export_head", title=_("Carrying out the head of the chain"))
def export_daily_head(run: Run) -> dict[str, int]:
    """Carry today's head out of the database."""
    return {"seq": export_head(day=timezone.now().date()).seq}


@every(hours=1, kind="audit.stamp_heads", title=_("Time stamps for heads of the chain"))
def stamp_heads(run: Run) -> dict[str, int]:
    """Have every exported head stamped, oldest first. An outage ends this run; the next one catches up."""
    if not settings.TSA_URL:
        return {"stamped": 0}
    waiting = list(ExportedHead.objects.filter(time_stamp=None).order_by("day")[:STAMPS_A_RUN])
    for done, head in enumerate(waiting):
        run.progress(done, len(waiting))
        try:
            token = ask_for_stamp(head, settings.TSA_URL)
        except AuthorityUnavailable as problem:
            log.warning("audit.stamp_waits", day=head.day.isoformat(), problem=str(problem))
            return {"stamped": done}
        keep_time_stamp(head=head, authority=settings.TSA_URL[:200], token=token)
    return {"stamped": len(waiting)}


def _result_url(job: Job) -> str:
    from django.urls import reverse

    return reverse("audit:trail-check-result", args=[job.ref])


@handler("audit.check", title=_("Check of the audit trail"), result_url=_result_url)
def check_trail(run: Run) -> dict[str, int | str]:
    """Check the whole chain for the person who pressed the button; also written down as a row."""
    rows = ChainHead.objects.get(pk=1).seq
    broken = verify_trail(run.progress)
    by = Actor(run.job.requested_by) if run.job.requested_by else None
    note_check(rows=rows, first_broken=broken.seq if broken else 0, by=by)
    return {"rows": rows, "first_broken": broken.seq if broken else 0, "why": broken.why if broken else ""}
