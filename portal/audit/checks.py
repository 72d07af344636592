from typing import Any

from django.core.checks import Error, register
from django.db import DatabaseError

from portal.audit.append_only import missing_triggers


@register("audit", deploy=True)
def append_only_tables_are_guarded(app_configs: Any, **_: Any) -> list[Error]:
    """Every append-only table refuses update and delete in the database itself.

    Not among the database checks: `migrate` runs those first, and it is what installs the triggers.
    """
    try:
        unguarded = missing_triggers()
    except DatabaseError:
        return []
    return [
        Error(
            f"The table {table} can be changed: its append-only triggers are missing.",
            hint="Run `manage.py migrate`; it installs them again.",
            id="audit.E001",
        )
        for table in unguarded
    ]
