"""What the clock wakes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.register.operations.findings import refresh_all_findings
from portal.jobs.registry import every
from portal.jobs.running import Run


@every(daily_at="04:20", kind="register.findings", title=_("Looking for findings in the register"))
def look_for_findings(run: Run) -> dict[str, Any]:
    """Facts grow old, reviews fall due, acceptances end: none of it by anybody's doing."""
    return {"looked_at": refresh_all_findings()}
