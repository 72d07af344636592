"""The list of requests as a file, written while it is read."""

import io
import tempfile
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import IO, Any

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.policies.models import AcknowledgementRequest, PolicyVersion
from guidelines.policies.querysets import RequestQuerySet
from reports.dashboards.forms import RequestFilterForm
from reports.dashboards.paging import in_order
from reports.dashboards.standing import Standing, standing_on
from reports.dashboards.titles import titles_of
from reports.exports.registry import Table
from reports.exports.rules import FilterOutdated
from reports.exports.sheets import Column, CsvSheet, separator_for, write_xlsx

FETCH = 2000
# What is written while somebody waits: about a second. Longer lists are made by a job.
AT_ONCE_ROWS = 5000
REQUESTS = "requests"
RELATED = ("employee", "version", "department", "entity", "location")


@dataclass(frozen=True)
class Line:
    """One request as a row, and how it stood on the day that was asked about."""

    request: AcknowledgementRequest
    title: str
    standing: Standing


@dataclass(frozen=True)
class Listing:
    """What goes into the file: which requests, in which order, for which day and reader."""

    requests: RequestQuerySet
    sort: str
    day: date
    language: str
    zone: str

    @cached_property
    def keys(self) -> "array[int]":
        """Which rows, as of one moment: no row twice or left out, however long the file takes."""
        keys = array("q")
        for run in in_order(self.requests, self.sort):
            keys.extend(run.values_list("pk", flat=True).iterator(chunk_size=FETCH))
        return keys

    def lines(self) -> Iterator[Line]:
        """The rows in order. Those that fit the filter no longer are passed over."""
        titles = titles_of(PolicyVersion.objects.values_list("pk", flat=True), self.language)
        requests = self.requests.order_by().select_related(*RELATED)
        for start in range(0, len(self.keys), FETCH):
            some = self.keys[start : start + FETCH]
            found = {request.pk: request for request in requests.filter(pk__in=some.tolist())}
            for request in (found[key] for key in some if key in found):
                yield Line(request, titles[request.version_id], standing_on(request, self.day))


def _day(value: date | None) -> date | str:
    return value or ""


def _moment(value: datetime | None) -> datetime | str:
    return value or ""


COLUMNS: tuple[Column[Line], ...] = (
    Column(_("Name"), lambda line: line.request.employee.name, 28),
    Column(_("Personnel number"), lambda line: line.request.employee.personnel_number),
    Column(_("Department"), lambda line: line.request.department.name, 24),
    Column(_("Entity"), lambda line: line.request.entity.name, 24),
    Column(_("Location"), lambda line: line.request.location.name),
    Column(_("Guideline"), lambda line: line.title, 32),
    Column(pgettext_lazy("guideline", "Version"), lambda line: line.request.version.number, 10),
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
    return Listing(requests, form.order, wanted.on or today, person.language, person.zone)


def facts_of(query: str, today: date) -> dict[str, str]:
    """What `open_table` needs to read the same list again."""
    return {"query": query, "today": today.isoformat()}


def open_table(facts: Mapping[str, Any], person: Employee) -> Table:
    """The list that was asked for, as `person` may see it now. Raises `FilterOutdated`."""
    today = date.fromisoformat(facts["today"])
    given = QueryDict(facts["query"])
    form = RequestFilterForm(given, language=person.language, zone=person.zone, today=today)
    if not form.is_valid():
        raise FilterOutdated
    listing = listing_of(form, person, today)
    return Table(str(_("Acknowledgements")), COLUMNS, len(listing.keys), listing.lines)


class Pipe(io.BytesIO):
    """What was written and not yet taken."""

    def take(self) -> bytes:
        content = self.getvalue()
        self.seek(0)
        self.truncate()
        return content


def csv_parts(listing: Listing) -> Iterator[bytes]:
    """The file piece by piece, so that memory stays flat. Streams outlive the view, and so its language."""
    pipe = Pipe()
    with translation.override(listing.language):
        sheet = CsvSheet(pipe, COLUMNS, separator_for(listing.language))
    with sheet:
        for line in listing.lines():
            with translation.override(listing.language):
                sheet.add(line)
            if pipe.tell():
                yield pipe.take()
    yield pipe.take()


def xlsx_file(listing: Listing, title: str) -> IO[bytes]:
    """The whole file on disk, without a name: it is gone when it is closed."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 — the response closes it
    with translation.override(listing.language):
        write_xlsx(out, listing.lines(), COLUMNS, title=title, zone=listing.zone)
    out.seek(0)
    return out
