"""Phone numbers: given freely, taken back with one click, in no row of the trail."""

import re

from django.db.models import QuerySet
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.playbooks.choices import NumberKind
from guidelines.playbooks.models import PhoneNumber
from guidelines.playbooks.permissions import can_enter_company_number
from guidelines.playbooks.rules import NotANumber, NumberKnown
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

LOOKS_LIKE_ONE = re.compile(r"\+?[0-9][0-9 ()/.-]{3,37}\Z")
FEWEST_DIGITS = 3


@operation(refused="playbook.refused")
def give_number(*, person: Employee, kind: str, number: str, by: Employee) -> PhoneNumber:
    """Somebody gives a number of their own; others enter company phones only.

    Raises `NotANumber`, `NumberKnown`, `NotPermitted`.
    """
    if by.pk != person.pk and (kind != NumberKind.COMPANY or not can_enter_company_number(by, person)):
        raise NotPermitted
    number = " ".join(number.split())
    if not LOOKS_LIKE_ONE.match(number) or sum(char.isdigit() for char in number) < FEWEST_DIGITS:
        raise NotANumber
    row, made = PhoneNumber.objects.get_or_create(
        person=person, number=number, defaults={"kind": kind, "given_at": timezone.now()}
    )
    if not made:
        raise NumberKnown
    record("number.given", by=by, obj=person, details={"kind": kind})
    return row


@operation(refused="playbook.refused")
def remove_number(*, number: PhoneNumber, by: Employee) -> None:
    """Their own at any time; a company phone also by whoever may enter it."""
    is_own = by.pk == number.person_id
    if not is_own and (number.kind != NumberKind.COMPANY or not can_enter_company_number(by, number.person)):
        raise NotPermitted
    record("number.removed", by=by, obj=number.person, details={"kind": number.kind})
    PhoneNumber.objects.filter(pk=number.pk).delete()


@operation
def forget_numbers(*, people: QuerySet[Employee]) -> None:
    """Whoever has left is called no more."""
    PhoneNumber.objects.filter(person__in=people.values("pk")).delete()
