"""Cases of reservation as a file. Reasons and notes stay on the page of the case, which notes each look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.people.models import Employee
from accounts.people.permissions import of_visible_people
from guidelines.policies.models import AcknowledgementRequest, PolicyVersion, ReservationCase
from reports.dashboards.files import day_in, in_chunks, keys_of
from reports.dashboards.titles import titles_of
from reports.exports.columns import ASKED
from reports.exports.registry import Table
from reports.exports.sheets import Column

RESERVATIONS = "reservations"
RELATED = (
    "acknowledgement__version",
    "acknowledgement__request__employee",
    "acknowledgement__request__department",
    "acknowledgement__request__entity",
    "acknowledgement__request__location",
)


@dataclass(frozen=True)
class CaseLine:
    """One case as a row, for somebody who reads days in `zone`."""

    case: ReservationCase
    title: str
    zone: str

    @property
    def request(self) -> AcknowledgementRequest:
        return self.case.acknowledgement.request

    @property
    def version(self) -> PolicyVersion:
        return self.case.acknowledgement.version


COLUMNS: tuple[Column[CaseLine], ...] = (
    *ASKED,
    Column(
        pgettext_lazy("column", "Answered"),
        lambda line: day_in(line.zone, line.case.acknowledgement.at),
        12,
    ),
    Column(
        _("Outcome"),
        lambda line: line.case.get_outcome_display() if line.case.outcome else _("to be clarified"),
        32,
    ),
    Column(
        pgettext_lazy("reservation", "Settled on"), lambda line: day_in(line.zone, line.case.settled_at), 12
    ),
)


def visible_cases(person: Employee) -> QuerySet[ReservationCase]:
    """Cases of the people whom the role of `person` reaches."""
    return ReservationCase.objects.filter(of_visible_people(person, "acknowledgement__employee"))


def cases_for(person: Employee, *, settled: bool) -> QuerySet[ReservationCase]:
    """Open cases, the oldest first, or settled ones, the newest first."""
    cases = visible_cases(person)
    if settled:
        return cases.exclude(outcome="").order_by("-settled_at", "-pk")
    return cases.filter(outcome="").order_by("pk")


def open_reservations(facts: Mapping[str, Any], person: Employee) -> Table:
    """The list that was asked for, as `person` may see it now."""
    cases = cases_for(person, settled=facts["settled"])
    keys = keys_of(cases)

    def lines() -> Iterator[CaseLine]:
        titles = titles_of(PolicyVersion.objects.values_list("pk", flat=True), person.language)
        for some in in_chunks(keys, cases.select_related(*RELATED)):
            for case in some:
                yield CaseLine(case, titles[case.acknowledgement.version_id], person.zone)

    return Table(pgettext("page", "Reservations"), COLUMNS, len(keys), lines)
