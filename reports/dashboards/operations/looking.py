"""Looks at other people's data leave a row that the data protection officer can read."""

from accounts.people.models import Employee
from portal.audit.trail import operation, record
from reports.dashboards.choices import Look
from reports.dashboards.filters import Described

FILTER_MAX = 300


@operation
def note_look(
    *,
    look: Look,
    by: Employee,
    person: Employee | None = None,
    wanted: Described | None = None,
    part: str = "",
    shown: int = 1,
) -> None:
    """Write down one look: at `person`, or at a list with its filter and how many rows it showed.

    A list without a filter has parts instead, and a `part` says nothing about anybody.

    Who looks at their own data leaves nothing.
    """
    if person is not None and person.pk == by.pk:
        return
    details = {"list": look.value, "shown": shown}
    if part:
        details["filter"] = part
    if wanted is not None:
        details |= {"filter": wanted.described()[:FILTER_MAX], "digest": wanted.digest()}
    record("person_data.viewed", by=by, obj=person, details=details)
