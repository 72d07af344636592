"""The works council's own page: what was agreed, what is stored, and how often people are looked up."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.people.registry import all_stored_facts
from accounts.people.views.access import only_for
from guidelines.policies.choices import WorksCouncil
from guidelines.policies.models import Policy, PolicyVersion
from reports.dashboards.figures import last_sunday, looks_per_month, tables
from reports.dashboards.permissions import sees_agreements
from reports.dashboards.titles import titles_of


@only_for(sees_agreements)
@require_safe
def show_agreements(request: HttpRequest) -> HttpResponse:
    now, k, language = timezone.now(), settings.AGGREGATE_MIN_PEOPLE, request.user.language
    versions = list(_with_a_part())
    titles = titles_of((version.pk for version in versions), language)
    context = {
        "agreements": [(version, titles[version.pk]) for version in versions],
        "without": _in_force_without(),
        "stored": all_stored_facts(),
        "looks": looks_per_month(now),
        "tables": tables(language, now, k),
        "on": last_sunday(now),
        "k": k,
    }
    return render(request, "dashboards/works_council.html", context)


def _with_a_part() -> QuerySet[PolicyVersion]:
    """Versions on which the works council was informed or agreed, the newest first."""
    took_part = PolicyVersion.objects.exclude(works_council=WorksCouncil.NOT_REQUIRED)
    return took_part.select_related("policy").order_by("-works_council_on", "-pk")


def _in_force_without() -> int:
    """How many guidelines are in force for which no part of the works council was required."""
    return Policy.objects.in_force().filter(current__works_council=WorksCouncil.NOT_REQUIRED).count()
