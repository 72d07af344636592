"""The list of requests: filter, page, take along as a file, remind."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.calendar import local_day
from accounts.people.views.access import only_for
from guidelines.policies.models import AcknowledgementRequest
from guidelines.policies.querysets import RequestQuerySet
from reports.dashboards.choices import Look
from reports.dashboards.columns.requests import REQUESTS, Line, facts_of, listing_of
from reports.dashboards.filters import Wanted
from reports.dashboards.forms import RequestFilterForm
from reports.dashboards.operations import note_look
from reports.dashboards.paging import Page, Place, page_of, place_from
from reports.dashboards.permissions import sees_people
from reports.dashboards.standing import standing_on
from reports.dashboards.titles import titles_of
from reports.dashboards.views.files import PAGING, HrList, as_file, query_of
from reports.exports.choices import Kind
from reports.reminders.operations import count_to_remind, remind_now

PAGE = 50
COUNT_UP_TO = 10_000
RELATED = ("employee", "version", "department")
LIST = HrList(REQUESTS, "dashboards:request-list", Look.EXPORT, gettext_lazy("acknowledgements"))


@only_for(sees_people)
@require_GET
def list_requests(request: HttpRequest) -> HttpResponse:
    form = filter_form(request)
    context: dict[str, Any] = {"form": form, "query": query_of(request)}
    if form.is_valid():
        context |= _found(request, form)
    status = 200 if form.is_valid() else 422
    return render(request, "dashboards/hr/requests.html", context, status=status)


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def export_requests(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole list as a file. An invalid filter goes back to the list, where the message stands."""
    form, today = filter_form(request), today_of(request)
    if not form.is_valid():
        return redirect(f"{redirect('dashboards:request-list').url}?{query_of(request)}")
    listing = listing_of(form, request.user, today)
    table = listing.as_table(listing.requests.order_by().count())
    facts = facts_of(query_of(request), today)
    return as_file(request, LIST, Kind(kind), table, facts=facts, wanted=form.wanted())


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def remind_list(request: HttpRequest) -> HttpResponse:
    """How many are meant, and on confirmation one mail to each of them."""
    form = filter_form(request)
    back = f"{redirect('dashboards:request-list').url}?{query_of(request)}"
    if not form.is_valid():
        return redirect(back)
    listed = _visible(request, form.wanted()).owed().filter(paused_on=None)
    if request.method == "POST":
        _say_how_many(request, remind_now(requests=listed, by=request.user))
        return redirect(back)
    owing = listed.order_by().values("employee").distinct().count()
    people = count_to_remind(requests=listed, by=request.user)
    context = {"owing": owing, "people": people, "left_out": owing - people, "query": query_of(request)}
    return render(request, "dashboards/hr/remind.html", context)


def _say_how_many(request: HttpRequest, reminded: int) -> None:
    if reminded:
        said = ngettext("One person is being reminded.", "%(n)s people are being reminded.", reminded)
        messages.success(request, said % {"n": reminded})
    else:
        messages.info(
            request, _("Nobody was reminded: they have had a reminder today, have a day off or no e-mail.")
        )


def today_of(request: HttpRequest) -> date:
    """The local day of whoever looks."""
    return local_day(timezone.now(), request.user.location)


def filter_form(request: HttpRequest) -> RequestFilterForm:
    """Always bound: an empty address is a filter too."""
    person = request.user
    return RequestFilterForm(request.GET, language=person.language, zone=person.zone, today=today_of(request))


def _found(request: HttpRequest, form: RequestFilterForm) -> dict[str, Any]:
    wanted, today = form.wanted(), today_of(request)
    requests = _visible(request, wanted)
    count = requests.order_by()[: COUNT_UP_TO + 1].count()
    page = _page(request, requests, form.order, few=count <= COUNT_UP_TO)
    titles = titles_of((row.version_id for row in page.rows), request.user.language)
    day = wanted.on or today
    if wanted.on:
        _date_back(page.rows, wanted)
    lines = [Line(row, titles[row.version_id], standing_on(row, day)) for row in page.rows]
    note_look(look=Look.REQUESTS, by=request.user, wanted=wanted, shown=len(lines))
    return {
        "lines": lines,
        "on": wanted.on,
        "count": min(count, COUNT_UP_TO),
        "is_capped": count > COUNT_UP_TO,
        "previous": page_address(request, before=page.previous),
        "next": page_address(request, after=page.next),
    }


def _visible(request: HttpRequest, wanted: Wanted) -> RequestQuerySet:
    """What the filter asks for, among the people whom the reader's role reaches."""
    return wanted.visible_to(request.user, today_of(request))


def _date_back(rows: list[AcknowledgementRequest], wanted: Wanted) -> None:
    """Give the rows of one page the due date they had then."""
    shown = AcknowledgementRequest.objects.filter(pk__in=[row.pk for row in rows])
    days = dict(wanted.with_due_dates(shown).values_list("pk", "due_then"))
    for row in rows:
        row.due_then = days[row.pk]


def _page(request: HttpRequest, requests: RequestQuerySet, sort: str, *, few: bool) -> Page:
    after, before = (place_from(request.GET.get(name, ""), sort) for name in PAGING)
    listed = requests.select_related(*RELATED)
    return page_of(listed, sort, after=after, before=before, size=PAGE, few=few)


def page_address(request: HttpRequest, **place: Place | None) -> str:
    (name, where), *_ = place.items()
    if where is None:
        return ""
    query = request.GET.copy()
    for paging in PAGING:
        query.pop(paging, None)
    query[name] = str(where)
    return f"?{query.urlencode()}"
