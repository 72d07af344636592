"""A manager's own team."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.people.views.access import only_for
from reports.dashboards.choices import Look
from reports.dashboards.operations import note_look
from reports.dashboards.permissions import leads_people
from reports.dashboards.team import LISTED, members_of, shows_totals_only, totals_of
from reports.dashboards.views.requests import today_of


@only_for(leads_people)
@require_GET
def show_team(request: HttpRequest) -> HttpResponse:
    """Names with done or not done; in works-council mode totals only, and those of enough people."""
    language = request.user.language
    if shows_totals_only():
        k = settings.AGGREGATE_MIN_PEOPLE
        return render(
            request, "dashboards/team_totals.html", {"totals": totals_of(request.user, language, k), "k": k}
        )
    members = members_of(request.user, language, today_of(request))
    note_look(look=Look.TEAM, by=request.user, shown=len(members))
    done = sum(member.is_done for member in members)
    context = {"members": members, "done": done, "not_done": len(members) - done, "listed": LISTED}
    return render(request, "dashboards/team.html", context)
