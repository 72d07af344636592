from typing import TYPE_CHECKING

from django.db import models

from accounts.people.choices import MAY_SIGN_IN

if TYPE_CHECKING:
    from guidelines.playbooks.models import RoleHolder  # noqa: F401  in brackets below


class RoleHolderQuerySet(models.QuerySet["RoleHolder"]):
    def who_can_act(self) -> "RoleHolderQuerySet":
        """Still with the company and able to sign in, whatever the list says."""
        return self.filter(person__status__in=MAY_SIGN_IN, person__suspended_at=None)

    def in_order(self) -> "RoleHolderQuerySet":
        """The holder of each role before the deputies."""
        return self.order_by("role", "rank", "pk").select_related("person")
