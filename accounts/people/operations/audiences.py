from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext

from accounts.people.choices import Effect, Movement
from accounts.people.models import Audience, AudienceClause, AudienceEntry, AudienceMember, Employee
from accounts.people.permissions import can_manage_organisation
from accounts.people.querysets import EmployeeQuerySet
from accounts.people.registry import Only, people_with_attribute, tell_audience_changed
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record
from portal.setbased import insert_select

NOBODY = Q(pk__in=())
EVERYONE = "everyone"


@operation
def define_audience(
    *, slug: str, name: str, clauses: Iterable[dict[str, Any]], by: Employee | None
) -> Audience:
    """Create or change an audience and bring its members, and everybody's duties, up to date (P1)."""
    if by is not None and not can_manage_organisation(by):
        raise NotPermitted
    audience, _ = Audience.objects.update_or_create(slug=slug, defaults={"name": name})
    audience.clauses.all().delete()
    for clause in clauses:
        AudienceClause.objects.create(audience=audience, **clause)
    record("audience.defined", by=by, obj=audience, details={"clauses": audience.clauses.count()})
    refresh_audience(audience=audience, why="rule_changed")
    return audience


def everyone(*, by: Employee | None) -> Audience:
    """The audience of all who work here; made when it is first asked for."""
    existing = Audience.objects.filter(slug=EVERYONE).first()
    if existing:
        return existing
    clauses = [{"effect": Effect.INCLUDE}]
    return define_audience(slug=EVERYONE, name=gettext("Everyone"), clauses=clauses, by=by)


@operation(savepoint=False)
def refresh_audience(*, audience: Audience, why: str, only: Only = None) -> None:
    """Make the stored members equal the rule, note who joined and left, and tell the higher rooms (P1).

    `only` limits the work to the person, or the set of people, whose circumstances changed.
    """
    _refresh(Audience.objects.filter(pk=audience.pk), why, only)


@operation(savepoint=False)
def refresh_audiences(*, why: str, only: Only = None) -> None:
    """Refresh every audience."""
    _refresh(Audience.objects.all(), why, only)


def _refresh(audiences: QuerySet[Audience], why: str, only: Only) -> None:
    """Locked in a fixed order, so that two refreshes never wait for each other."""
    clauses = Prefetch("clauses", AudienceClause.objects.select_related("department"))
    locked = list(audiences.select_for_update(no_key=True).order_by("pk").prefetch_related(clauses))
    for audience in locked:
        joined, left = _bring_up_to_date(audience, why, only)
        if joined or left:
            record("audience.refreshed", obj=audience, details={"joined": joined, "left": left, "why": why})
            tell_audience_changed(audience, only)
    pks = [audience.pk for audience in locked]
    Audience.objects.filter(pk__in=pks).update(refreshed_at=timezone.now())


def among(only: Only) -> EmployeeQuerySet:
    """The people that `only` stands for."""
    return Employee.objects.filter(named_by(only, "pk"))


def named_by(only: Only, field: str = "employee") -> Q:
    """The condition that `field` names one of the people that `only` stands for."""
    if only is None:
        return Q()
    # One person by their key: every layer of "those among whom …" costs Django and the planner a millisecond.
    return Q(**{field: only.pk} if isinstance(only, Employee) else {f"{field}__in": only.values("pk")})


def people_matching(audience: Audience) -> Q:
    """The rule of `audience` as a condition over employed people."""
    return matching(audience.clauses.select_related("department"))


def matching(clauses: Iterable[AudienceClause]) -> Q:
    """The rule that `clauses` (stored or not) make together, as a condition over employed people."""
    return Q(pk__in=_matching(clauses, Employee.objects.all()).values("pk"))


def _matching(clauses: Iterable[AudienceClause], people: EmployeeQuerySet) -> EmployeeQuerySet:
    included, excluded = NOBODY, NOBODY
    for clause in clauses:
        if clause.effect == Effect.INCLUDE:
            included |= _condition(clause)
        else:
            excluded |= _condition(clause)
    return people.employed().filter(included).exclude(excluded)


def _condition(clause: AudienceClause) -> Q:
    condition = Q(pk__isnull=False)
    if clause.department:
        condition &= Q(department__path__startswith=clause.department.path)
    for field in ("location_id", "entity_id"):
        if getattr(clause, field):
            condition &= Q(**{field: getattr(clause, field)})
    if clause.person_id:
        condition &= Q(pk=clause.person_id)
    if clause.role:
        condition &= Q(pk__in=Employee.objects.with_role(clause.role).values("pk"))
    if clause.attribute:
        condition &= Q(pk__in=people_with_attribute(clause.attribute))
    return condition


def _bring_up_to_date(audience: Audience, why: str, only: Only) -> tuple[int, int]:
    """How many joined and how many left. Nobody does both, so that one person needs one look."""
    # Both sides speak of `only` alone: for one joiner, PostgreSQL would otherwise list all members.
    members = AudienceMember.objects.filter(named_by(only), audience=audience)
    meant = _matching(audience.clauses.all(), among(only))
    joined = _add_members(audience, meant.exclude(pk__in=members.values("employee")), why)
    if joined and isinstance(only, Employee):
        return joined, 0
    return joined, _remove_members(audience, members.exclude(employee__in=meant.values("pk")), why)


def _add_members(audience: Audience, joining: EmployeeQuerySet, why: str) -> int:
    now = timezone.now()
    if not _note(audience, joining, F("pk"), Movement.JOINED, why=why, now=now):
        return 0
    return insert_select(
        AudienceMember,
        joining,
        {"audience": Value(audience.pk), "employee": F("pk"), "since": Value(now)},
    )


def _remove_members(audience: Audience, leaving: QuerySet[AudienceMember], why: str) -> int:
    noted = _note(audience, leaving, F("employee_id"), Movement.LEFT, why=why, now=timezone.now())
    return leaving.delete()[0] if noted else 0


def _note(audience: Audience, source: Any, employee: F, movement: Movement, *, why: str, now: Any) -> int:
    return insert_select(
        AudienceEntry,
        source,
        {
            "audience": Value(audience.pk),
            "employee": employee,
            "movement": Value(movement.value),
            "at": Value(now),
            "why": Value(why),
        },
    )
