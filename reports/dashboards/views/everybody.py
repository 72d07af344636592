"""The list of people as a file. The list itself is a page of the room that keeps them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.people.forms import PeopleFilterForm
from accounts.people.views.access import only_for
from reports.dashboards.choices import Look
from reports.dashboards.columns.people import PEOPLE, open_people
from reports.dashboards.filters import WantedPeople
from reports.dashboards.permissions import sees_people
from reports.dashboards.views.files import HrList, as_file, query_of
from reports.exports.choices import Kind

LIST = HrList(PEOPLE, "people:person-list", Look.PEOPLE_FILE, pgettext_lazy("file", "people"))


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def export_people(request: HttpRequest, kind: str) -> HttpResponse:
    """Everybody whom the page lists and HR reaches, as a file."""
    form, facts = PeopleFilterForm(request.GET), {"query": query_of(request)}
    if not form.is_valid():
        return redirect(f"{redirect(LIST.page).url}?{facts['query']}")
    table = open_people(facts, request.user)
    return as_file(request, LIST, Kind(kind), table, facts=facts, wanted=_wanted(form.cleaned_data))


def _wanted(asked: dict[str, Any]) -> WantedPeople:
    return WantedPeople(**{name: getattr(value, "pk", value) for name, value in asked.items()})
