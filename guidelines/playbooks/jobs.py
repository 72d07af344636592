"""Long work and what the clock wakes."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.playbooks.judging import all_works, judged, note
from guidelines.playbooks.models import OfflinePack
from guidelines.playbooks.operations.asking import ask_whoever_is_due
from guidelines.playbooks.operations.packs import delete_files, forget_packs, store_pack
from guidelines.playbooks.printing.packing import packed
from portal.jobs.registry import every, handler
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


@every(daily_at="03:40", kind="playbooks.pack", title=_("Playbooks on paper: the pack of the night"))
def make_pack_of_the_night(run: Run) -> dict[str, Any]:
    """Lay out everything once a night; packs that are old enough go, the newest always stays."""
    made = _make(run, f"{timezone.localdate():%Y-%m-%d}")
    names = forget_packs(before=timezone.now() - timedelta(days=settings.PLAYBOOK_PACKS_KEPT_DAYS))
    delete_files(names)
    return {"made": made, "forgotten": len(names)}


@handler("playbooks.pack_now", title=_("Playbooks on paper: a pack that was asked for"))
def make_pack_now(run: Run) -> dict[str, Any]:
    return {"made": _make(run, run.payload["slot"])}


def _make(run: Run, slot: str) -> int:
    if OfflinePack.objects.filter(slot=slot).exists():
        return 0
    return len(store_pack(slot=slot, packed=packed(run.progress)).contents)
