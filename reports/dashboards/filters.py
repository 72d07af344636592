"""What HR asks of the list of requests, as something that can be carried out and described."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from accounts.people.models import Department, Employee
from accounts.people.permissions import of_visible_people
from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest, DeadlineExtension
from guidelines.policies.querysets import RequestQuerySet
from portal.audit.chain import storable
from reports.dashboards.choices import ANY, OVERDUE

# Up to so many people found by name are named in the query, where an index finds their requests.
NAMED_PEOPLE = 1000
# Facts that may say who is meant: the trail learns that they were used, and a digest, but not their value.
PERSONAL = frozenset({"q", "manager"})


class Described:
    """A filter, as a dataclass, that the trail may know without learning who is meant."""

    def described(self) -> str:
        """For the trail: every fact that restricts, without those that say who is meant."""
        named = (
            f"{name}={'*' if name in PERSONAL else value}"
            for name, value in self._items()
            if value and name != "zone"
        )
        return ";".join(named)

    def digest(self) -> str:
        """Keyed, over the whole filter: two looks can be compared, no guess can be tried out."""
        text = repr([(name, str(value)) for name, value in self._items()])
        return salted_hmac(
            "dashboards.filters", text.encode("utf-8", "replace"), algorithm="sha256"
        ).hexdigest()

    def _items(self) -> list[tuple[str, Any]]:
        return [(field.name, getattr(self, field.name)) for field in fields(self)]  # type: ignore[arg-type]


@dataclass(frozen=True)
class WantedPeople(Described):
    """What HR asks of the list of people. Keys are primary keys."""

    q: str = ""
    status: str = ""
    department: int | None = None
    location: int | None = None
    entity: int | None = None
    role: str = ""


@dataclass(frozen=True)
class Wanted(Described):
    """All that is named must hold; what is empty does not restrict. Keys are primary keys.

    `on` is a past day: requests then stand as they stood when that day ended in `zone`.
    """

    policy: int | None = None
    version: int | None = None
    department: int | None = None
    location: int | None = None
    entity: int | None = None
    state: str = RequestState.OPEN.value
    due_from: date | None = None
    due_to: date | None = None
    manager: int | None = None
    employment: str = ""
    leavers: bool = False
    q: str = ""
    on: date | None = None
    zone: str = "UTC"

    def requests(self, today: date) -> RequestQuerySet:
        """The requests asked for, in no order. `today` decides what is overdue unless a past day is named."""
        found = self._then() if self.on else self._now(today)
        return found.filter(self._facts(), self._people())

    def visible_to(self, person: Employee, today: date) -> RequestQuerySet:
        """The same, among the people whom the role of `person` reaches now."""
        return self.requests(today).filter(of_visible_people(person))

    def with_due_dates(self, requests: RequestQuerySet) -> RequestQuerySet:
        """`requests` with the due date of the day asked about. Not for a whole list that is still to be
        sorted: the database would look up the date of every row before it cuts off the page."""
        return requests.annotate(due_then=due_at(end_of(self.on, self.zone))) if self.on else requests

    def _now(self, today: date) -> RequestQuerySet:
        requests = AcknowledgementRequest.objects.all()
        if self.state == OVERDUE:
            return requests.overdue_on(today)
        return requests if self.state == ANY else requests.filter(state=self.state)

    def _then(self) -> RequestQuerySet:
        assert self.on is not None
        moment = end_of(self.on, self.zone)
        requests = AcknowledgementRequest.objects.alias(due_then=due_at(moment))
        if self.state == OVERDUE:
            paused_later = Q(paused_on=None) | Q(paused_on__gt=self.on)
            late = requests.stood_in(RequestState.OPEN, moment).filter(due_then__lt=self.on)
            return late.filter(paused_later)
        return requests.as_of(moment) if self.state == ANY else requests.stood_in(self.state, moment)

    def _facts(self) -> Q:
        wanted = {name: getattr(self, name) for name in ("policy", "version", "location", "entity")}
        found = Q(**{name: value for name, value in wanted.items() if value})
        if self.due_from:
            found &= Q(due_on__gte=self.due_from)
        if self.due_to:
            found &= Q(due_on__lte=self.due_to)
        if self.department:
            found &= Q(department__in=with_below(self.department))
        return found

    def _people(self) -> Q:
        """Facts of people stay out of the join: they are looked up first, or compared as a set."""
        people, is_asked = Employee.objects.all(), False
        if self.manager:
            people, is_asked = people.filter(manager=self.manager), True
        if self.employment:
            people, is_asked = people.filter(employment=self.employment), True
        if self.q:
            people, is_asked = people.found_by(storable(self.q).strip()), True
        found = Q() if self.leavers else ~of_leavers()
        return found & of_people(people) if is_asked else found


def end_of(day: date, zone: str) -> datetime:
    """The moment at which `day` is over in `zone`."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))


def due_at(moment: datetime) -> Coalesce:
    """The due date as it was: what HR extended later still had its earlier day."""
    later = DeadlineExtension.objects.filter(request=OuterRef("pk"), extended_at__gt=moment)
    return Coalesce(
        Subquery(later.order_by("extended_at").values("from_day")[:1]), F("due_on"), output_field=DateField()
    )


def of_leavers() -> Q:
    """Rows about somebody who left."""
    return Q(employee__in=Employee.objects.who_left().values("pk"))


def of_people(people: QuerySet[Employee]) -> Q:
    """Rows about one of `people`, who are looked up first while they are few."""
    named = list(people.values_list("pk", flat=True)[: NAMED_PEOPLE + 1])
    return Q(employee__in=named if len(named) <= NAMED_PEOPLE else people.values("pk"))


def with_below(department: int) -> list[int]:
    path = Department.objects.filter(pk=department).values_list("path", flat=True).first()
    return list(Department.objects.filter(path__startswith=path or "-").values_list("pk", flat=True))
