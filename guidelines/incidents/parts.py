"""The room's own regions. Other rooms hang theirs in beside them (`registry.room_part`)."""

from collections.abc import Callable

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.editions.reading import text_for
from guidelines.incidents import log
from guidelines.incidents.choices import EntryGroup
from guidelines.incidents.forms.course import StartForm
from guidelines.incidents.models import Incident
from guidelines.incidents.registry import RoomPart, room_part
from guidelines.incidents.rooms import Room, room_of

Render = Callable[[HttpRequest, Incident], str]


def _region(template: str) -> Render:
    """A region that needs nothing but the room."""

    def render(request: HttpRequest, incident: Incident) -> str:
        context = {"incident": incident, "room": room_of(incident, request.user)}
        return render_to_string(f"incidents/room/{template}.html", context, request)

    return render


def _now(request: HttpRequest, incident: Incident) -> str:
    """The one thing to do next."""
    room = room_of(incident, request.user)
    context = {"incident": incident, "room": room}
    if room.may_start:
        context |= starting(request, room)
    return render_to_string("incidents/room/now.html", context, request)


def starting(request: HttpRequest, room: Room) -> dict[str, object]:
    """The form that starts it, with the cards of the playbook that fits or was chosen."""
    chosen = request.POST.get("playbook") or request.GET.get("playbook")
    works = room.playbooks
    work = next((one for one in works if one.slug == chosen), works[0] if works else None)
    form = StartForm(request.POST or None, work=work, language=request.user.language)
    others = [
        {"slug": one.slug, "title": text_for(one.current, request.user.language).title}
        for one in works
        if one != work
    ]
    return {"start": form, "work": work, "others": others}


def _pinned(request: HttpRequest, incident: Incident) -> str:
    lines = log.lines_of(incident, log.pinned(incident))
    return render_to_string("incidents/room/pinned.html", {"incident": incident, "lines": lines}, request)


def _timeline(request: HttpRequest, incident: Incident) -> str:
    entries = log.newest(incident)
    context = {
        "incident": incident,
        "lines": log.lines_of(incident, entries[: log.PAGE]),
        "has_more": len(entries) > log.PAGE,
        "groups": EntryGroup.choices,
    }
    return render_to_string("incidents/room/timeline.html", context, request)


def hang_in() -> None:
    for slug, title, order, render in (
        ("head", pgettext_lazy("incident room", "Situation"), 0, _region("head")),
        ("now", pgettext_lazy("incident room", "Next step"), 10, _now),
        ("pinned", pgettext_lazy("incident room", "Pinned"), 20, _pinned),
        ("tasks", pgettext_lazy("incident room", "Tasks"), 30, _region("tasks")),
        ("roles", pgettext_lazy("incident room", "Roles"), 40, _region("roles")),
        ("timeline", pgettext_lazy("incident room", "Incident log"), 90, _timeline),
        ("reports", pgettext_lazy("incident room", "Reports"), 100, _region("reports")),
        ("people", _("Who is inside"), 110, _region("people")),
    ):
        room_part(RoomPart(slug=slug, title=title, order=order, render=render))
