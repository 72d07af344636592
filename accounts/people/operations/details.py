"""Correcting what is known about somebody, and what they plan."""

from typing import Any

from accounts.people.models import Employee
from accounts.people.operations.lifecycle import MOVABLE, keep_sign_in_address, move
from accounts.people.operations.sign_in import end_sessions
from accounts.people.permissions import can_manage_people
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

CORRECTABLE = frozenset({"name", "email", "personnel_number", "language", "hired_on", "leaves_on"})


@operation
def change_details(*, person: Employee, by: Employee | None, **facts: Any) -> Employee:
    """Correct what is known about `person`, and move them if they now work elsewhere.

    The trail says that something was changed, not what: a planned leaving date must leave no hint.
    """
    if by is not None and not can_manage_people(by):
        raise NotPermitted
    unknown = set(facts) - CORRECTABLE - MOVABLE
    if unknown:
        raise TypeError(f"change_details() does not change {sorted(unknown)}")
    person = Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    changed = {name: value for name, value in facts.items() if getattr(person, name) != value}
    moved = {name: value for name, value in changed.items() if name in MOVABLE}
    _correct(person, {name: value for name, value in changed.items() if name in CORRECTABLE}, by)
    return move(person=person, by=by, **moved) if moved else person


def _correct(person: Employee, facts: dict[str, Any], by: Employee | None) -> None:
    if not facts:
        return
    for name, value in facts.items():
        setattr(person, name, value)
    person.save(update_fields=list(facts))
    if "email" in facts:
        keep_sign_in_address(person)
        end_sessions(person)
    record("person.changed", by=by, obj=person)
