"""Finding guidelines: the same stems and the same queries on SQLite and PostgreSQL (ADR 0013)."""
