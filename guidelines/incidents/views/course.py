"""How an incident goes on: started, another level, calmer, ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people.views.access import attempt, only_for
from guidelines.incidents import reading
from guidelines.incidents.choices import Status
from guidelines.incidents.forms.course import LevelForm, MergeForm, ReasonForm, StartForm, TitleForm
from guidelines.incidents.models import Incident, LevelChange
from guidelines.incidents.operations import (
    cancel_incident,
    change_status,
    close_incident,
    declare_level,
    merge_incident,
    rename,
    set_confidential,
    start_incident,
    take_on,
)
from guidelines.incidents.permissions import can_lead, can_start, may_enter_some
from guidelines.incidents.rooms import Room, room_of
from guidelines.incidents.rules import LevelChangedMeanwhile
from guidelines.incidents.views.entering import address_of, carried_out, entered
from guidelines.incidents.views.rooms import shown
from portal.audit.rules import RuleBroken

ACTS: dict[str, tuple[Any, dict[str, Any], Any]] = {
    "take-on": (take_on, {}, gettext_lazy("You are looking into it. Everybody inside sees that.")),
    "calm": (change_status, {"status": Status.STABILISED}, gettext_lazy("Noted: it is calming down.")),
    "again": (change_status, {"status": Status.ACTIVE}, gettext_lazy("It is running again.")),
    "confidential": (
        set_confidential,
        {"is_confidential": True},
        gettext_lazy("Only those named under “Who is inside” can enter now."),
    ),
    "not-confidential": (
        set_confidential,
        {"is_confidential": False},
        gettext_lazy("Crisis leads and whoever the playbook names can enter now."),
    ),
}


@only_for(may_enter_some)
@require_POST
def act(request: HttpRequest, ref: UUID, act: str) -> HttpResponse:
    incident = entered(request, ref=ref)
    if act not in ACTS:
        raise Http404
    operation, facts, done = ACTS[act]
    return carried_out(request, incident, operation, done, incident=incident, **facts)


@only_for(may_enter_some)
@require_POST
def start(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Everything in one step (I1); a form that does not do comes back with the room around it."""
    incident = entered(request, ref=ref)
    works = reading.playbooks()
    work = next((one for one in works if one.slug == request.POST.get("playbook")), None)
    form = StartForm(request.POST, work=work, language=request.user.language)
    if not form.is_valid():
        return shown(request, incident, status=422)
    facts = {name: form.cleaned_data[name] for name in ("social", "media", "reason")}
    facts |= {"incident": incident, "edition": form.edition}
    done = _("The incident is running, and you lead it.")
    return carried_out(request, incident, start_incident, done, **facts)


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def level(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Another level. Who comes second sees what the first one declared, and decides again."""
    incident = entered(request, ref=ref)
    if not (incident.is_running and can_lead(request.user, incident)):
        raise Http404
    room = room_of(incident, request.user)
    newest = room.levels[0] if room.levels else None
    form = LevelForm(
        request.POST or None,
        plan=room.plan,
        initial={"social": incident.social, "media": incident.media},
    )
    meanwhile: LevelChange | None = None
    if request.method == "POST" and form.is_valid():
        base = int(text) if (text := request.POST.get("base", "")).isdecimal() else 0
        try:
            declare_level(incident=incident, base=base, by=request.user, **form.cleaned_data)
            messages.success(request, _("The level is declared."))
            return redirect(address_of(incident))
        except LevelChangedMeanwhile as refusal:
            meanwhile = newest = refusal.change
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
    context = {
        "incident": incident,
        "room": room,
        "form": form,
        "base": newest.pk if newest else 0,
        "meanwhile": meanwhile,
    }
    return render(request, "incidents/acts/level.html", context)


ENDS = {"close": close_incident, "cancel": cancel_incident}


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Close it, find it to be none, or the same as another one."""
    incident = entered(request, ref=ref)
    room = room_of(incident, request.user)
    if not incident.is_open or not (room.may_lead or room.may_start):
        raise Http404
    if request.method == "POST" and _ended(request, incident):
        return redirect(address_of(incident))
    return render(request, "incidents/acts/end.html", _ends(request, room))


def _ended(request: HttpRequest, incident: Incident) -> bool:
    how = request.POST.get("how", "")
    if how == "merge":
        form = MergeForm(request.POST, incident=incident, person=request.user)
        done = _("Merged. Everything goes on in the other incident.")
        return form.is_valid() and attempt(
            request, merge_incident, done, incident=incident, into=form.cleaned_data["into"]
        )
    if how not in ENDS:
        messages.error(request, _("Please choose how it ends."))
        return False
    reason = request.POST.get("reason", "")[:2000]
    return attempt(request, ENDS[how], _("The incident has ended."), incident=incident, reason=reason)


def _ends(request: HttpRequest, room: Room) -> dict[str, Any]:
    incident = room.incident
    merge = MergeForm(request.POST or None, incident=incident, person=request.user)
    said = {"reason": request.POST.get("reason", "")}
    return {
        "incident": incident,
        "room": room,
        "may_close": incident.is_running and room.may_lead,
        "may_cancel": can_start(request.user, incident),
        "reason_to_close": ReasonForm(is_needed=bool(room.unfinished), auto_id="close_%s", initial=said),
        "reason_to_cancel": ReasonForm(is_needed=True, auto_id="cancel_%s", initial=said),
        "merge": merge if merge.fields["into"].queryset.exists() else None,
    }


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A title that says what it is about, for lists and alarms."""
    incident = entered(request, ref=ref)
    if not can_lead(request.user, incident):
        raise Http404
    form = TitleForm(request.POST or None, initial={"title": incident.title})
    if request.method == "POST" and form.is_valid():
        return carried_out(request, incident, rename, _("Saved."), incident=incident, **form.cleaned_data)
    context = {"incident": incident, "form": form, "heading": _("Title"), "button": _("Save")}
    return render(request, "incidents/acts/form.html", context)
