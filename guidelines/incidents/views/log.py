"""The whole log in pages, notes, corrections, what is pinned."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.models import Employee
from accounts.people.views.access import only_for
from guidelines.incidents import log
from guidelines.incidents.choices import EntryGroup
from guidelines.incidents.forms.work import NoteForm
from guidelines.incidents.models import TimelineEntry
from guidelines.incidents.operations import add_note, correct_entry, pin_entry, unpin_entry
from guidelines.incidents.permissions import may_enter_some
from guidelines.incidents.views.entering import carried_out, entered

WRITERS = 200


@only_for(may_enter_some)
@require_GET
def show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Keyset pages: the ten-thousandth entry is as near as the first."""
    incident = entered(request, ref=ref)
    group = request.GET.get("group", "")
    group = group if group in EntryGroup.values else ""
    who = request.GET.get("who", "")
    before = int(text) if (text := request.GET.get("before", "")).isdecimal() and len(text) < 10 else 0
    entries = log.newest(incident, before=before, group=group, who=who)
    kept = {name: value for name, value in (("group", group), ("who", who)) if value}
    older = {**kept, "before": entries[log.PAGE - 1].seq} if len(entries) > log.PAGE else None
    writers = Employee.objects.filter(pk__in=incident.entries.order_by().values("actor").distinct())
    context = {
        "incident": incident,
        "lines": log.lines_of(incident, entries[: log.PAGE]),
        "groups": EntryGroup.choices,
        "group": group,
        "who": who,
        "writers": writers.order_by("name")[:WRITERS],
        "older": f"?{urlencode(older)}" if older else "",
        "newest": f"?{urlencode(kept)}" if before else "",
    }
    return render(request, "incidents/log/show.html", context)


@only_for(may_enter_some)
@require_POST
def note(request: HttpRequest, ref: UUID) -> HttpResponse:
    incident = entered(request, ref=ref)
    text = request.POST.get("text", "")[:4000]
    return carried_out(request, incident, add_note, "", incident=incident, text=text, region="timeline")


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, ref: UUID) -> HttpResponse:
    entry = _entry(request, ref)
    words = entry.words.text if hasattr(entry, "words") else ""
    form = NoteForm(request.POST or None, initial={"text": words})
    if request.method == "POST" and form.is_valid():
        facts = {"entry": entry, "text": form.cleaned_data["text"], "region": "timeline"}
        return carried_out(request, entry.incident, correct_entry, _("Corrected."), **facts)
    context = {
        "incident": entry.incident,
        "form": form,
        "heading": _("Correct a note"),
        "lead": _("What was written stays in the log, struck through; your words follow it."),
        "button": _("Correct"),
    }
    return render(request, "incidents/acts/form.html", context)


@only_for(may_enter_some)
@require_POST
def pin(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Pin an entry, or take the pin away."""
    entry = _entry(request, ref)
    act = unpin_entry if request.POST.get("pinned") == "yes" else pin_entry
    return carried_out(request, entry.incident, act, "", entry=entry, region="timeline")


def _entry(request: HttpRequest, ref: UUID) -> TimelineEntry:
    entry = get_object_or_404(TimelineEntry.objects.select_related("words"), ref=ref)
    entry.incident = entered(request, pk=entry.incident_id)
    return entry
