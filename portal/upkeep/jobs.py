"""What the clock wakes for whoever runs the portal."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.registry import every
from portal.jobs.running import Run
from portal.keys.sealing import SealKeyProblem, certificate_in_use
from portal.upkeep.certificates import step_reached
from portal.upkeep.emails import warn_seal_ends
from portal.upkeep.registry import administrators


@every(daily_at="06:10", kind="upkeep.seal_ends", title=_("Warning before the sealing certificate ends"))
def warn_before_the_seal_ends(run: Run) -> dict[str, int]:
    """Mail every administrator 60, 30 and 7 days before the sealing certificate ends."""
    try:
        certificate = certificate_in_use()
    except SealKeyProblem:  # the set-up check and the health page say so
        return {"warned": 0}
    step = step_reached(certificate) if certificate else None
    if certificate is None or step is None:
        return {"warned": 0}
    people = administrators()
    with run.step(0, len(people)):
        for person in people:
            warn_seal_ends(certificate, step=step, to=person)
    return {"warned": len(people)}
