"""Which acknowledgements and open requests a bundle holds: a filter that can be stored and read again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from accounts.people.choices import Status
from accounts.people.models import Department, Employee
from accounts.people.permissions import of_visible_people
from guidelines.policies.choices import Answer
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest
from reports.exports.choices import Part

LISTS = ("parts", "people")
DAYS = ("first_day", "last_day")


@dataclass(frozen=True)
class Selection:
    """All that is named must hold; what is empty does not restrict. References are UUIDs as text.

    `first_day` and `last_day` (both included, days in `zone`) restrict when an answer was given; open
    requests have no such moment and stay.
    """

    policy: str = ""
    version: str = ""
    department: str = ""
    location: str = ""
    entity: str = ""
    parts: tuple[str, ...] = tuple(Part.values)
    first_day: date | None = None
    last_day: date | None = None
    zone: str = "UTC"
    people: tuple[str, ...] = ()
    leavers: bool = True
    # Whom the reader's role reaches: asked anew each time, never stored.
    within: Q = field(default_factory=Q, compare=False)

    def within_reach_of(self, by: Employee) -> "Selection":
        """The same selection among the people whose data `by` may read."""
        return replace(self, within=of_visible_people(by))

    def as_json(self) -> dict[str, Any]:
        content = {name: getattr(self, name) for name in self.stored()}
        for name in DAYS:
            content[name] = content[name].isoformat() if content[name] else ""
        for name in LISTS:
            content[name] = list(content[name])
        return content

    @classmethod
    def stored(cls) -> set[str]:
        """The names of what is stored."""
        return {fact.name for fact in fields(cls)} - {"within"}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Selection":
        """Read what `as_json` wrote. Raises `ValueError` for anything else: a filter is never guessed."""
        unknown = set(content) - cls.stored()
        if unknown:
            raise ValueError(f"unknown filter {sorted(unknown)}")
        values = dict(content)
        for name in DAYS:
            values[name] = date.fromisoformat(values[name]) if values.get(name) else None
        for name in LISTS:
            values[name] = tuple(values.get(name, getattr(cls, name)))
        if set(values["parts"]) - set(Part.values):
            raise ValueError(f"unknown parts {values['parts']}")
        return cls(**values)

    def acknowledgements(self) -> QuerySet[Acknowledgement]:
        """The answers that belong in the bundle, in the order in which they were given."""
        found = Acknowledgement.objects.filter(self._answers(), self._request("request__"), self._people())
        return found.filter(record__isnull=False).order_by("pk")

    def erased(self) -> QuerySet[Acknowledgement]:
        """Answers whose personal data was erased by rule: they cannot be exported."""
        found = Acknowledgement.objects.filter(self._answers(), self._request("request__"), self._people())
        return found.filter(record__isnull=True)

    def open_requests(self) -> QuerySet[AcknowledgementRequest]:
        """Who still owes an answer. Consents are offers and never listed as open (K5)."""
        if Part.OPEN not in self.parts:
            return AcknowledgementRequest.objects.none()
        return AcknowledgementRequest.objects.owed().filter(self._request(""), self._people()).order_by("pk")

    def _answers(self) -> Q:
        kinds = Q(pk__in=[])
        if Part.CONFIRMED in self.parts:
            kinds |= Q(answer=Answer.CONFIRMED, withdrawal__isnull=True)
        if Part.UNDER_RESERVATION in self.parts:
            kinds |= Q(answer=Answer.UNDER_RESERVATION)
        if Part.WITHDRAWN in self.parts:
            kinds |= Q(withdrawal__isnull=False)
        return kinds & self._span()

    def _span(self) -> Q:
        span = Q()
        if self.first_day:
            span &= Q(at__gte=self._midnight(self.first_day))
        if self.last_day:
            span &= Q(at__lt=self._midnight(self.last_day + timedelta(days=1)))
        return span

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, ZoneInfo(self.zone)).astimezone(UTC)

    def _request(self, prefix: str) -> Q:
        wanted = {
            "policy__ref": self.policy,
            "location__ref": self.location,
            "entity__ref": self.entity,
        }
        found = Q(**{f"{prefix}{path}": value for path, value in wanted.items() if value})
        if self.version:
            found &= Q(version__ref=self.version)
        if self.department:
            top = Department.objects.filter(ref=self.department).values_list("path", flat=True).first()
            found &= Q(**{f"{prefix}department__path__startswith": top or "-"})
        return found

    def _people(self) -> Q:
        found = Q(employee__ref__in=self.people) if self.people else Q()
        found &= self.within
        return found if self.leavers else found & ~Q(employee__status=Status.LEFT)
