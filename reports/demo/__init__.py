"""A company to try the portal with: invented people, real texts, a year of history."""
