"""How much one call may ask for and how long a token lasts."""

from datetime import timedelta

PAGE_MAX = 500
PAGE_DEFAULT = 100
TOKEN_MAX_DAYS = 365
TOKEN_WAITS = timedelta(days=14)  # for a second person
MINUTE = 60  # seconds; the window of the limits in the settings
# A cursor is for one walk; whoever comes back later begins anew with `since`.
CURSOR_SECONDS = 24 * 3600
# What is committed late is not missed: `as_of` stays this far behind the clock.
AS_OF_BEHIND = timedelta(minutes=1)
# Rows are numbered before they are committed; none is numbered this long before its moment.
NUMBERED_BEFORE = timedelta(hours=1)
