"""Who is called next: asked anew at every step, because people leave, go on leave and hand over."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.people.choices import Role, Status
from accounts.people.models import Employee
from accounts.people.registrations import holders
from guidelines.alarms.models import Alarm
from guidelines.editions.models import Edition, Work
from guidelines.editions.reading import authoritative
from guidelines.incidents.models import Incident
from guidelines.playbooks.reading import holders_of, playbook_for
from guidelines.playbooks.structure import Plan, plan_of


@dataclass(frozen=True)
class Stage:
    """People who are called at the same moment."""

    people: tuple[Employee, ...]

    def __bool__(self) -> bool:
        return bool(self.people)


def playbook_of(incident: Incident) -> tuple[Work, Plan] | None:
    """The pinned playbook; before the incident starts, the one that is for what was reported."""
    edition: Edition | None = incident.edition
    work = edition.work if edition is not None else playbook_for(incident.trouble)
    if work is None:
        return None
    edition = edition or work.current
    return (work, plan_of(authoritative(edition).data)) if edition is not None else None


def order_of_calling(incident: Incident, role: str = "") -> list[Stage]:
    """Everybody who can be called, in order: the holder of the role, the deputies one by one, then all crisis
    leads and whoever of the former is on leave; where nobody is left of these, the system admins.

    `role` is a role of the playbook; "" its leading one. Without a playbook all crisis leads come first.
    """
    leads = list(holders(Role.CRISIS_LEAD).order_by("name", "pk"))
    named = _named(incident, role)
    away = _away([*named, *leads])
    present = [person for person in named if person.pk not in away]
    later = [person for person in named if person.pk in away]
    rest = _once([*(one for one in leads if one.pk not in away), *later, *leads], without=present)
    stages = [*(Stage((person,)) for person in present), Stage(tuple(rest))]
    found = [stage for stage in stages if stage]
    return found or [Stage(tuple(holders(Role.SYSTEM_ADMIN).order_by("name", "pk")))]


def next_stage(alarm: Alarm) -> Stage:
    """The first people in the order who were not called yet; nobody when all were."""
    called = set(alarm.calls.values_list("person_id", flat=True))
    for stage in order_of_calling(alarm.incident, alarm.role):
        left = tuple(person for person in stage.people if person.pk not in called)
        if left:
            return Stage(left)
    return Stage(())


def everybody(alarm: Alarm) -> Stage:
    """Whoever was called and can still act, and whoever joined the order since."""
    order = order_of_calling(alarm.incident, alarm.role)
    called = Employee.objects.who_may_sign_in().filter(alarm_calls__alarm=alarm).order_by("pk").distinct()
    return Stage(tuple(_once([*(one for stage in order for one in stage.people), *called])))


def _named(incident: Incident, role: str) -> list[Employee]:
    found = playbook_of(incident)
    if found is None:
        return []
    work, plan = found
    key = role or (plan.lead.key if plan.lead else "")
    return _once(holders_of(work, key)) if key else []


def _away(people: Iterable[Employee]) -> set[int]:
    """Of these people, those who are on leave today."""
    pks = {person.pk for person in people}
    absent = Employee.objects.filter(pk__in=pks).absent_on(timezone.localdate())
    return {person.pk for person in people if person.status == Status.ON_LEAVE} | set(
        absent.values_list("pk", flat=True)
    )


def _once(people: Iterable[Employee], *, without: Iterable[Employee] = ()) -> list[Employee]:
    seen, found = {person.pk for person in without}, []
    for person in people:
        if person.pk not in seen:
            seen.add(person.pk)
            found.append(person)
    return found
