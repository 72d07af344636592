"""How much of a file is read at most."""

FILE_BYTES_MAX = 40 * 1024 * 1024
FORM_BYTES = 64 * 1024
ROWS_MAX = 200_000
COLUMNS_MAX = 300
# Of an XLSX file: what it unpacks to, and how much smaller than that it may be.
UNPACKED_BYTES_MAX = 500 * 1024 * 1024
UNPACK_RATIO_MAX = 150
PARTS_MAX = 2_000
CELLS_MAX = 6_000_000
CHUNK = 2_000
UNDO_DAYS = 14
PENDING_DAYS = 7
PLACES_LISTED = 100
