"""Moderation cases as a file: what was decided, by which rule, without names, quotes or reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.people.models import Employee
from guidelines.moderation.models import ModerationCase, ModerationDecision
from guidelines.moderation.paging import filtered
from reports.dashboards.files import day_in, in_chunks, keys_of
from reports.exports.registry import Table
from reports.exports.sheets import Column


@dataclass(frozen=True)
class ModerationLine:
    """One case with its newest decision, for somebody who reads days in `zone`."""

    case: ModerationCase
    decision: ModerationDecision | None
    zone: str

    def decided(self, name: str) -> Any:
        """A fact of the decision; "" before there is one."""
        return getattr(self.decision, name) if self.decision else ""

    @property
    def last_of_ban(self) -> datetime | None:
        """In its last day: it ends with that day, at 00:00 of the next."""
        ends_at = self.decided("ban_until")
        return ends_at - timedelta(seconds=1) if ends_at else None


COLUMNS: tuple[Column[ModerationLine], ...] = (
    Column(pgettext_lazy("moderation", "Number"), lambda line: line.case.number, 14),
    Column(pgettext_lazy("moderation", "Channel"), lambda line: line.case.where, 32),
    Column(pgettext_lazy("column", "Opened"), lambda line: day_in(line.zone, line.case.opened_at), 12),
    Column(
        pgettext_lazy("moderation", "Author"),
        lambda line: line.case.author.short if line.case.author else "",
        10,
    ),
    Column(pgettext_lazy("moderation", "State"), lambda line: line.case.get_state_display(), 20),
    Column(
        pgettext_lazy("moderation", "Measure"),
        lambda line: line.decision.get_measure_display() if line.decision else "",
        24,
    ),
    Column(pgettext_lazy("moderation", "Rule"), lambda line: line.decided("rule_words"), 40),
    Column(
        pgettext_lazy("moderation", "Decided"),
        lambda line: day_in(line.zone, line.decided("decided_at") or None),
        12,
    ),
    Column(_("Ban ends"), lambda line: day_in(line.zone, line.last_of_ban), 12),
    Column(_("Deleted on"), lambda line: line.case.delete_on, 12),
)


def open_moderation(form: Any, person: Employee) -> Table:
    """The cases that the filter `form` asks for, as `person` may see them, newest first."""
    cases = filtered(ModerationCase.objects.visible_to(person), form)
    keys = keys_of(cases.order_by("-pk"))
    rows = ModerationCase.objects.select_related("account__platform", "author").prefetch_related("decisions")

    def lines() -> Iterator[ModerationLine]:
        for some in in_chunks(keys, rows):
            for case in some:
                decisions = list(case.decisions.all())
                yield ModerationLine(case, decisions[-1] if decisions else None, person.zone)

    return Table(pgettext("room", "Moderation"), COLUMNS, len(keys), lines)
