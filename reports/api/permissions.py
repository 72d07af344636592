"""Who lets systems read. HR makes tokens for what HR may read, and a second person confirms each."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from accounts.people.choices import Role
from accounts.people.models import Employee, RoleHolding
from accounts.people.models.employee import Held
from accounts.people.permissions import has_role, of_visible_people
from reports.api.models import ApiToken
from reports.api.querysets import OVERSEERS


def may_have_tokens(person: Employee) -> bool:
    """HR that may sign in now; a token asks this of its maker whenever it is used."""
    return person.is_active and has_role(person, Role.HR)


def sees_tokens(person: Any) -> bool:
    """The page of tokens: HR, whoever confirms them, and whoever looks over them."""
    return bool(getattr(person, "is_active", False)) and has_role(person, Role.HR, *OVERSEERS)


def decides_tokens(person: Any) -> bool:
    return bool(getattr(person, "is_active", False)) and has_role(person, Role.HR, Role.SYSTEM_ADMIN)


def can_decide(by: Employee, token: ApiToken) -> bool:
    """Confirm `token`: not one's own, and HR only what it reaches itself."""
    return by.pk != token.made_by_id and decides_tokens(by) and _answers_for(by, token)


def can_revoke(by: Employee, token: ApiToken) -> bool:
    return decides_tokens(by) and (by.pk == token.made_by_id or _answers_for(by, token))


def readable_people(token: ApiToken, field: str = "employee") -> Q:
    """The condition that `field` is somebody whose data `token` may read: what its maker reaches today,
    within the token's own part."""
    reached = of_visible_people(token.made_by, field)
    if token.entity_id:
        reached &= Q(**{f"{field}__entity": token.entity_id})
    if token.department is not None:
        reached &= Q(**{f"{field}__department__path__startswith": token.department.path})
    return reached


def remember_holdings(people: Iterable[Employee]) -> None:
    """Look up what each of `people` holds in one query, so that a list of tokens need not ask one by one."""
    people = list(people)
    held: dict[int, list[Held]] = {person.pk: [] for person in people}
    holdings = RoleHolding.objects.filter(person__in=held)
    for pk, role, entity, path in holdings.values_list("person", "role", "entity", "department__path"):
        held[pk].append(Held(role, entity, path))
    for person in people:
        person.__dict__["held"] = tuple(held[person.pk])


def _answers_for(by: Employee, token: ApiToken) -> bool:
    path = token.department.path if token.department else None
    return has_role(by, Role.SYSTEM_ADMIN) or any(
        held.role == Role.HR
        and held.entity in (None, token.entity_id)
        and (held.path is None or (path is not None and path.startswith(held.path)))
        for held in by.held
    )
