"""Signed sheets as a file: what was entered, never the scan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.people.models import Employee
from accounts.people.permissions import of_visible_people
from guidelines.policies.choices import PaperState
from guidelines.policies.models import AcknowledgementRequest, PaperConfirmation, PolicyVersion
from reports.dashboards.files import day_in, in_chunks, keys_of
from reports.exports.columns import ASKED
from reports.exports.registry import Table
from reports.exports.sheets import Column

PAPERS = "papers"
RELATED = (
    "request__employee",
    "request__department",
    "request__entity",
    "request__location",
    "rendition__version",
    "recorded_by",
)
LONG_TEXTS = ("rendition__html", "rendition__text")


@dataclass(frozen=True)
class PaperLine:
    """One sheet as a row, for somebody who reads days in `zone`."""

    paper: PaperConfirmation
    zone: str

    @property
    def request(self) -> AcknowledgementRequest:
        return self.paper.request

    @property
    def title(self) -> str:
        return self.paper.rendition.title

    @property
    def version(self) -> PolicyVersion:
        return self.paper.rendition.version


COLUMNS: tuple[Column[PaperLine], ...] = (
    *ASKED,
    Column(_("Signed on"), lambda line: line.paper.signed_on, 12),
    Column(pgettext_lazy("column", "Recorded by"), lambda line: line.paper.recorded_by.name, 28),
    Column(pgettext_lazy("request", "State"), lambda line: line.paper.get_state_display(), 24),
    Column(pgettext_lazy("papers", "Decided on"), lambda line: day_in(line.zone, line.paper.decided_at), 12),
)


def visible_papers(person: Employee) -> QuerySet[PaperConfirmation]:
    """Sheets of the people whom the role of `person` reaches."""
    papers = PaperConfirmation.objects.filter(of_visible_people(person, "request__employee"))
    return papers.defer(*LONG_TEXTS)


def papers_for(person: Employee, *, decided: bool) -> QuerySet[PaperConfirmation]:
    """What waits, the oldest first, or what was decided, the newest first."""
    papers = visible_papers(person)
    if decided:
        return papers.exclude(state=PaperState.WAITING).order_by("-decided_at", "-pk")
    return papers.filter(state=PaperState.WAITING).order_by("recorded_at", "pk")


def open_papers(facts: Mapping[str, Any], person: Employee) -> Table:
    """The list that was asked for, as `person` may see it now."""
    papers = papers_for(person, decided=facts["decided"])
    keys = keys_of(papers)

    def lines() -> Iterator[PaperLine]:
        for some in in_chunks(keys, papers.select_related(*RELATED)):
            for paper in some:
                yield PaperLine(paper, person.zone)

    return Table(pgettext("page", "On paper"), COLUMNS, len(keys), lines)
