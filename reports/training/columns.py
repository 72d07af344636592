"""The list of training as a file, written while it is read. No percent, attempts or answers (T6)."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.people.models import Employee
from reports.dashboards.files import in_chunks, keys_of
from reports.dashboards.paging import Orders, Part, in_order
from reports.dashboards.standing import Standing
from reports.exports.registry import Table
from reports.exports.rules import FilterOutdated
from reports.exports.sheets import Column
from reports.training.choices import Sort
from reports.training.forms.filters import TrainingFilterForm
from reports.training.standing import standing_on
from reports.training.titles import course_titles
from training.assignments.models import Assignment, Completion
from training.assignments.querysets import AssignmentQuerySet
from training.courses.models import Course

TRAINING = "training"
ORDERS: Orders = {
    Sort.DUE: (Part("due_on", Q()),),
    Sort.DUE_LAST: (Part("due_on", Q(), descending=True),),
}
SHOWN = ("employee", "department", "completion__version")
RELATED = (*SHOWN, "entity", "location", "requirement__audience")


@dataclass(frozen=True)
class Line:
    """One assignment as a row."""

    assignment: Assignment
    title: str
    standing: Standing

    @property
    def employee(self) -> Employee:
        return self.assignment.employee

    @property
    def completion(self) -> Completion | None:
        return getattr(self.assignment, "completion", None)

    @property
    def version(self) -> str:
        version = self.completion and self.completion.version
        return version.number if version else ""

    @property
    def done_on(self) -> date | None:
        return self.completion.valid_from if self.completion else None

    @property
    def valid_until(self) -> date | None:
        return self.completion.valid_until if self.completion else None


@dataclass(frozen=True)
class Listing:
    """What goes into the file: which assignments, in which order, for which day and reader."""

    assignments: AssignmentQuerySet
    sort: str
    day: date
    language: str

    @cached_property
    def keys(self) -> "array[int]":
        """Which rows, as of one moment."""
        return keys_of(*in_order(self.assignments, self.sort, ORDERS))

    def lines(self) -> Iterator[Line]:
        titles = course_titles(Course.objects.all(), self.language)
        for some in in_chunks(self.keys, self.assignments.select_related(*RELATED)):
            for one in some:
                yield Line(one, titles[one.course_id], standing_on(one, self.day))

    def as_table(self, total: int) -> Table:
        """Ready to be written; `total` is how many rows there are, as far as is known."""
        return Table(pgettext("page", "Training"), COLUMNS, total, self.lines)


COLUMNS: tuple[Column[Line], ...] = (
    Column(_("Name"), lambda line: line.employee.name, 28),
    Column(_("Personnel number"), lambda line: line.employee.personnel_number),
    Column(_("Department"), lambda line: line.assignment.department.name, 24),
    Column(_("Entity"), lambda line: line.assignment.entity.name, 24),
    Column(_("Location"), lambda line: line.assignment.location.name),
    Column(pgettext_lazy("required course", "Course"), lambda line: line.title, 36),
    Column(_("Audience"), lambda line: line.assignment.requirement.audience.name, 24),
    Column(pgettext_lazy("training", "Round"), lambda line: line.assignment.cycle, 8),
    Column(pgettext_lazy("training", "Assigned on"), lambda line: line.assignment.assigned_on, 12),
    Column(_("Due date"), lambda line: line.assignment.due_on, 12),
    Column(pgettext_lazy("assignment", "State"), lambda line: line.standing.label, 22),
    Column(pgettext_lazy("training", "Counts from"), lambda line: line.done_on or "", 12),
    Column(pgettext_lazy("training", "Counts until"), lambda line: line.valid_until or "", 12),
    Column(
        pgettext_lazy("training", "Basis"),
        lambda line: line.completion.get_basis_display() if line.completion else "",
        24,
    ),
    Column(pgettext_lazy("training", "Course version"), lambda line: line.version, 8),
    Column(_("Reminders"), lambda line: line.assignment.reminders_sent, 10),
)


def listing_of(form: TrainingFilterForm, person: Employee, today: date) -> Listing:
    """What a valid form asks for, for `person`."""
    return Listing(form.wanted().visible_to(person, today), form.order, today, person.language)


def facts_of(query: str, today: date) -> dict[str, str]:
    """What `open_training` needs to read the same list again."""
    return {"query": query, "today": today.isoformat()}


def open_training(facts: Mapping[str, Any], person: Employee) -> Table:
    """The list that was asked for, as `person` may see it now. Raises `FilterOutdated`."""
    form = TrainingFilterForm(QueryDict(facts["query"]), language=person.language)
    if not form.is_valid():
        raise FilterOutdated
    listing = listing_of(form, person, date.fromisoformat(facts["today"]))
    return listing.as_table(len(listing.keys))
