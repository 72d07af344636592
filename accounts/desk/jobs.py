"""What the clock wakes for the desk."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.desk.models import DeskCode
from portal.jobs.registry import every
from portal.jobs.running import Run


@every(hours=24, kind="desk.forget_codes", title=_("Deleting old desk codes"))
def forget_codes(run: Run) -> dict[str, int]:
    """The trail keeps that a code was handed out and used; the row is of no more use."""
    old = timezone.now() - timedelta(days=settings.DESK_CODE_KEEP_DAYS)
    return {"forgotten": DeskCode.objects.filter(expires_at__lt=old).delete()[0]}
