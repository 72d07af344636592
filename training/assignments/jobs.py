"""Long work and what the clock wakes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.jobs.registry import every
from portal.jobs.running import Run
from training.assignments.certificates import jobs  # noqa: F401  its handlers
from training.assignments.lifecycle import before_access
from training.assignments.models import Requirement
from training.assignments.operations.assigning import follow_requirements, recertify


@every(daily_at="02:20", kind="training.recertification", title=_("Assigning courses before proof runs out"))
def recertification(run: Run) -> dict[str, Any]:
    """Open the next cycle of whoever can renew now, one requirement at a time."""
    today, assigned = timezone.localdate(), 0
    for requirement in Requirement.objects.in_force().order_by("pk"):
        run.progress(assigned, 0)
        assigned += recertify(requirement=requirement, today=today)
    return {"assigned": assigned}


@every(daily_at="02:40", kind="training.before_access", title=_("Courses due before access begins"))
def follow_access(run: Run) -> dict[str, Any]:
    """Tidy up after requests for access that were declined or ran out."""
    requirements = before_access()
    follow_requirements(requirements=requirements)
    return {"requirements": requirements.count()}
