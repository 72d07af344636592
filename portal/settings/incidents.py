"""When it burns: which reports open a confidential incident, and how many one person may send."""

from portal.env import env

# Slugs of `guidelines.playbooks.choices.Trouble`: reports that concern single people.
INCIDENT_CONFIDENTIAL_TROUBLES = env.list(
    "PORTAL_CONFIDENTIAL_REPORTS", default=["colleague", "personal-data"]
)
INCIDENT_REPORTS_PER_HOUR = env.int("PORTAL_REPORTS_PER_HOUR", default=20)  # of one person
INCIDENT_KNOWN_HOURS = 72  # how long an open incident is offered as "already known" to whoever reports
PLAYBOOK_PACKS_KEPT_DAYS = env.int("PORTAL_PACKS_KEPT_DAYS", default=14)  # the newest is always kept
