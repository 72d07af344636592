"""Incidents: how large evidence may be, and how long what was written and kept stays."""

EVIDENCE_MAX_BYTES = 25 * 1024 * 1024
# Counted from the end of the incident; somebody can set another day for a single file.
EVIDENCE_KEPT_DAYS = 180
# Words of logs, reports and decisions; who did what and when stays with the chain.
INCIDENT_WORDS_KEPT_DAYS = 3 * 365
