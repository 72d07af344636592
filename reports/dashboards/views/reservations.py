"""Answers "under reservation": cases that HR brings to an outcome (K6)."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.permissions import of_visible_people
from accounts.people.views.access import only_for
from guidelines.policies.choices import ReservationOutcome
from guidelines.policies.models import ReservationCase
from guidelines.policies.operations import settle_reservation
from portal.audit.rules import RuleBroken
from reports.dashboards.choices import Look
from reports.dashboards.forms import SettleForm
from reports.dashboards.operations import note_look
from reports.dashboards.permissions import sees_people
from reports.dashboards.titles import titles_of

LISTED = 200
RELATED = (
    "acknowledgement__employee__department",
    "acknowledgement__version",
    "acknowledgement__request",
    "settled_by",
)


@only_for(sees_people)
@require_GET
def list_reservations(request: HttpRequest) -> HttpResponse:
    """Open cases, the oldest first; settled ones on a page of their own, the newest first."""
    settled = request.GET.get("settled") == "1"
    cases = _visible(request)
    found = (
        cases.exclude(outcome="").order_by("-settled_at")
        if settled
        else cases.filter(outcome="").order_by("pk")
    )
    rows = list(found[:LISTED])
    titles = titles_of((row.acknowledgement.version_id for row in rows), request.user.language)
    note_look(look=Look.RESERVATIONS, by=request.user, shown=len(rows))
    lines = [{"case": row, "title": titles[row.acknowledgement.version_id]} for row in rows]
    return render(request, "dashboards/hr/reservations.html", {"lines": lines, "settled": settled})


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def settle_case(request: HttpRequest, ref: UUID) -> HttpResponse:
    case = get_object_or_404(_visible(request), ref=ref)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _settled(request, case, form):
        return redirect("dashboards:reservation-list")
    given = case.acknowledgement
    if request.method == "GET":
        note_look(look=Look.RESERVATIONS, by=request.user, person=given.employee)
    title = titles_of([given.version_id], request.user.language)[given.version_id]
    context = {"case": case, "given": given, "title": title, "form": form}
    return render(request, "dashboards/hr/reservation.html", context, status=422 if form.errors else 200)


def _visible(request: HttpRequest) -> QuerySet[ReservationCase]:
    cases = ReservationCase.objects.filter(of_visible_people(request.user, "acknowledgement__employee"))
    return cases.select_related(*RELATED)


def _settled(request: HttpRequest, case: ReservationCase, form: SettleForm) -> bool:
    outcome = ReservationOutcome(form.cleaned_data["outcome"])
    try:
        settle_reservation(case=case, outcome=outcome, note=form.cleaned_data["note"], by=request.user)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(request, _("The case is settled."))
    return True
