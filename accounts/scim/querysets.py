from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from accounts.people.models import Employee
from accounts.scim.choices import Outcome

if TYPE_CHECKING:
    from accounts.people.models import Entity
    from accounts.scim.models import (  # noqa: F401
        DirectoryEntry,
        DirectoryGroup,
        DirectoryLeaving,
        ScimToken,
    )


class TokenQuerySet(models.QuerySet["ScimToken"]):
    def newest_first(self) -> "TokenQuerySet":
        return self.order_by("-made_at", "-pk")

    def in_force(self) -> "TokenQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class EntryQuerySet(models.QuerySet["DirectoryEntry"]):
    def present(self) -> "EntryQuerySet":
        """Entries the directory has not deleted."""
        return self.filter(deleted_at=None)

    def deleted(self) -> "EntryQuerySet":
        return self.exclude(deleted_at=None)


class GroupQuerySet(models.QuerySet["DirectoryGroup"]):
    def of(self, entity: "Entity") -> "GroupQuerySet":
        return self.filter(entity=entity)


class LeavingQuerySet(models.QuerySet["DirectoryLeaving"]):
    def waiting(self) -> "LeavingQuerySet":
        return self.filter(outcome=Outcome.WAITING)

    def decidable_by(self, person: "Employee") -> "LeavingQuerySet":
        """What waits of the people whose record `person` keeps."""
        return self.waiting().filter(employee__in=Employee.objects.manageable_by(person).values("pk"))

    def within_the_hour(self) -> "LeavingQuerySet":
        return self.filter(told_at__gt=timezone.now() - timedelta(hours=1))
