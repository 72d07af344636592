"""How often a directory may ask, counted in the cache; addresses are kept as a keyed hash, for a minute."""

import time

from django.core.cache import cache
from django.utils.crypto import salted_hmac

MINUTE = 60


def is_within(what: str, who: str, limit: int) -> bool:
    """Count one more `what` by `who` in the running minute; False once there are too many."""
    window = int(time.time()) // MINUTE
    digest = salted_hmac("accounts.scim.limits", f"{what}:{who}:{window}", algorithm="sha256").hexdigest()
    key = f"scim-{digest}"
    if cache.add(key, 1, MINUTE):
        return limit > 0
    try:
        return cache.incr(key) <= limit
    except ValueError:  # it lapsed between the two lines
        return True
