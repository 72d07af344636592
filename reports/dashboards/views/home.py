"""The first page of everybody: what do I owe?"""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.people.calendar import local_day
from accounts.people.registry import duties_of
from guidelines.policies.standing import SOON_DAYS
from portal.ui.registry import banners_of
from reports.dashboards.home import lately, sorted_by_urgency
from reports.dashboards.registry import work_of


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    person = request.user
    today = local_day(timezone.now(), person.location)
    work = work_of(person)
    context = {
        "banners": banners_of(person),
        "owed": sorted_by_urgency(duties_of(person), today),
        "done": lately(person),
        "work": work,
        "work_waits": any(item.count for item in work),
        "today": today,
        "soon_until": today + timedelta(days=SOON_DAYS),
    }
    return render(request, "dashboards/home.html", context)
