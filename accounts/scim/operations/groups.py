"""Groups of the directory: audiences and role rules follow their members (P1, P3)."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from accounts.people.models import AudienceClause, Employee, RoleRule
from accounts.people.operations.audiences import refresh_audience
from accounts.people.operations.role_rules import apply_role_rules
from accounts.scim.models import DirectoryGroup, DirectoryMembership, ScimToken
from portal.audit.trail import many, operation, record

SOURCE = "scim"


@operation
def save_group(
    *, group: DirectoryGroup, name: str, external_id: str, members: Iterable[UUID], by: ScimToken
) -> DirectoryGroup:
    """Make or change a group. Raises `InvalidValueException` for a member it does not manage."""
    before = group.name
    group.name, group.external_id, group.changed_at = name, external_id, timezone.now()
    group.save()
    joined, left = _set_members(group, set(members), by)
    details = {"joined": len(joined), "left": len(left), "digest": many(joined | left)["digest"]}
    record("scim.group_saved", by=by, obj=group, details=details)
    changed = list(Employee.objects.filter(ref__in=joined | left))
    _follow(group, changed)
    renamed = list(people_in(group)) if before != name else changed
    _apply_roles(renamed, {before, name})
    return group


@operation
def delete_group(*, group: DirectoryGroup, by: ScimToken) -> None:
    """A group is gone: its members lose what they had by it, and its audience clauses match nobody."""
    people = list(people_in(group))
    group.memberships.all().delete()
    record("scim.group_deleted", by=by, obj=group, details={"left": len(people)})
    _follow(group, people)
    _apply_roles(people, {group.name})
    group.delete()


@operation
def leave_all_groups(*, person: Employee, by: ScimToken) -> None:
    """Somebody the directory no longer knows is in none of its groups."""
    groups = list(DirectoryGroup.objects.filter(memberships__employee=person))
    DirectoryMembership.objects.filter(employee=person).delete()
    for group in groups:
        _follow(group, [person])
    _apply_roles([person], {group.name for group in groups})


@operation
def bring_roles_in_line() -> int:
    """Apply every role rule to whom it can concern: members now, and holders by a rule of the directory."""
    named = RoleRule.objects.filter(source=SOURCE)
    members = DirectoryMembership.objects.filter(group__name__in=named.in_force().values("group"))
    concerned = Employee.objects.filter(pk__in=members.values("employee")) | Employee.objects.filter(
        holdings__rule__in=named
    )
    people = list(concerned.distinct().order_by("pk"))
    for person in people:
        apply_role_rules(person=person, source=SOURCE, groups=group_names(person))
    return len(people)


def people_in(group: DirectoryGroup) -> Iterable[Employee]:
    return Employee.objects.filter(directory_memberships__group=group)


def group_names(person: Employee) -> list[str]:
    return list(person.directory_memberships.values_list("group__name", flat=True))


def _set_members(group: DirectoryGroup, wanted: set[UUID], by: ScimToken) -> tuple[set[UUID], set[UUID]]:
    """Who joined and who left."""
    now = set(people_in(group).values_list("ref", flat=True))  # type: ignore[attr-defined]
    joined, left = wanted - now, now - wanted
    found = dict(Employee.objects.filter(ref__in=joined, entity=by.entity_id).values_list("ref", "pk"))
    if len(found) != len(joined):
        from scim2_models import InvalidValueException  # it takes a second to load

        raise InvalidValueException(detail="A member is not known here")
    DirectoryMembership.objects.bulk_create(
        [DirectoryMembership(group=group, employee_id=pk) for pk in found.values()], batch_size=1000
    )
    group.memberships.filter(employee__ref__in=left).delete()
    return joined, left


def _follow(group: DirectoryGroup, people: list[Employee]) -> None:
    """Refresh the audiences that name the group (P1)."""
    if not people:
        return
    changed = Employee.objects.filter(pk__in=[person.pk for person in people])
    clauses = AudienceClause.objects.filter(attribute=group.trait).select_related("audience")
    for audience in {clause.audience_id: clause.audience for clause in clauses}.values():
        refresh_audience(audience=audience, why="group_changed", only=changed)


def _apply_roles(people: list[Employee], names: set[str]) -> None:
    """Spend nothing on groups that no rule names."""
    if not people or not RoleRule.objects.filter(source=SOURCE, group__in=names).exists():
        return
    for person in people:
        apply_role_rules(person=person, source=SOURCE, groups=group_names(person))
