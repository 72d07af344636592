"""Who holds which role, within which part of the company, and who confirmed it (P3)."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import Decision, Role
from accounts.people.models.employee import Employee
from accounts.people.models.organisation import Department, Entity
from accounts.people.querysets import RoleHoldingQuerySet, RoleProposalQuerySet, RoleRuleQuerySet


class Within(models.Model):
    """A role and the part of the company it reaches: what is named must hold, nothing means everywhere."""

    role = models.CharField(_("role"), max_length=32, choices=Role)
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, verbose_name=_("entity"), related_name="+"
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("department and below"),
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def is_limited(self) -> bool:
        return bool(self.entity_id or self.department_id)

    @property
    def part(self) -> str:
        """The part of the company in words; empty when it is all of it."""
        return " · ".join(str(part) for part in (self.entity, self.department) if part)


class ByTwo(models.Model):
    """Something one system admin proposes and another one decides."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    decided_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return not self.decision and self.expires_at > timezone.now()


def decided_by_another(name: str) -> list[models.CheckConstraint]:
    """A decision names who and when, and only a withdrawal is by the one who proposed."""
    return [
        models.CheckConstraint(
            condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
            | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            name=f"{name}_decision_is_whole",
        ),
        models.CheckConstraint(
            condition=Q(decision__in=["", Decision.WITHDRAWN]) | ~Q(decided_by=F("proposed_by")),
            name=f"{name}_takes_two",
        ),
    ]


class RoleRule(ByTwo, Within):
    """Whoever belongs to `group` at `source` holds `role`: a company's directory says who may what."""

    source = models.CharField(_("source"), max_length=64)
    group = models.CharField(_("group"), max_length=255)
    ended_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = RoleRuleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *decided_by_another("role_rule"),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="role_rule_end_is_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["source", "group"], name="role_rules_of_a_group")]

    def __str__(self) -> str:
        return f"{self.source}: {self.group} → {self.role}"


class RoleProposal(ByTwo, Within):
    """A role that one system admin wants to give and another one has to confirm."""

    person = models.ForeignKey(Employee, models.CASCADE, related_name="role_proposals")

    objects = RoleProposalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = decided_by_another("role_proposal")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class RoleHolding(Within):
    """Somebody holds a role, by hand or by `rule`. Django's groups follow these rows, never the reverse."""

    person = models.ForeignKey(Employee, models.CASCADE, related_name="holdings")
    rule = models.ForeignKey(RoleRule, models.PROTECT, null=True, related_name="holdings")
    since = models.DateTimeField(default=timezone.now)

    objects: Any = RoleHoldingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["role", "person"], name="role_holders")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"
