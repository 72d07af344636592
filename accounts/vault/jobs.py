"""What the clock wakes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.vault.models import CredentialVersion, Rotation
from accounts.vault.operations import end_waiver, lapse_reveals, shred
from portal.jobs.registry import every
from portal.jobs.running import Run


@every(minutes=10, kind="vault.tidy", title=_("Tidying the vault"))
def tidy(run: Run) -> dict[str, Any]:
    """Destroy what was replaced, let tickets lapse, and end waivers whose time is over."""
    shredded = 0
    for pk in CredentialVersion.objects.to_shred().order_by("pk").values_list("pk", flat=True):
        shred(pk=pk)
        shredded += 1
    over = list(Rotation.objects.waiver_over_on(timezone.localdate()).with_parts())
    for rotation in over:
        end_waiver(rotation=rotation)
    return {"shredded": shredded, "lapsed": lapse_reveals(), "waivers_over": len(over)}
