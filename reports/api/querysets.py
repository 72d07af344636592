from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from reports.api.limits import TOKEN_WAITS

if TYPE_CHECKING:
    from reports.api.models import ApiToken  # noqa: F401

# Who sees every token: they confirm, revoke or look over them, and read nothing by it.
OVERSEERS = (Role.SYSTEM_ADMIN, Role.DPO, Role.AUDITOR)


class TokenQuerySet(models.QuerySet["ApiToken"]):
    def newest_first(self) -> "TokenQuerySet":
        return self.order_by("-made_at", "-pk")

    def with_people(self) -> "TokenQuerySet":
        """Everything a page says about tokens, and on which day each was used last."""
        related = ("entity", "department", "made_by__location", "confirmed_by", "revoked_by")
        return self.select_related(*related).annotate(last_used_on=Max("days__day"))

    def waiting(self) -> "TokenQuerySet":
        """Neither confirmed nor revoked, and not too old to be."""
        since = timezone.now() - TOKEN_WAITS
        return self.filter(confirmed_at=None, revoked_at=None, made_at__gt=since)

    def in_force(self) -> "TokenQuerySet":
        """Confirmed and not ended; whether the maker still is HR is asked when it is used."""
        today = timezone.localdate()
        return self.filter(confirmed_at__isnull=False, revoked_at=None, expires_on__gte=today)

    def visible_to(self, by: Employee) -> "TokenQuerySet":
        """One's own, those within the part of the company that HR reaches, and all for who oversees them."""
        if has_role(by, *OVERSEERS):
            return self
        return self.filter(Q(made_by=by) | within_hr_of(by))

    def decidable_by(self, by: Employee) -> "TokenQuerySet":
        """What waits and `by` may confirm: a system admin anything, HR what it reaches, nobody their own."""
        waiting = self.waiting().exclude(made_by=by)
        return waiting if has_role(by, Role.SYSTEM_ADMIN) else waiting.filter(within_hr_of(by))


def within_hr_of(by: Employee) -> Q:
    """Tokens whose part of the company lies within what `by` reaches as HR."""
    reached = Q(pk__in=())
    for held in by.held:
        if held.role != Role.HR:
            continue
        entity = Q(entity=held.entity) if held.entity else Q(pk__isnull=False)
        reached |= entity & Q(department__path__startswith=held.path) if held.path else entity
    return reached
