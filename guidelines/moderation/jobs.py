"""What the clock wakes: deadlines, ends of bans, and deletion dates."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.moderation.models import MATTERS, Appeal, Ban, Notice, ReviewCase
from guidelines.moderation.operations.erasing import erase, to_erase
from guidelines.moderation.operations.reminding import (
    remind_of_ban,
    warn_of_appeal,
    warn_of_notice,
    warn_of_operator,
)
from portal.jobs.registry import every
from portal.jobs.running import Run

ERASE = "moderation.erase"
AT_ONCE = 200


@every(minutes=30, kind="moderation.deadlines", title=_("Deadlines of moderation"))
def watch_deadlines(run: Run) -> dict[str, Any]:
    """Say once what ends, waits or is late. Each in a transaction of its own: a worker that dies is followed
    by one that finds the rest."""
    now = timezone.now()
    bans = Ban.objects.ending_by(now + timedelta(hours=settings.MODERATION_BAN_WARNING_HOURS))
    notices = Notice.objects.waiting()
    silent = ReviewCase.objects.operator_silent_by(now)
    appeals = Appeal.objects.waiting().filter(due_at__lt=now, warned_at=None)
    for rows, tell in (
        (bans, remind_of_ban),
        (notices, warn_of_notice),
        (silent, warn_of_operator),
        (appeals, warn_of_appeal),
    ):
        for pk in list(rows.values_list("pk", flat=True)):
            tell(pk=pk, now=now)
    return {}


@every(daily_at="03:20", kind=ERASE, title=_("Deletion dates of moderation"))
def erase_what_is_over(run: Run) -> dict[str, Any]:
    """Empty what has come to its day, some at a time."""
    day, done = timezone.localdate(), 0
    work = {model: to_erase(model, day) for model in MATTERS}
    total = sum(map(len, work.values()))
    for model, pks in work.items():
        for start in range(0, len(pks), AT_ONCE):
            done += erase(model=model, pks=pks[start : start + AT_ONCE], day=day)
            run.progress(done, total)
    return {"erased": done}
