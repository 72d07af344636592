"""HR's overview: every guideline, where everybody stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.people.calendar import local_day
from accounts.people.permissions import of_visible_people
from accounts.people.views.access import only_for
from reports.dashboards.overview import overview
from reports.dashboards.permissions import sees_people
from reports.dashboards.registry import parts_of_overview


@only_for(sees_people)
@require_safe
def show_overview(request: HttpRequest) -> HttpResponse:
    today, within = local_day(timezone.now(), request.user.location), of_visible_people(request.user)
    lines = overview(request.user.language, today, within)
    names = ("asked", "confirmed", "under_reservation", "open", "overdue", "exempt")
    owed = [line for line in lines if not line.is_consent]
    totals = {name: sum(getattr(line, name) for line in owed) for name in names}
    context = {"lines": lines, "totals": totals, "parts": parts_of_overview(request)}
    return render(request, "dashboards/hr/overview.html", context)
