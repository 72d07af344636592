"""Who stands behind a playbook today: for each role its holder and deputies, for each slot its contact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.people.choices import MAY_SIGN_IN, Status
from accounts.people.models import Absence, Employee
from guidelines.editions.models import Work
from guidelines.playbooks.models import Contact, PhoneNumber, RoleHolder
from guidelines.playbooks.structure import ContactSlot, Plan, PlaybookRole


@dataclass(frozen=True)
class Standby:
    """Somebody named for a role. `can_act`: still here and able to sign in; `is_away`: absent or on leave."""

    row: RoleHolder
    can_act: bool
    is_away: bool
    numbers: Sequence[PhoneNumber] = ()

    @property
    def person(self) -> Employee:
        return self.row.person

    @property
    def is_deputy(self) -> bool:
        return self.row.rank > 0


@dataclass(frozen=True)
class Staffed:
    """A role with everybody named for it, in order."""

    role: PlaybookRole
    people: list[Standby] = field(default_factory=list)

    @property
    def who_can_act(self) -> list[Standby]:
        return [one for one in self.people if one.can_act]


@dataclass(frozen=True)
class Slot:
    """A contact slot and who fills it, if anybody."""

    slot: ContactSlot
    contact: Contact | None


def away_today(people: Iterable[Employee]) -> set[int]:
    """Primary keys of those who are absent today."""
    today = timezone.localdate()
    rows = Absence.objects.filter(
        employee__in=[one.pk for one in people], first_day__lte=today, last_day__gte=today
    )
    return set(rows.values_list("employee", flat=True))


def standby_of(rows: Sequence[RoleHolder], numbers: dict[int, list[PhoneNumber]]) -> list[Standby]:
    away = away_today(row.person for row in rows)
    return [
        Standby(
            row=row,
            can_act=row.person.status in MAY_SIGN_IN and row.person.suspended_at is None,
            is_away=row.person.status == Status.ON_LEAVE or row.person_id in away,
            numbers=numbers.get(row.person_id, ()),
        )
        for row in rows
    ]


def staffed(plan: Plan, rows: Sequence[RoleHolder], numbers: dict[int, list[PhoneNumber]]) -> list[Staffed]:
    """Every role of the plan; who is named for a role that is not in it any more falls away."""
    everybody = standby_of(rows, numbers)
    return [Staffed(role, [one for one in everybody if one.row.role == role.key]) for role in plan.roles]


def holders(work: Work) -> list[RoleHolder]:
    return list(RoleHolder.objects.filter(work=work).in_order())


def slots(plan: Plan, work: Work) -> list[Slot]:
    known = {contact.key: contact for contact in Contact.objects.filter(work=work)}
    return [Slot(slot, known.get(slot.key)) for slot in plan.contacts]
