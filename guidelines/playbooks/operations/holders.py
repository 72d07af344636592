"""Who is named for a role, in which order."""

from django.db.models import Max
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.models import Work
from guidelines.editions.reading import authoritative
from guidelines.playbooks.judging import look_again
from guidelines.playbooks.models import RoleHolder
from guidelines.playbooks.permissions import require_keeper
from guidelines.playbooks.rules import AlreadyNamed, CannotAct, NoSuchRole
from guidelines.playbooks.structure import plan_of
from portal.audit.trail import operation, record


@operation(refused="playbook.refused")
def name_holder(*, work: Work, role: str, person: Employee, by: Employee | None) -> RoleHolder:
    """Put `person` behind everybody who is named for `role`; the first one is the holder.

    Raises `NoSuchRole`, `CannotAct`, `AlreadyNamed`.
    """
    require_keeper(by)
    work = _held(work)
    if work.current is None or plan_of(authoritative(work.current).data).role(role) is None:
        raise NoSuchRole
    if not Employee.objects.who_may_sign_in().filter(pk=person.pk).exists():
        raise CannotAct
    rows = RoleHolder.objects.filter(work=work, role=role)
    if rows.filter(person=person).exists():
        raise AlreadyNamed
    last = rows.aggregate(Max("rank"))["rank__max"]
    holder = RoleHolder.objects.create(
        work=work,
        role=role,
        person=person,
        rank=0 if last is None else last + 1,
        named_by=by,
        named_at=timezone.now(),
    )
    record("playbook.holder_named", by=by, obj=person, details={"playbook": work.slug, "role": role})
    look_again(work)
    return holder


@operation(refused="playbook.refused")
def move_holder(*, holder: RoleHolder, up: bool, by: Employee | None) -> None:
    """Let a holder change places with whoever stands before (`up`) or behind; at the end nothing happens."""
    require_keeper(by)
    work = _held(holder.work)
    rows = _in_order(work, holder.role)
    place = next((index for index, row in enumerate(rows) if row.pk == holder.pk), 0)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    _rank(rows)
    record(
        "playbook.holder_moved",
        by=by,
        obj=holder.person,
        details={"playbook": work.slug, "role": holder.role},
    )
    look_again(work)


@operation(refused="playbook.refused")
def remove_holder(*, holder: RoleHolder, by: Employee | None) -> None:
    """Somebody is asked for a role no more; whoever stands behind moves up."""
    require_keeper(by)
    work = _held(holder.work)
    record(
        "playbook.holder_removed",
        by=by,
        obj=holder.person,
        details={"playbook": work.slug, "role": holder.role},
    )
    RoleHolder.objects.filter(pk=holder.pk).delete()
    _rank(_in_order(work, holder.role))
    look_again(work)


def _held(work: Work) -> Work:
    """Two people who rank the same role wait for each other."""
    return Work.objects.select_for_update(of=("self",), no_key=True).select_related("current").get(pk=work.pk)


def _in_order(work: Work, role: str) -> list[RoleHolder]:
    return list(RoleHolder.objects.filter(work=work, role=role).order_by("rank", "pk"))


def _rank(rows: list[RoleHolder]) -> None:
    for rank, row in enumerate(rows):
        row.rank = rank
    RoleHolder.objects.bulk_update(rows, ["rank"])
