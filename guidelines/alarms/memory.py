"""Whether anything rings: remembered for seconds, so that home asks nothing while all is quiet."""

from django.core.cache import cache
from django.db import transaction

from guidelines.alarms.models import Alarm

KEY = "alarms.ringing"
REMEMBER_SECONDS = 10


def rings() -> bool:
    """A statement at most every few seconds for everybody together."""
    known = cache.get(KEY)
    if known is None:
        known = Alarm.objects.open().exists()
        cache.set(KEY, known, REMEMBER_SECONDS)
    return bool(known)


def note_ringing() -> None:
    """Something rings from now on: from the end of the running transaction."""
    transaction.on_commit(lambda: cache.set(KEY, True, REMEMBER_SECONDS), robust=True)
