"""What the regions of a room show, fetched once for all of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import pgettext

from accounts.people.choices import MAY_SIGN_IN
from accounts.people.models import Employee
from guidelines.editions.models import Edition, EditionText, Work
from guidelines.editions.reading import text_for
from guidelines.incidents import reading
from guidelines.incidents.choices import TaskState
from guidelines.incidents.models import Incident, IncidentTask, LevelChange, Report, RoleTaken
from guidelines.incidents.operations.closing import unfinished
from guidelines.incidents.permissions import can_lead, can_start, lead_key
from guidelines.incidents.planning import next_update
from guidelines.incidents.registry import last_published
from guidelines.playbooks.models import RoleHolder
from guidelines.playbooks.structure import Level, Plan, PlaybookRole

DONE_SHOWN = 20
PRESSING = 4
REPORTS_SHOWN = 20


@dataclass(frozen=True)
class Seat:
    """A role of the playbook as the room shows it."""

    role: PlaybookRole
    taken: RoleTaken | None
    is_needed: bool
    able: list[Employee]
    gone: list[Employee]
    is_mine: bool

    @property
    def bearer_is_gone(self) -> bool:
        return self.taken is not None and not is_able(self.taken.person)


@dataclass(frozen=True)
class TaskLine:
    task: IncidentTask
    title: str
    how: str
    role: str
    is_overdue: bool
    is_mine: bool


def is_able(person: Employee) -> bool:
    return person.status in MAY_SIGN_IN and person.suspended_at is None


class Room:
    """One incident as one person sees it at one moment. Every part is fetched when first asked for."""

    def __init__(self, incident: Incident, person: Employee) -> None:
        self.incident, self.person, self.now = incident, person, timezone.now()

    @cached_property
    def plan(self) -> Plan:
        return reading.plan_for(self.incident)

    @cached_property
    def may_lead(self) -> bool:
        return can_lead(self.person, self.incident)

    @cached_property
    def may_start(self) -> bool:
        return can_start(self.person, self.incident)

    @cached_property
    def text(self) -> EditionText | None:
        """The pinned playbook in the reader's language."""
        edition = self.incident.edition
        return text_for(edition, self.person.language) if edition else None

    @cached_property
    def newer(self) -> Edition | None:
        return reading.newer_edition(self.incident)

    @cached_property
    def level(self) -> Level | None:
        return self.plan.level(self.incident.level)

    @cached_property
    def levels(self) -> list[LevelChange]:
        return list(self.incident.levels.select_related("declared_by").order_by("-pk")[:DONE_SHOWN])

    @cached_property
    def update_due_at(self) -> datetime | None:
        if not self.incident.is_running:
            return None
        declared = self.levels[0].declared_at if self.levels else None
        return next_update(self.level, declared_at=declared, published_at=last_published(self.incident))

    @property
    def update_is_overdue(self) -> bool:
        return self.update_due_at is not None and self.update_due_at < self.now

    @cached_property
    def elapsed(self) -> timedelta:
        return (self.incident.ended_at or self.now) - (self.incident.started_at or self.incident.opened_at)

    @property
    def elapsed_pattern(self) -> str:
        return pgettext("elapsed time", "{hours} h {minutes} min")

    @property
    def elapsed_text(self) -> str:
        minutes = int(self.elapsed.total_seconds()) // 60
        return self.elapsed_pattern.format(hours=minutes // 60, minutes=minutes % 60)

    @cached_property
    def bearers(self) -> dict[str, RoleTaken]:
        taken = self.incident.roles.filter(ended_at=None).select_related("person")
        return {one.role: one for one in taken}

    @cached_property
    def seats(self) -> list[Seat]:
        """The roles that the level asks for first, then the others."""
        holders: dict[str, list[RoleHolder]] = {}
        if self.incident.edition:
            for one in RoleHolder.objects.filter(work=self.incident.edition.work_id).in_order():
                holders.setdefault(one.role, []).append(one)
        needed = set(self.level.roles) if self.level else {lead_key(self.incident)}
        seats = []
        for role in self.plan.roles:
            named = [one.person for one in holders.get(role.key, [])]
            taken = self.bearers.get(role.key)
            seats.append(
                Seat(
                    role=role,
                    taken=taken,
                    is_needed=role.key in needed or role.leads,
                    able=[one for one in named if is_able(one)],
                    gone=[one for one in named if not is_able(one)],
                    is_mine=taken is not None and taken.person_id == self.person.pk,
                )
            )
        return sorted(seats, key=lambda seat: (not seat.role.leads, not seat.is_needed))

    @property
    def pressing_seats(self) -> list[Seat]:
        return [one for one in self.seats if one.is_needed or one.taken]

    @property
    def other_seats(self) -> list[Seat]:
        return [one for one in self.seats if not (one.is_needed or one.taken)]

    @cached_property
    def my_roles(self) -> set[str]:
        return {key for key, one in self.bearers.items() if one.person_id == self.person.pk}

    @cached_property
    def open_tasks(self) -> list[TaskLine]:
        tasks = self.incident.tasks.filter(state=TaskState.OPEN).select_related("assignee")
        return [self.line_of(one) for one in tasks.order_by("due_at", "pk")]

    @property
    def pressing_tasks(self) -> list[TaskLine]:
        """Mine, what is overdue, and the next few: a phone shows no twenty tasks at once."""
        return [one for at, one in enumerate(self.open_tasks) if self._presses(at, one)]

    @property
    def later_tasks(self) -> list[TaskLine]:
        return [one for at, one in enumerate(self.open_tasks) if not self._presses(at, one)]

    @staticmethod
    def _presses(at: int, line: TaskLine) -> bool:
        return at < PRESSING or line.is_overdue or line.is_mine

    @cached_property
    def settled_tasks(self) -> list[TaskLine]:
        tasks = self.incident.tasks.exclude(state=TaskState.OPEN).select_related("settled_by", "assignee")
        return [self.line_of(one) for one in tasks.order_by("-settled_at")[:DONE_SHOWN]]

    @cached_property
    def next_task(self) -> TaskLine | None:
        """The first of mine; when I have none, the first that nobody has taken."""
        mine = next((one for one in self.open_tasks if one.is_mine), None)
        return mine or next((one for one in self.open_tasks if one.task.assignee_id is None), None)

    @cached_property
    def unfinished(self) -> list[str]:
        return unfinished(self.incident)

    @cached_property
    def reports(self) -> list[Report]:
        found = reading.reports_of(self.incident).select_related("account__platform", "reported_by")
        return list(found.order_by("-pk")[:REPORTS_SHOWN])

    @cached_property
    def report_count(self) -> int:
        return reading.reports_of(self.incident).count()

    @cached_property
    def members(self) -> list[Employee]:
        people = Employee.objects.filter(incident_memberships__incident=self.incident)
        return list(people.order_by("name"))

    @cached_property
    def playbooks(self) -> list[Work]:
        """Those in force, what fits first."""
        works = reading.playbooks()
        return sorted(works, key=lambda work: not reading.fits(work, self.incident.trouble))

    def line_of(self, task: IncidentTask) -> TaskLine:
        template = next((one for one in self.plan.tasks if one.key == task.key), None)
        role = self.plan.role(task.role)
        mine = task.assignee_id == self.person.pk or (task.assignee_id is None and task.role in self.my_roles)
        is_open = task.state == TaskState.OPEN
        return TaskLine(
            task=task,
            title=task.title or (template.title if template else task.key),
            how=template.how if template else "",
            role=role.name if role else "",
            is_overdue=is_open and task.due_at is not None and task.due_at < self.now,
            is_mine=is_open and mine,
        )


def room_of(incident: Incident, person: Employee) -> Room:
    """The room of this incident object, the same one for every region that is rendered from it."""
    rooms: dict[int, Room] = incident.__dict__.setdefault("_rooms", {})
    if person.pk not in rooms:
        rooms[person.pk] = Room(incident, person)
    return rooms[person.pk]
