"""The regions of the room about decisions, planned posts, figures and evidence."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import pgettext_lazy

from accounts.register.models import Platform, ToolConnection
from guidelines.incidents.choices import FreezeState, Status
from guidelines.incidents.models import EvidenceFile, FrozenAccount, Incident
from guidelines.incidents.operations.freezing import FROM, WORKING
from guidelines.incidents.pictures import picture_of, samples_of
from guidelines.incidents.registry import RoomPart, room_part

FEW = 5
SHOWN = 100


def _decisions(request: HttpRequest, incident: Incident) -> str:
    found = list(incident.decisions.select_related("decided_by", "replaced_by").order_by("-pk")[:SHOWN])
    standing = [one for one in found if not hasattr(one, "replaced_by")]
    context = {
        "incident": incident,
        "standing": standing,
        "replaced": [one for one in found if one not in standing],
    }
    return render_to_string("incidents/room/decisions.html", context, request)


@dataclass
class PlatformLines:
    """The lines of one platform, and what can be done with all of them at once."""

    platform: Platform
    lines: list[FrozenAccount] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(one.state == FreezeState.TO_CHECK for one in self.lines)

    @property
    def halted(self) -> int:
        return sum(one.state == FreezeState.FROZEN for one in self.lines)


def _freezing(request: HttpRequest, incident: Incident) -> str:
    parts = incident.frozen.select_related("account__platform", "changed_by")
    lines = list(parts.order_by("account__platform__slug", "account__handle"))
    if not lines and not incident.is_running:
        return ""
    tools = _tools(lines)
    for line in lines:
        line.tools = tools.get(line.account_id, [])
        line.next = [state for state in FreezeState if _is_next(line, state)]
    context = {
        "incident": incident,
        "groups": list(_by_platform(lines)),
        "done": sum(line.state != FreezeState.TO_CHECK for line in lines),
        "total": len(lines),
        "halted": sum(line.state == FreezeState.FROZEN for line in lines),
        "is_calm": incident.status in (Status.STABILISED, Status.CLOSED),
        "may_work": incident.status in WORKING,
    }
    return render_to_string("incidents/room/freezing.html", context, request)


def _is_next(line: FrozenAccount, state: FreezeState) -> bool:
    """What the room offers in one tap; the way back is on the line's own page."""
    return state != FreezeState.TO_CHECK and line.state in FROM[state][:1]


def _tools(lines: list[FrozenAccount]) -> dict[int, list[str]]:
    """Through which tools posts come onto each account."""
    accounts = [line.account_id for line in lines]
    found: dict[int, list[str]] = {}
    connected = ToolConnection.objects.connected().filter(account__in=accounts).order_by("tool")
    for account, tool in connected.values_list("account", "tool"):
        found.setdefault(account, []).append(tool)
    return found


def _by_platform(lines: list[FrozenAccount]) -> Iterator[PlatformLines]:
    groups: dict[int, PlatformLines] = {}
    for line in lines:
        platform = line.account.platform
        groups.setdefault(platform.pk, PlatformLines(platform)).lines.append(line)
    yield from groups.values()


def _metrics(request: HttpRequest, incident: Incident) -> str:
    if not incident.is_running and not incident.samples.exists():
        return ""
    samples = list(samples_of(incident)[:FEW])
    context = {"incident": incident, "picture": picture_of(incident), "samples": samples}
    return render_to_string("incidents/room/metrics.html", context, request)


def _evidence(request: HttpRequest, incident: Incident) -> str:
    files = EvidenceFile.objects.of_room(incident).select_related("added_by", "report").defer("sealed_key")
    context = {
        "incident": incident,
        "files": files[:SHOWN],
        "may_add": incident.is_open or incident.status == Status.CLOSED,
    }
    return render_to_string("incidents/room/evidence.html", context, request)


def hang_in() -> None:
    for slug, title, order, render in (
        ("decisions", pgettext_lazy("incident room", "Decisions"), 50, _decisions),
        ("freezing", pgettext_lazy("incident room", "Planned posts"), 60, _freezing),
        ("metrics", pgettext_lazy("incident room", "How loud it is"), 70, _metrics),
        ("evidence", pgettext_lazy("incident room", "Evidence"), 80, _evidence),
    ):
        room_part(RoomPart(slug=slug, title=title, order=order, render=render))
