"""What happened to somebody at work, told from the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts.people.choices import LifecycleEvent, Role
from accounts.people.models import Employee
from portal.audit.models import AuditEvent
from portal.audit.registry import people

SHOWN = 50
WORDS: dict[str, str | Promise] = {
    f"person.{LifecycleEvent.JOINED}": pgettext_lazy("history", "Started here"),
    f"person.{LifecycleEvent.MOVED}": pgettext_lazy("history", "Moved, or reports to somebody else"),
    f"person.{LifecycleEvent.WENT_ON_LEAVE}": pgettext_lazy("history", "Went on leave"),
    f"person.{LifecycleEvent.RETURNED}": pgettext_lazy("history", "Came back from leave"),
    f"person.{LifecycleEvent.LEFT}": pgettext_lazy("history", "Left"),
    f"person.{LifecycleEvent.CAME_BACK}": pgettext_lazy("history", "Works here again"),
    f"person.{LifecycleEvent.ABSENCE_RECORDED}": pgettext_lazy("history", "Absence noted"),
    "person.changed": pgettext_lazy("history", "Details changed"),
    "person.invited": pgettext_lazy("history", "Invited"),
    "person.invitation_accepted": pgettext_lazy("history", "Took up the sign-in"),
    "person.sign_in_reset": pgettext_lazy("history", "Password and second factor removed"),
    "role.proposed": pgettext_lazy("history", "Role proposed"),
    "role.declined": pgettext_lazy("history", "Role not given"),
    "role.given": pgettext_lazy("history", "Role given"),
    "role.taken": pgettext_lazy("history", "Role taken away"),
    "role.kept": pgettext_lazy("history", "Role kept: nobody else would be system admin"),
}


@dataclass(frozen=True)
class Chapter:
    """One thing that happened, when, and by whom; `role` is named where it is about one."""

    at: datetime
    what: str | Promise
    role: str
    by: str


def history_of(person: Employee) -> list[Chapter]:
    """The newest first. Who looked is not part of it: that is for data protection."""
    rows = AuditEvent.objects.filter(object_id=str(person.ref), verb__in=WORDS).newest_first()[:SHOWN]
    names = people.names_of({row.actor for row in rows if row.actor})
    labels = dict(Role.choices)
    return [
        Chapter(
            row.at,
            WORDS[row.verb],
            str(labels.get(row.details.get("role", ""), "")),
            names.get(row.actor, "") if row.actor else "",
        )
        for row in rows
    ]
