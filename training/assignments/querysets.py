from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from portal.audit.append_only import AppendOnlyQuerySet
from training.assignments.choices import ENFORCED, AssignmentState

if TYPE_CHECKING:
    from accounts.people.models import Employee
    from training.assignments.models import Assignment, Requirement  # noqa: F401  in brackets below
    from training.courses.models import Course


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

    def of_course(self, course: "Course") -> "AssignmentQuerySet":
        return self.filter(course=course)

    def overdue_on(self, day: date) -> "AssignmentQuerySet":
        """Open on `day` although the due date is past; time stands still for whoever is away."""
        return self.open().filter(due_on__lt=day, paused_on=None)


class CompletionQuerySet(AppendOnlyQuerySet):
    def of(self, person: "Employee") -> "CompletionQuerySet":
        return self.filter(employee=person)

    def valid_on(self, day: date) -> "CompletionQuerySet":
        """What counts on `day`, today or years ago: one query for one person or for all (T1)."""
        return self.lasting_on(day).filter(valid_from__lte=day)

    def lasting_on(self, day: date) -> "CompletionQuerySet":
        """What has not ended by `day`. It may begin a day later: somewhere it is tomorrow already."""
        from training.assignments.models import CompletionRevocation

        revoked = CompletionRevocation.objects.filter(completion=OuterRef("pk"), ends_on__lte=day)
        return self.filter((Q(valid_until__isnull=True) | Q(valid_until__gte=day)) & ~Exists(revoked))

    def with_end(self) -> "CompletionQuerySet":
        """With `ends_on` and `revoked_at` of the revocation that takes effect first, if there is one."""
        from training.assignments.models import CompletionRevocation

        first = CompletionRevocation.objects.filter(completion=OuterRef("pk")).order_by("ends_on", "pk")
        return self.annotate(
            ends_on=Subquery(first.values("ends_on")[:1]), revoked_at=Subquery(first.values("revoked_at")[:1])
        )

    def with_parts(self) -> "CompletionQuerySet":
        """Everything that is said about a completion, in one query."""
        return self.select_related("course", "version", "requirement", "assignment", "attempt", "record")

    def lasting_longest_first(self) -> "CompletionQuerySet":
        return self.order_by(models.F("valid_until").desc(nulls_first=True), "-valid_from", "-pk")

    def of_people(self, people: Iterable[int]) -> "CompletionQuerySet":
        return self.filter(employee__in=list(people))
