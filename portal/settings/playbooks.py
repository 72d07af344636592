"""Playbooks: when people behind them are asked whether an entry is still right, and when the light turns."""

# After so many days without a word an entry counts as unconfirmed.
PLAYBOOK_CONFIRMED_DAYS = 90
CONTACT_CHECK_EVERY_DAYS = 30
CONTACT_REMINDER_AFTER_DAYS = 7
CONTACT_REMINDERS_MAX = 2
CONTACT_LINK_VALID_DAYS = 30
# Of the page behind the link, by address: as allauth writes its limits.
CONTACT_TRIES = "120/m/ip"
# Twice a year, and a few days.
PLAYBOOK_DRILL_DAYS = 190
PLAYBOOK_EXPIRY_WARNING_DAYS = 30
