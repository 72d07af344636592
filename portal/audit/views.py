"""The trail on screen, for those a higher room lets read it."""

import functools
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.audit.exporting import csv_rows, json_lines
from portal.audit.forms import PersonLookupForm, TrailFilterForm
from portal.audit.models import AuditEvent, ChainHead, ExportedHead
from portal.audit.operations import look_up_person, note_export
from portal.audit.querysets import AuditEventQuerySet
from portal.audit.registry import may_read_trail, people
from portal.audit.wording import details_in_words, object_in_words, verb_in_words
from portal.jobs.models import Job
from portal.jobs.operations import enqueue

PAGE = 50
LOOKUP_KEY = "audit_lookup"
LOOKUP_SECONDS = 30 * 60
KINDS = {
    "csv": (csv_rows, "text/csv; charset=utf-8"),
    "jsonl": (json_lines, "application/jsonl; charset=utf-8"),
}


def for_readers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in whoever may read the trail, and keep its pages out of every cache."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_trail(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(never_cache(guarded))


@for_readers
@require_GET
def list_trail(request: HttpRequest) -> HttpResponse:
    """Newest first. A person's rows are shown only while the reason given for looking is fresh."""
    form = TrailFilterForm(request.GET or None)
    person = _person_looked_up(request)
    if request.GET.get("person") and person is None:
        return redirect("audit:person-look-up")
    context = {"form": form, "person": _named(person), "query": _address(request, before="")}
    return render(request, "audit/trail_list.html", _page(request, _events(form, person)) | context)


@for_readers
@require_GET
def export_trail(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What the list shows, whole, as a file; that it was taken is a row."""
    form, person = TrailFilterForm(request.GET or None), _person_looked_up(request)
    if request.GET.get("person") and person is None:
        return redirect("audit:person-look-up")
    if form.is_bound and not form.is_valid():
        return redirect(f"{redirect('audit:trail-list').url}{_address(request, before='')}")
    last = note_export(wanted=form.described(), person=person, kind=kind, by=request.user)
    events = _events(form, person).filter(seq__lte=last)
    rows, content_type = KINDS[kind]
    response = StreamingHttpResponse(rows(events, get_language() or ""), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="audit-trail-{last}.{kind}"'
    return response


@for_readers
@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask whom and why, write it down, then show."""
    form = PersonLookupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["ref"]
        look_up_person(person=person, reason=form.cleaned_data["reason"], by=request.user)
        request.session[LOOKUP_KEY] = {"person": str(person), "at": time.time()}
        return redirect(f"{redirect('audit:trail-list').url}?person={person}")
    return render(request, "audit/person_look_up.html", {"form": form})


@for_readers
@require_POST
def check_trail(request: HttpRequest) -> HttpResponse:
    """Start the check of the whole chain; the job's page shows how far it is."""
    job = enqueue("audit.check", payload={}, key=f"audit.check:{_reader(request)}", by=request.user)
    return redirect("jobs:job-show", ref=job.ref)


@for_readers
@require_GET
def show_check(request: HttpRequest, ref: UUID) -> HttpResponse:
    job = get_object_or_404(Job, ref=ref, kind="audit.check", requested_by=_reader(request))
    return render(request, "audit/check_result.html", {"job": job, "result": job.result})


def _events(form: TrailFilterForm, person: UUID | None) -> AuditEventQuerySet:
    events = form.narrow(AuditEvent.objects.all())
    return events.about_person(person) if person else events


def _reader(request: HttpRequest) -> UUID:
    assert request.user.is_authenticated  # `for_readers` lets nobody else in
    return request.user.ref


def _person_looked_up(request: HttpRequest) -> UUID | None:
    asked, lookup = request.GET.get("person", ""), request.session.get(LOOKUP_KEY) or {}
    is_fresh = time.time() - lookup.get("at", 0) < LOOKUP_SECONDS
    return UUID(asked) if asked and is_fresh and lookup.get("person") == asked else None


def _named(person: UUID | None) -> dict[str, Any] | None:
    return {"ref": person, "name": people.names_of([person]).get(person, str(person))} if person else None


def _page(request: HttpRequest, events: AuditEventQuerySet) -> dict[str, Any]:
    """One page by key: as fast on the last page as on the first."""
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        events = events.before(int(before))
    rows = list(events.newest_first()[: PAGE + 1])
    shown = rows[:PAGE]
    return {
        "rows": _readable(shown),
        "older": _address(request, before=shown[-1].seq) if len(rows) > PAGE else "",
        "newest": _address(request, before="") if before else "",
        "head": ChainHead.objects.get(pk=1),
        "exported": ExportedHead.objects.select_related("time_stamp").order_by("-day").first(),
    }


def _readable(events: list[AuditEvent]) -> list[dict[str, Any]]:
    """Rows in words, with today's names of the people in them; codes in parts, where they may break."""
    refs: set[UUID] = {
        ref for event in events for ref in (event.actor, event.on_behalf_of, _as_ref(event.object_id)) if ref
    }
    names = people.names_of(refs)
    return [
        {
            "event": event,
            "verb": verb_in_words(event.verb),
            "verb_parts": event.verb.split("."),
            "object_type": object_in_words(event.object_type),
            "object_type_parts": event.object_type.split("."),
            "actor": names.get(event.actor, str(event.actor)) if event.actor else "",
            "on_behalf_of": names.get(event.on_behalf_of, str(event.on_behalf_of))
            if event.on_behalf_of
            else "",
            "object": names.get(_as_ref(event.object_id) or UUID(int=0), event.object_id),
            "details": details_in_words(event),
        }
        for event in events
    ]


def _as_ref(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _address(request: HttpRequest, *, before: object) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    if before:
        query["before"] = str(before)
    return f"?{query.urlencode()}"
