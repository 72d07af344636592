"""Re-wrapping as long work: a worker that dies is followed by another one."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.registry import handler
from portal.jobs.running import Run
from portal.keys.operations import rewrap_all


@handler("keys.rewrap", title=_("Re-wrapping sealed values"))
def rewrap(run: Run) -> dict[str, int]:
    """Bring every sealed value under the active key, a slice at a time."""
    return {"rewrapped": rewrap_all(run.step, ring_name=run.payload.get("ring", ""))}
