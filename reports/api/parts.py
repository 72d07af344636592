"""The parts of the company for which somebody in HR may make a token."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import Role
from accounts.people.models import Department, Employee, Entity, RoleHolding

EVERYBODY = _("The whole company")


@dataclass(frozen=True)
class Part:
    """An entity, a department, both, or (nothing named) the whole company."""

    entity: Entity | None = None
    department: Department | None = None

    def is_of(self, entity: Entity | None, department: Department | None) -> bool:
        return self.entity == entity and self.department == department

    @property
    def key(self) -> str:
        """How a form names the part."""
        return f"{self.entity.pk if self.entity else 0}-{self.department.pk if self.department else 0}"

    @property
    def label(self) -> str | Promise:
        return " · ".join(str(part) for part in (self.entity, self.department) if part) or EVERYBODY


def parts_of(person: Employee) -> list[Part]:
    """All of it and each entity for HR without limits, else exactly the parts that the role names."""
    holdings = RoleHolding.objects.filter(person=person, role=Role.HR).select_related("entity", "department")
    held = {Part(holding.entity, holding.department): None for holding in holdings.order_by("pk")}
    if Part() in held:
        return [Part(), *(Part(entity) for entity in Entity.objects.order_by("name"))]
    return list(held)
