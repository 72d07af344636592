from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.audit.append_only import AppendOnlyQuerySet
from training.assignments.choices import ENFORCED, AssignmentState

if TYPE_CHECKING:
    from accounts.people.models import Employee
    from training.assignments.models import Assignment, Requirement  # noqa: F401  in brackets below


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def in_force(self) -> "RequirementQuerySet":
        """Not ended, of a course that is released and not withdrawn."""
        return self.filter(ended_at=None, course__current__isnull=False, course__retired_at=None)

    def enforced(self) -> "RequirementQuerySet":
        """In force, and access to corporate accounts depends on it."""
        return self.in_force().filter(enforcement__in=ENFORCED)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def open(self) -> "AssignmentQuerySet":
        return self.filter(state=AssignmentState.OPEN)

    def of(self, person: "Employee") -> "AssignmentQuerySet":
        return self.filter(employee=person)

    def overdue_on(self, day: date) -> "AssignmentQuerySet":
        """Open on `day` although the due date is past; time stands still for whoever is away."""
        return self.open().filter(due_on__lt=day, paused_on=None)


class CompletionQuerySet(AppendOnlyQuerySet):
    def of(self, person: "Employee") -> "CompletionQuerySet":
        return self.filter(employee=person)

    def valid_on(self, day: date) -> "CompletionQuerySet":
        """What counts on `day`, today or years ago: one query for one person or for all (T1)."""
        from training.assignments.models import CompletionRevocation

        revoked = CompletionRevocation.objects.filter(completion=OuterRef("pk"), ends_on__lte=day)
        within = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
        return self.filter(within & ~Exists(revoked))
