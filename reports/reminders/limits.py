"""How often a calendar may ask, and when somebody is guessing. Counted like the public check of evidence."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from reports.evidence.limits import HOUR, is_within

READS_PER_KEY = 120
MISSES_PER_CLIENT = 200


def may_read(key: str) -> bool:
    """Count one more reading of the feed `key`."""
    return is_within("calendar", key, READS_PER_KEY)


def note_miss(client: str) -> None:
    """Count one more unknown key from `client`. Stale links miss for honest reasons, hence the high limit."""
    if not is_within("calendar-miss", client, MISSES_PER_CLIENT):
        cache.set(_shut_out(client), 1, HOUR)


def guesses(client: str) -> bool:
    """Whether `client` has named so many unknown keys that it is not answered for an hour."""
    return cache.get(_shut_out(client)) is not None


def _shut_out(client: str) -> str:
    return f"calendar-{salted_hmac('reports.reminders.limits', client, algorithm='sha256').hexdigest()}"
