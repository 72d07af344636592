"""How long a list may be, and how long it is kept."""

ROWS_MAX = 10_000
CHUNK = 500
# Names that are looked up at once.
NAMES = 500
# Refused rows stay after the list was applied, so that somebody can correct them.
REFUSED_DAYS = 7
# A file that nobody had checked could hold anything, so it is not kept as long as one that was.
UNCHECKED_DAYS = 1
