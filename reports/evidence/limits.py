"""How often a stranger may ask: counted in the cache under a keyed hash, so that no address is stored."""

import time

from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR = 3600
LOOKUPS_PER_CLIENT = 120
LOOKUPS_PER_CODE = 60
UPLOADS_PER_CLIENT = 40


def is_within(what: str, who: str, limit: int, seconds: int = HOUR) -> bool:
    """Count one more `what` by `who` in the running window of `seconds`; False once there are too many."""
    window = int(time.time()) // seconds
    digest = salted_hmac("reports.evidence.limits", f"{what}:{who}:{window}", algorithm="sha256").hexdigest()
    key = f"verify-{digest}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= limit
    except ValueError:  # it lapsed between the two lines
        return True


SAMPLE_OPEN_DAYS = 30
