"""The life of editors and approvers around releases: the desk, proposing, deciding, upkeep."""
