from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from guidelines.reviews.choices import ActionState

if TYPE_CHECKING:
    from accounts.people.models import Employee
    from guidelines.reviews.models import Action  # noqa: F401  in brackets below


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> "ActionQuerySet":
        return self.filter(state=ActionState.OPEN)

    def of(self, person: "Employee") -> "ActionQuerySet":
        return self.filter(owner=person)

    def due_by(self, day: date) -> "ActionQuerySet":
        return self.open().filter(due_on__lte=day)
