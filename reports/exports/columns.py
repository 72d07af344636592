"""The tables of a bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.calendar import local_day
from guidelines.policies.choices import Answer, Method, StatementKind
from guidelines.policies.models import AcknowledgementRequest, PolicyVersion
from reports.evidence.choices import Standing
from reports.evidence.models import EvidenceDocument
from reports.exports.sheets import Column


@dataclass(frozen=True)
class Line:
    """One row of the table of acknowledgements: facts as they were signed, and how they stand at export."""

    document: EvidenceDocument
    record: Mapping[str, Any]
    standing: Standing

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.record["at"])


def _subject(name: str) -> Any:
    return lambda line: line.record["subject"][name]


# The verifier finds serial number, acknowledgement and name by their place: they stay first.
ACKNOWLEDGEMENTS: tuple[Column[Line], ...] = (
    Column(_("Serial number"), lambda line: line.document.serial),
    Column(_("Acknowledgement"), lambda line: line.record["acknowledgement"], 38),
    Column(_("Name"), _subject("name"), 28),
    Column(_("Personnel number"), _subject("personnel_number")),
    Column(_("Department"), _subject("department"), 24),
    Column(_("Entity"), _subject("entity"), 24),
    Column(_("Location"), _subject("location")),
    Column(_("Guideline"), lambda line: line.record["rendition"]["title"], 32),
    Column(pgettext_lazy("guideline", "Version"), lambda line: line.record["policy"]["version"], 10),
    Column(pgettext_lazy("text", "Language"), lambda line: line.record["rendition"]["language"], 10),
    Column(_("Statement"), lambda line: StatementKind(line.record["statement_kind"]).label, 24),
    Column(_("Answer"), lambda line: Answer(line.record["answer"]).label),
    Column(_("How"), lambda line: Method(line.record["method"]).label, 24),
    Column(_("Answered (UTC)"), lambda line: line.at, 20),
    Column(_("Due date"), lambda line: line.record["request"]["due_on"], 12),
    Column(_("Reminders"), lambda line: line.record["request"]["reminders_sent"], 10),
    Column(_("Standing at export"), lambda line: line.standing.label, 26),
    Column(_("SHA-256 of the certificate"), lambda line: line.document.sha256, 66),
)


@dataclass(frozen=True)
class OpenLine:
    """One row of the list of open requests."""

    request: AcknowledgementRequest
    title: str
    now: datetime

    @property
    def version(self) -> PolicyVersion:
        return self.request.version

    @property
    def is_overdue(self) -> bool:
        request = self.request
        today = local_day(self.now, request.location)
        return request.due_on is not None and request.paused_on is None and request.due_on < today


# Who a row is about and what they were asked to confirm: the first columns of every list of requests.
# A row has a `request`, and the `title` and `version` of the text that it is about.
ASKED: tuple[Column[Any], ...] = (
    Column(_("Name"), lambda line: line.request.employee.name, 28),
    Column(_("Personnel number"), lambda line: line.request.employee.personnel_number),
    Column(_("Department"), lambda line: line.request.department.name, 24),
    Column(_("Entity"), lambda line: line.request.entity.name, 24),
    Column(_("Location"), lambda line: line.request.location.name),
    Column(_("Guideline"), lambda line: line.title, 32),
    Column(pgettext_lazy("guideline", "Version"), lambda line: line.version.number, 10),
)

OPEN: tuple[Column[OpenLine], ...] = (
    *ASKED,
    Column(_("Statement"), lambda line: line.request.version.get_statement_kind_display(), 24),
    Column(_("Asked on"), lambda line: line.request.asked_on, 12),
    Column(_("Due date"), lambda line: _date(line.request.due_on), 12),
    Column(
        _("Overdue"),
        lambda line: pgettext_lazy("overdue", "yes") if line.is_overdue else pgettext_lazy("overdue", "no"),
        10,
    ),
    Column(_("Reminders"), lambda line: line.request.reminders_sent, 10),
)


def _date(day: date | None) -> date | str:
    return day or ""
