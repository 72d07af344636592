"""What the clock wakes."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.playbooks.judging import all_works, judged, note
from guidelines.playbooks.operations.asking import ask_whoever_is_due
from portal.jobs.registry import every
from portal.jobs.running import Run


@every(daily_at="06:40", kind="playbooks.ask", title=_("Asking whether contacts are still right"))
def ask_contacts(run: Run) -> dict[str, Any]:
    """Each contact about once a month, with a reminder or two."""
    return {"asked": ask_whoever_is_due(now=timezone.now())}


@every(daily_at="04:50", kind="playbooks.judge", title=_("Judging how ready playbooks are"))
def judge_playbooks(run: Run) -> dict[str, Any]:
    """Lights turn by the passing of time alone: a review falls due, an answer expires."""
    works = all_works()
    note(judged(work, settings.LANGUAGE_CODE) for work in works)
    return {"judged": len(works)}
