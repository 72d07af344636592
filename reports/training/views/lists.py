"""The list of training: filter, page, take along as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.views.access import only_for
from reports.dashboards.choices import Look
from reports.dashboards.operations import note_look
from reports.dashboards.paging import page_of, place_from
from reports.dashboards.permissions import sees_people
from reports.dashboards.views.files import PAGING, HrList, as_file, query_of
from reports.dashboards.views.requests import COUNT_UP_TO, PAGE, page_address, today_of
from reports.exports.choices import Kind
from reports.training.columns import ORDERS, SHOWN, TRAINING, Line, facts_of, listing_of
from reports.training.forms import TrainingFilterForm
from reports.training.standing import standing_on
from reports.training.titles import course_titles

LIST = HrList(TRAINING, "training:assignment-list", Look.TRAINING_FILE, pgettext_lazy("file", "training"))


@only_for(sees_people)
@require_GET
def list_training(request: HttpRequest) -> HttpResponse:
    form = _filter_form(request)
    context: dict[str, Any] = {"form": form, "query": query_of(request)}
    if form.is_valid():
        context |= _found(request, form)
    return render(request, "training/hr/list.html", context, status=200 if form.is_valid() else 422)


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def export_training(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole list as a file. An invalid filter goes back to the list, where the message stands."""
    form, today = _filter_form(request), today_of(request)
    if not form.is_valid():
        return redirect(f"{redirect(LIST.page).url}?{query_of(request)}")
    listing = listing_of(form, request.user, today)
    table = listing.as_table(listing.assignments.order_by().count())
    facts = facts_of(query_of(request), today)
    return as_file(request, LIST, Kind(kind), table, facts=facts, wanted=form.wanted())


def _filter_form(request: HttpRequest) -> TrainingFilterForm:
    """Always bound: an empty address is a filter too."""
    return TrainingFilterForm(request.GET, language=request.user.language)


def _found(request: HttpRequest, form: TrainingFilterForm) -> dict[str, Any]:
    wanted, today = form.wanted(), today_of(request)
    assignments = wanted.visible_to(request.user, today)
    count = assignments.order_by()[: COUNT_UP_TO + 1].count()
    after, before = (place_from(request.GET.get(name, ""), form.order, ORDERS) for name in PAGING)
    page = page_of(
        assignments.select_related(*SHOWN, "course"),
        form.order,
        after=after,
        before=before,
        size=PAGE,
        few=count <= COUNT_UP_TO,
        orders=ORDERS,
    )
    titles = course_titles({one.course for one in page.rows}, request.user.language)
    lines = [Line(one, titles[one.course_id], standing_on(one, today)) for one in page.rows]
    note_look(look=Look.TRAINING, by=request.user, wanted=wanted, shown=len(lines))
    return {
        "lines": lines,
        "count": min(count, COUNT_UP_TO),
        "is_capped": count > COUNT_UP_TO,
        "previous": page_address(request, before=page.previous),
        "next": page_address(request, after=page.next),
    }
