import secrets
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.people.choices import EMPLOYED, MAY_SIGN_IN, Decision, Role, Status
from portal.audit.chain import storable

if TYPE_CHECKING:
    from accounts.people.models import (  # noqa: F401
        Department,
        Employee,
        RoleHolding,
        RoleProposal,
        RoleRule,
    )

NOBODY = Q(pk__in=())
LONGEST_NAME = 300
LOGIN_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def folded(text: str) -> str:
    """`text` without case and accents, as people type names when they search."""
    if text.isascii():
        return text.casefold()[:900]
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return bare.casefold()[:900]


def any_login_id() -> str:
    """Eight letters and digits from one draw; whether somebody has it already is for the caller to see."""
    drawn, letters = secrets.randbelow(len(LOGIN_ALPHABET) ** 8), []
    for _place in range(8):
        drawn, letter = divmod(drawn, len(LOGIN_ALPHABET))
        letters.append(LOGIN_ALPHABET[letter])
    return "".join(letters)


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def employed(self) -> "EmployeeQuerySet":
        """Everybody duties apply to: invited, active or on leave."""
        return self.filter(status__in=EMPLOYED)

    def who_may_sign_in(self) -> "EmployeeQuerySet":
        return self.filter(status__in=MAY_SIGN_IN, suspended_at=None)

    def held(self) -> "EmployeeQuerySet":
        """As they are now, and so they stay until the transaction ends: a departure takes this lock first."""
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")

    def known_as(self, login: str) -> "EmployeeQuerySet":
        """Who signs in with `login`: theirs is the login id, or the work e-mail."""
        login = login.lower()
        # The index on addresses is over lower case; without saying so, everybody would be read.
        return self.alias(address=Lower("email")).filter(Q(login_id=login) | Q(address=login))

    def who_left(self) -> "EmployeeQuerySet":
        return self.filter(status=Status.LEFT)

    def with_role(self, *roles: Role) -> "EmployeeQuerySet":
        return self.filter(groups__name__in=roles).distinct()

    def without_roles(self) -> "EmployeeQuerySet":
        return self.filter(groups=None)

    def found_by(self, text: str) -> "EmployeeQuerySet":
        """People whose name contains `text`, or whose number, login id or e-mail begins with it."""
        text = storable(text)[:LONGEST_NAME]
        return self.filter(
            Q(name_folded__contains=folded(text))
            | Q(name__icontains=text)
            | Q(personnel_number__istartswith=text)
            | Q(login_id__startswith=text.lower())
            | Q(email__startswith=text.lower())
        )

    def after(self, name: str, pk: int) -> "EmployeeQuerySet":
        """Whoever comes behind that place in the order of names. The first condition lets the index work."""
        return self.filter(name__gte=name).filter(Q(name__gt=name) | Q(pk__gt=pk))

    def in_department(self, department: "Department") -> "EmployeeQuerySet":
        """People in `department` or anywhere below it."""
        return self.filter(department__path__startswith=department.path)

    def absent_on(self, day: date) -> "EmployeeQuerySet":
        return self.filter(absences__first_day__lte=day, absences__last_day__gte=day).distinct()

    def in_team_of(self, manager: "Employee") -> "EmployeeQuerySet":
        """Who reports to `manager`, or to somebody `manager` stands in for."""
        # A set, because PostgreSQL reads everybody for "this manager, or one whose deputy is …".
        leads = self.model.objects.filter(Q(pk=manager.pk) | Q(deputy=manager)).values("pk")
        return self.filter(manager__in=leads).exclude(pk=manager.pk)

    def within_reach_of(self, by: "Employee", *roles: Role) -> "EmployeeQuerySet":
        """People in the parts of the company that one of `roles` of `by` reaches."""
        return self.filter(reach_of(by, *roles))

    def visible_to(self, by: "Employee") -> "EmployeeQuerySet":
        """People whose personal data `by` may read: HR's, within the limits of that role."""
        return self.within_reach_of(by, Role.HR)

    def manageable_by(self, by: "Employee") -> "EmployeeQuerySet":
        """People whose record `by` may keep: everybody for system admins, else those HR reaches."""
        return self.within_reach_of(by, Role.HR, Role.SYSTEM_ADMIN)


def reach_of(by: "Employee", *roles: Role) -> Q:
    """The parts of the company that `by` reaches by one of `roles`, as a condition over people."""
    held = [held for held in by.held if held.role in roles]
    if any(holding.entity is None and holding.path is None for holding in held):
        return Q()
    reached = NOBODY
    for holding in held:
        part = Q(entity=holding.entity) if holding.entity else Q()
        reached |= part & Q(department__path__startswith=holding.path) if holding.path else part
    return reached


class EmployeeManager(BaseUserManager.from_queryset(EmployeeQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, login_id: str) -> "Employee":
        return self.get(login_id=login_id.lower())

    def new_login_id(self) -> str:
        """A short login id that is easy to read out and says nothing about the person."""
        while True:
            login_id = any_login_id()
            if not self.filter(login_id=login_id).exists():
                return login_id


class RoleHoldingQuerySet(models.QuerySet["RoleHolding"]):
    def by_hand(self) -> "RoleHoldingQuerySet":
        return self.filter(rule=None)

    def by_rules_of(self, source: str) -> "RoleHoldingQuerySet":
        return self.filter(rule__source=source)


class RoleProposalQuerySet(models.QuerySet["RoleProposal"]):
    def waiting(self) -> "RoleProposalQuerySet":
        """Neither decided nor expired."""
        return self.filter(decision="", expires_at__gt=timezone.now())

    def decidable_by(self, by: "Employee") -> "RoleProposalQuerySet":
        """Those that wait for somebody else than who proposed them or would get the role."""
        return self.waiting().exclude(proposed_by=by).exclude(person=by)


class RoleRuleQuerySet(models.QuerySet["RoleRule"]):
    def waiting(self) -> "RoleRuleQuerySet":
        """Neither decided nor expired."""
        return self.filter(decision="", expires_at__gt=timezone.now())

    def decidable_by(self, by: "Employee") -> "RoleRuleQuerySet":
        return self.waiting().exclude(proposed_by=by)

    def in_force(self) -> "RoleRuleQuerySet":
        """Confirmed by a second person and not ended since."""
        return self.filter(decision=Decision.CONFIRMED, ended_at=None)
