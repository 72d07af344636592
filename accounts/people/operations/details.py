"""Correcting what is known about somebody, and what they plan."""

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.people.operations.lifecycle import MOVABLE, keep_sign_in_address, move
from accounts.people.operations.sign_in import end_sessions
from accounts.people.permissions import can_manage_person
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record


class ChangedMeanwhile(RuleBroken):
    message = _(
        "Somebody else has changed this person meanwhile. Nothing was saved, and your entries are still "
        "here. Please look at what is stored now, and save again if yours should hold."
    )


CORRECTABLE = frozenset({"name", "email", "personnel_number", "language", "hired_on", "leaves_on"})
EDITABLE = CORRECTABLE | MOVABLE


@operation
def change_details(
    *, person: Employee, by: Employee | None, seen: str | None = None, **facts: Any
) -> Employee:
    """Correct what is known about `person`, and move them if they now work elsewhere.

    `seen` is the `state_of` the person that the changes were made from; None asks nothing. The trail says
    that something was changed, not what: a planned leaving date must leave no hint.
    Raises `NotPermitted`, `ChangedMeanwhile`.
    """
    unknown = set(facts) - EDITABLE
    if unknown:
        raise TypeError(f"change_details() does not change {sorted(unknown)}")
    people = Employee.objects.held().select_related("department")
    person = people.get(pk=person.pk)
    if by is not None and not can_manage_person(by, person):
        raise NotPermitted
    if seen is not None and seen != state_of(person):
        raise ChangedMeanwhile
    changed = {name: value for name, value in facts.items() if getattr(person, name) != value}
    moved = {name: value for name, value in changed.items() if name in MOVABLE}
    _correct(person, {name: value for name, value in changed.items() if name in CORRECTABLE}, by)
    return move(person=person, by=by, **moved) if moved else person


def state_of(person: Employee) -> str:
    """A digest of all that can be changed, by which two editors notice each other."""
    facts = [(name, person.serializable_value(name)) for name in sorted(EDITABLE)]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


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


@operation
def note_look(*, person: Employee, by: Employee) -> None:
    """Write down that `by` opened the page of somebody else."""
    if person.pk != by.pk:
        record("person.viewed", by=by, obj=person)
