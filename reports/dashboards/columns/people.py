"""The list of people as a file: who they are and where they work. A planned leaving date goes into none."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.forms import PeopleFilterForm
from accounts.people.models import Employee
from reports.dashboards.files import in_chunks, keys_of
from reports.exports.registry import Table
from reports.exports.rules import FilterOutdated
from reports.exports.sheets import Column

PEOPLE = "people"
RELATED = ("department", "entity", "location", "manager", "sponsor")

COLUMNS: tuple[Column[Employee], ...] = (
    Column(_("Name"), lambda person: person.name, 28),
    Column(_("Personnel number"), lambda person: person.personnel_number),
    Column(_("Department"), lambda person: person.department.name, 24),
    Column(_("Entity"), lambda person: person.entity.name, 24),
    Column(_("Location"), lambda person: person.location.name),
    Column(_("Work e-mail"), lambda person: person.email, 32),
    Column(_("Language"), lambda person: person.get_language_display(), 12),
    Column(_("Manager"), lambda person: person.manager.name if person.manager else "", 28),
    Column(_("Employment"), lambda person: person.get_employment_display(), 24),
    Column(
        pgettext_lazy("person", "Sponsor"), lambda person: person.sponsor.name if person.sponsor else "", 28
    ),
    Column(_("Hired on"), lambda person: person.hired_on or "", 12),
    Column(pgettext_lazy("person", "Status"), lambda person: person.get_status_display(), 14),
)


def open_people(facts: Mapping[str, Any], person: Employee) -> Table:
    """The list that was asked for, as `person` may see it now. Raises `FilterOutdated`."""
    form = PeopleFilterForm(QueryDict(facts["query"]))
    if not form.is_valid():
        raise FilterOutdated
    people = form.narrow(Employee.objects.visible_to(person))
    keys = keys_of(people)

    def lines() -> Iterator[Employee]:
        for some in in_chunks(keys, people.select_related(*RELATED)):
            yield from some

    return Table(gettext("People"), COLUMNS, len(keys), lines)
