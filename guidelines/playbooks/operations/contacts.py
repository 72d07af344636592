"""Who fills a contact slot, and that it is still right."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.models import Work
from guidelines.editions.reading import authoritative
from guidelines.playbooks.judging import look_again
from guidelines.playbooks.models import Contact
from guidelines.playbooks.permissions import require_keeper
from guidelines.playbooks.rules import NoSuchSlot
from guidelines.playbooks.structure import plan_of
from portal.audit.trail import operation, record


@operation(refused="playbook.refused")
def set_contact(
    *, work: Work, key: str, facts: Mapping[str, Any], is_checked: bool, by: Employee | None
) -> Contact:
    """Say who fills a slot. It counts as confirmed when whoever writes it down has just made sure."""
    require_keeper(by)
    plan = plan_of(authoritative(work.current).data) if work.current else None
    if plan is None or key not in {slot.key for slot in plan.contacts}:
        raise NoSuchSlot
    now = timezone.now()
    checked = (
        {"confirmed_at": now, "confirmed_by": by}
        if is_checked
        else {"confirmed_at": None, "confirmed_by": None}
    )
    anew = {"asked_at": None, "reminders": 0, "objection": ""}
    contact, _made = Contact.objects.update_or_create(
        work=work, key=key, defaults={**facts, **checked, **anew}
    )
    record("playbook.contact_set", by=by, obj=contact, details={"playbook": work.slug, "slot": key})
    look_again(work)
    return contact


@operation(refused="playbook.refused")
def confirm_contact(*, contact: Contact, by: Employee | None) -> None:
    """Somebody has made sure by other means that the entry is still right."""
    require_keeper(by)
    Contact.objects.filter(pk=contact.pk).update(
        confirmed_at=timezone.now(), confirmed_by=by, objection="", reminders=0
    )
    record(
        "playbook.contact_confirmed",
        by=by,
        obj=contact,
        details={"playbook": contact.work.slug, "slot": contact.key},
    )
    look_again(contact.work)


@operation(refused="playbook.refused")
def remove_contact(*, contact: Contact, by: Employee | None) -> None:
    require_keeper(by)
    record(
        "playbook.contact_removed",
        by=by,
        obj=contact,
        details={"playbook": contact.work.slug, "slot": contact.key},
    )
    Contact.objects.filter(pk=contact.pk).delete()
    look_again(contact.work)
