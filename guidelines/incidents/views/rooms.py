"""The list of incidents, the room, and what keeps an open room up to date."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Min, Q, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.people.views.access import only_for
from guidelines.incidents import log
from guidelines.incidents.choices import OPEN, TaskState
from guidelines.incidents.models import Incident
from guidelines.incidents.operations.looking import look_in
from guidelines.incidents.permissions import may_enter_some
from guidelines.incidents.registry import entry_kind, room_parts
from guidelines.incidents.rooms import room_of
from guidelines.incidents.tickets import HEADER, seen_by, ticket_for
from guidelines.incidents.views.entering import entered

PAGE = 50


@only_for(may_enter_some)
@require_GET
def list_incidents(request: HttpRequest) -> HttpResponse:
    """Open ones first, the higher levels before the lower ones."""
    is_first = Case(When(status__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Incident.objects.visible_to(request.user).annotate(
        turn=is_first, next_due_at=Min("tasks__due_at", filter=Q(tasks__state=TaskState.OPEN))
    )
    page = Paginator(found.order_by("turn", "-opened_at"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "query": {},
        "open": [one for one in page.object_list if one.is_open],
        "past": [one for one in page.object_list if not one.is_open],
        "now": timezone.now(),
    }
    return render(request, "incidents/list.html", context)


@only_for(may_enter_some)
@require_GET
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    incident = entered(request, ref=ref)
    look_in(incident=incident, by=request.user)
    return shown(request, incident)


def shown(request: HttpRequest, incident: Incident, status: int = 200) -> HttpResponse:
    """The whole room, region by region in their order."""
    regions = [
        {"slug": part.slug, "title": part.title, "html": html}
        for part in room_parts()
        if (html := part.render(request, incident))
    ]
    context = {
        "incident": incident,
        "room": room_of(incident, request.user),
        "regions": regions,
        "order": [part.slug for part in room_parts()],
        "stylesheets": sorted({part.stylesheet for part in room_parts() if part.stylesheet}),
    }
    return render(request, "incidents/room/show.html", context, status=status)


@only_for(may_enter_some)
@require_GET
def live(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What is new since the entry `seen`: nothing (304), or entries and the regions that they change.

    The answer brings a ticket with which the room may ask for some seconds without being looked up again.
    """
    seen = seen_by(request)
    incident = entered(request, ref=ref)
    is_new = incident.head_seq > seen
    answer = JsonResponse(_news(request, incident, seen)) if is_new else HttpResponseNotModified()
    answer.headers[HEADER] = ticket_for(request, ref)
    return answer


def _news(request: HttpRequest, incident: Incident, seen: int) -> dict[str, Any]:
    entries = log.since(incident, seen)
    is_much = len(entries) > log.PAGE
    lines = log.lines_of(incident, entries[: log.PAGE])
    replaced = log.lines_of(incident, log.named(incident, [line.corrects for line in lines if line.corrects]))
    wanted = {region for entry in entries for region in entry_kind(entry.kind).regions}
    return {
        "seq": entries[0].seq if entries else seen,
        "entries": _items(request, incident, lines),
        "restart": is_much,
        "replaced": {str(line.entry.seq): _items(request, incident, [line]) for line in replaced},
        "regions": regions(request, incident, {part.slug for part in room_parts()} if is_much else wanted),
    }


def regions(request: HttpRequest, incident: Incident, wanted: set[str]) -> dict[str, str]:
    """Of these regions the HTML; the log is not among them, its entries come one by one."""
    parts = [part for part in room_parts() if part.slug in wanted and part.slug != "timeline"]
    return {part.slug: part.render(request, incident) for part in parts}


def _items(request: HttpRequest, incident: Incident, lines: list[log.Line]) -> str:
    return render_to_string("incidents/log/lines.html", {"incident": incident, "lines": lines}, request)
