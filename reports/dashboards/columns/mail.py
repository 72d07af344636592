"""Refused mail as a file: who was not reached, where, and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.people.models import Employee
from portal.mail.models import Message
from reports.dashboards.files import day_in, in_chunks, keys_of
from reports.dashboards.waiting import undelivered_lately
from reports.dashboards.wording import kind_in_words, obstacle_in_words
from reports.exports.registry import Table
from reports.exports.sheets import Column

MAIL = "mail"


@dataclass(frozen=True)
class MailLine:
    """One mail as a row, for somebody who reads days in `zone`; `person` is None once they are erased."""

    mail: Message
    person: Employee | None
    zone: str


def _if_known(fact: Callable[[Employee], str | None]) -> Callable[[MailLine], str | None]:
    return lambda line: fact(line.person) if line.person else ""


COLUMNS: tuple[Column[MailLine], ...] = (
    Column(_("Name"), _if_known(lambda person: person.name), 28),
    Column(_("Personnel number"), _if_known(lambda person: person.personnel_number)),
    Column(_("Department"), _if_known(lambda person: person.department.name), 24),
    Column(_("Entity"), _if_known(lambda person: person.entity.name), 24),
    Column(_("Location"), _if_known(lambda person: person.location.name)),
    Column(pgettext_lazy("mail", "Address"), lambda line: line.mail.address, 32),
    Column(pgettext_lazy("column", "Mail"), lambda line: kind_in_words(line.mail.kind), 24),
    Column(pgettext_lazy("column", "Why"), lambda line: obstacle_in_words(line.mail.error), 32),
    Column(pgettext_lazy("column", "Day"), lambda line: day_in(line.zone, line.mail.queued_at), 12),
)


def open_mail(facts: Mapping[str, Any], person: Employee) -> Table:
    """Mail that reached nobody lately, the newest first, as `person` may see it now."""
    mails = undelivered_lately(person).order_by("-pk")
    keys = keys_of(mails)

    def lines() -> Iterator[MailLine]:
        people = Employee.objects.select_related("department", "entity", "location")
        for some in in_chunks(keys, mails):
            named = people.in_bulk([mail.recipient_ref for mail in some], field_name="ref")
            for mail in some:
                yield MailLine(mail, named.get(mail.recipient_ref), person.zone)

    return Table(pgettext("page", "Refused mail"), COLUMNS, len(keys), lines)
