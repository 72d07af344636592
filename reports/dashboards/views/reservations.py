"""Answers "under reservation": cases that HR brings to an outcome (K6)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.views.access import only_for
from guidelines.policies.choices import ReservationOutcome
from guidelines.policies.models import ReservationCase
from guidelines.policies.operations import settle_reservation
from portal.audit.rules import RuleBroken
from reports.dashboards.choices import Look
from reports.dashboards.columns.reservations import (
    RESERVATIONS,
    cases_for,
    open_reservations,
    visible_cases,
)
from reports.dashboards.forms import SettleForm
from reports.dashboards.operations import note_look
from reports.dashboards.permissions import sees_people
from reports.dashboards.titles import titles_of
from reports.dashboards.views.files import HrList, as_file, query_of
from reports.exports.choices import Kind

LISTED = 200
RELATED = (
    "acknowledgement__employee__department",
    "acknowledgement__version",
    "acknowledgement__request",
    "settled_by",
)
LIST = HrList(
    RESERVATIONS,
    "dashboards:reservation-list",
    Look.RESERVATIONS_FILE,
    pgettext_lazy("file", "reservations"),
)


@only_for(sees_people)
@require_GET
def list_reservations(request: HttpRequest) -> HttpResponse:
    """Open cases, the oldest first; settled ones on a page of their own, the newest first."""
    settled = _wants_settled(request)
    found = list(cases_for(request.user, settled=settled).select_related(*RELATED)[: LISTED + 1])
    rows, is_cut = found[:LISTED], len(found) > LISTED
    titles = titles_of((row.acknowledgement.version_id for row in rows), request.user.language)
    note_look(look=Look.RESERVATIONS, by=request.user, shown=len(rows))
    lines = [{"case": row, "title": titles[row.acknowledgement.version_id]} for row in rows]
    context = {"lines": lines, "is_cut": is_cut, "settled": settled, "query": query_of(request)}
    return render(request, "dashboards/hr/reservations.html", context)


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def export_reservations(request: HttpRequest, kind: str) -> HttpResponse:
    """All open cases as a file, or all settled ones."""
    facts = {"settled": _wants_settled(request)}
    table = open_reservations(facts, request.user)
    part = "settled" if facts["settled"] else "open"
    return as_file(request, LIST, Kind(kind), table, facts=facts, part=part)


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def settle_case(request: HttpRequest, ref: UUID) -> HttpResponse:
    case = get_object_or_404(visible_cases(request.user).select_related(*RELATED), ref=ref)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _settled(request, case, form):
        return redirect("dashboards:reservation-list")
    given = case.acknowledgement
    if request.method == "GET":
        note_look(look=Look.RESERVATIONS, by=request.user, person=given.employee)
    title = titles_of([given.version_id], request.user.language)[given.version_id]
    context = {"case": case, "given": given, "title": title, "form": form}
    return render(request, "dashboards/hr/reservation.html", context, status=422 if form.errors else 200)


def _wants_settled(request: HttpRequest) -> bool:
    return request.GET.get("settled") == "1"


def _settled(request: HttpRequest, case: ReservationCase, form: SettleForm) -> bool:
    outcome = ReservationOutcome(form.cleaned_data["outcome"])
    try:
        settle_reservation(case=case, outcome=outcome, note=form.cleaned_data["note"], by=request.user)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(request, _("The case is settled."))
    return True
