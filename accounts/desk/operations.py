"""Codes of the HR desk: handed out face to face, good for one short visit to a shared device (K8)."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.desk.models import DeskCode
from accounts.desk.permissions import can_hand_out
from accounts.people.choices import EMPLOYED
from accounts.people.models import Employee
from accounts.people.operations.sign_in import take_up_sign_in
from accounts.people.permissions import needs_second_factor
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record

# Nothing that is mistaken for something else when it is read out or written down.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 8
SAME_NUMBER = 5  # people of several entities may share a personnel number


class WorksElsewhere(RuleBroken):
    message = _("Codes are for people who work here.")


class NotForOneself(RuleBroken):
    message = _("Nobody hands out a code to themself.")


class HasAPowerfulRole(RuleBroken):
    message = _(
        "This person has a role with power and signs in with a second factor. A code is not enough for that."
    )


class CodeRefused(RuleBroken):
    """One answer to everything that does not fit: it tells nobody which half was wrong."""

    message = _("Number and code do not fit, or the code is no longer valid. Please ask at the HR desk.")


@operation(refused="desk.refused")
def hand_out_code(*, person: Employee, by: Employee) -> str:
    """Make a code for `person` and end an earlier one. It is returned once and stored nowhere.

    Raises `NotPermitted`, `NotForOneself`, `WorksElsewhere`, `HasAPowerfulRole`.
    """
    if not can_hand_out(person, by=by):
        raise NotPermitted
    if person.pk == by.pk:
        raise NotForOneself
    if person.status not in EMPLOYED:
        raise WorksElsewhere
    if needs_second_factor(person):
        raise HasAPowerfulRole
    now = timezone.now()
    person.desk_codes.usable().update(withdrawn_at=now)
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    DeskCode.objects.create(
        employee=person,
        code_hash=make_password(code),
        handed_out_by=by,
        handed_out_at=now,
        expires_at=now + timedelta(minutes=settings.DESK_CODE_MINUTES),
    )
    record("desk.code_handed_out", by=by, obj=person)
    return f"{code[:4]}-{code[4:]}"


@operation(refused="desk.refused")
def withdraw_code(*, code: DeskCode, by: Employee) -> None:
    """End a code that was handed out by mistake. Raises `NotPermitted`."""
    if not can_hand_out(code.employee, by=by):
        raise NotPermitted
    if DeskCode.objects.usable().filter(pk=code.pk).update(withdrawn_at=timezone.now()):
        record("desk.code_withdrawn", by=by, obj=code.employee)


@operation(refused="desk.refused")
def redeem_code(*, number: str, code: str) -> Employee:
    """The person who brings their own number and a valid code. A code works once. Raises `CodeRefused`."""
    found = _fitting(number.strip(), _plain(code))
    if found is None or not DeskCode.objects.usable().filter(pk=found.pk).update(used_at=timezone.now()):
        raise CodeRefused
    person = Employee.objects.held().get(pk=found.employee_id)
    if person.status not in EMPLOYED or needs_second_factor(person):
        raise CodeRefused
    take_up_sign_in(person)
    record("desk.signed_in", by=person, obj=person)
    return person


def _fitting(number: str, code: str) -> DeskCode | None:
    """Unknown numbers cost one hash as known ones do, so that the time taken tells nothing."""
    people = Employee.objects.filter(Q(login_id=number.lower()) | Q(personnel_number=number))
    asked = DeskCode.objects.usable().filter(employee__in=people)
    candidates = list(asked.select_related("employee")[:SAME_NUMBER]) if number else []
    if not candidates:
        make_password(code)
    return next((one for one in candidates if check_password(code, one.code_hash)), None)


def _plain(code: str) -> str:
    """As it was made: people type small letters, blanks and no hyphen."""
    return "".join(sign for sign in code.upper() if sign in ALPHABET)
