"""Figures without people, for works council, data protection, auditors and HR."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.people.permissions import can_read_trail
from accounts.people.views.access import only_for
from reports.dashboards.figures import last_sunday, looks_per_month, tables
from reports.dashboards.permissions import sees_figures


@only_for(sees_figures)
@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    now, k = timezone.now(), settings.AGGREGATE_MIN_PEOPLE
    context = {
        "tables": tables(request.user.language, now, k),
        "looks": looks_per_month(now),
        "on": last_sunday(now),
        "next_on": last_sunday(now) + timedelta(days=8),
        "k": k,
        "may_read_trail": can_read_trail(request.user),
    }
    return render(request, "dashboards/figures.html", context)
