"""The database of one measure: made anew, gone with the process."""

import atexit

from django.db import connection

from tests.databases import template_for


def fresh_database() -> None:
    """Build the schema in the database of `TEST_DATABASE_URL`, and drop it when the process ends."""
    if connection.vendor != "postgresql":
        raise SystemExit("Set TEST_DATABASE_URL to a PostgreSQL database, see bench/README.md.")
    database = template_for("bench")
    database.build(fresh=False)
    database.restore()

    def drop() -> None:
        connection.close()
        database.drop()

    atexit.register(drop)
