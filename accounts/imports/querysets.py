from typing import TYPE_CHECKING

from django.db import models

from accounts.imports.choices import DOING, State, Verdict
from accounts.imports.permissions import can_manage_everybody
from accounts.people.models import Employee
from accounts.people.querysets import LONGEST_NAME, folded
from portal.audit.chain import storable

if TYPE_CHECKING:
    from accounts.imports.models import ImportedRow, PeopleImport  # noqa: F401


class ImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, person: Employee) -> "ImportQuerySet":
        """One's own; all of them for whoever keeps the records of the whole company."""
        return self.all() if can_manage_everybody(person) else self.filter(requested_by=person)

    def last_applied(self) -> "PeopleImport | None":
        """The newest one that took effect, undone or not: only it can be undone."""
        return self.exclude(applied_at=None).order_by("-applied_at", "-pk").first()

    def effective(self) -> "ImportQuerySet":
        return self.filter(state=State.APPLIED)


class RowQuerySet(models.QuerySet["ImportedRow"]):
    def new(self) -> "RowQuerySet":
        return self.filter(verdict=Verdict.NEW)

    def changed(self) -> "RowQuerySet":
        return self.filter(verdict=Verdict.CHANGED)

    def back(self) -> "RowQuerySet":
        return self.filter(verdict=Verdict.BACK)

    def leaving(self) -> "RowQuerySet":
        return self.filter(verdict=Verdict.LEAVING)

    def doing(self) -> "RowQuerySet":
        """Rows that do something when they are applied."""
        return self.filter(verdict__in=DOING)

    def found_by(self, text: str) -> "RowQuerySet":
        """Rows whose name contains `text`, or whose number or e-mail begins with it."""
        text = storable(text)[:LONGEST_NAME]
        return self.filter(
            models.Q(name_folded__contains=folded(text))
            | models.Q(name__icontains=text)
            | models.Q(personnel_number__istartswith=text)
            | models.Q(email__startswith=text.lower())
        )

    def refused(self) -> "RowQuerySet":
        return self.filter(verdict=Verdict.REFUSED)
