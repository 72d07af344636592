"""The list of requests as a file, written while it is read."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.policies.models import AcknowledgementRequest, PolicyVersion
from guidelines.policies.querysets import RequestQuerySet
from reports.dashboards.files import in_chunks, keys_of
from reports.dashboards.forms import RequestFilterForm
from reports.dashboards.paging import in_order
from reports.dashboards.standing import Standing, standing_on
from reports.dashboards.titles import titles_of
from reports.exports.columns import ASKED
from reports.exports.registry import Table
from reports.exports.rules import FilterOutdated
from reports.exports.sheets import Column

REQUESTS = "requests"
RELATED = ("employee", "version", "department", "entity", "location")


@dataclass(frozen=True)
class Line:
    """One request as a row, and how it stood on the day that was asked about."""

    request: AcknowledgementRequest
    title: str
    standing: Standing

    @property
    def version(self) -> PolicyVersion:
        return self.request.version


@dataclass(frozen=True)
class Listing:
    """What goes into the file: which requests, in which order, for which day and reader."""

    requests: RequestQuerySet
    sort: str
    day: date
    language: str

    @cached_property
    def keys(self) -> "array[int]":
        """Which rows, as of one moment."""
        return keys_of(*in_order(self.requests, self.sort))

    def lines(self) -> Iterator[Line]:
        """The rows in order."""
        titles = titles_of(PolicyVersion.objects.values_list("pk", flat=True), self.language)
        for some in in_chunks(self.keys, self.requests.select_related(*RELATED)):
            for request in some:
                yield Line(request, titles[request.version_id], standing_on(request, self.day))

    def as_table(self, total: int) -> Table:
        """Ready to be written; `total` is how many rows there are, as far as is known."""
        return Table(str(_("Acknowledgements")), COLUMNS, total, self.lines)


def _day(value: date | None) -> date | str:
    return value or ""


def _moment(value: datetime | None) -> datetime | str:
    return value or ""


COLUMNS: tuple[Column[Line], ...] = (
    *ASKED,
    Column(_("Statement"), lambda line: line.request.version.get_statement_kind_display(), 24),
    Column(_("Asked on"), lambda line: line.request.asked_on, 12),
    Column(_("Due date"), lambda line: _day(line.standing.due_on), 12),
    Column(pgettext_lazy("request", "State"), lambda line: line.standing.label, 22),
    Column(_("Closed (UTC)"), lambda line: _moment(line.request.closed_at), 20),
    Column(_("Reminders"), lambda line: line.request.reminders_sent, 10),
)


def listing_of(form: RequestFilterForm, person: Employee, today: date) -> Listing:
    """What a valid form asks for, for `person`."""
    wanted = form.wanted()
    requests = wanted.with_due_dates(wanted.visible_to(person, today))
    return Listing(requests, form.order, wanted.on or today, person.language)


def facts_of(query: str, today: date) -> dict[str, str]:
    """What `open_requests` needs to read the same list again."""
    return {"query": query, "today": today.isoformat()}


def open_requests(facts: Mapping[str, Any], person: Employee) -> Table:
    """The list that was asked for, as `person` may see it now. Raises `FilterOutdated`."""
    today = date.fromisoformat(facts["today"])
    given = QueryDict(facts["query"])
    form = RequestFilterForm(given, language=person.language, zone=person.zone, today=today)
    if not form.is_valid():
        raise FilterOutdated
    listing = listing_of(form, person, today)
    return listing.as_table(len(listing.keys))
