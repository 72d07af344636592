"""The daily digest, single notices and the calendar feed: what reaches people outside the portal."""
