"""Roles and tasks, from the room and on pages of their own."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people.views.access import only_for
from guidelines.incidents.choices import TaskState
from guidelines.incidents.forms.work import HandOverForm, SettleForm, TaskForm, WhoForm
from guidelines.incidents.models import IncidentTask, RoleTaken
from guidelines.incidents.operations import (
    add_task,
    assign_task,
    give_back,
    hand_over,
    settle_task,
    take_role,
)
from guidelines.incidents.permissions import may_enter_some
from guidelines.incidents.reading import role_name
from guidelines.incidents.rooms import room_of
from guidelines.incidents.views.entering import carried_out, entered


@only_for(may_enter_some)
@require_POST
def take(request: HttpRequest, ref: UUID, role: str) -> HttpResponse:
    incident = entered(request, ref=ref)
    done = _("The role is yours.")
    return carried_out(request, incident, take_role, done, incident=incident, role=role, region="roles")


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Hand a role over, with what the next person has to know."""
    taken = _taken(request, ref)
    incident = taken.incident
    form = HandOverForm(request.POST or None, incident=incident)
    if request.method == "POST" and form.is_valid():
        facts = {"taken": taken, "to": form.cleaned_data["who"], "note": form.cleaned_data["note"]}
        return carried_out(request, incident, hand_over, _("Handed over."), region="roles", **facts)
    role = role_name(incident, taken.role)
    heading = pgettext("incident role", "Hand over: {role}").format(role=role)
    context = {"incident": incident, "form": form, "heading": heading, "button": _("Hand over")}
    return render(request, "incidents/acts/form.html", context)


@only_for(may_enter_some)
@require_POST
def let_go(request: HttpRequest, ref: UUID) -> HttpResponse:
    taken = _taken(request, ref)
    done = _("The role is free.")
    return carried_out(request, taken.incident, give_back, done, taken=taken, region="roles")


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ref: UUID) -> HttpResponse:
    incident = entered(request, ref=ref)
    if not incident.is_open:
        raise Http404
    form = TaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        facts = {
            "incident": incident,
            "title": said["title"],
            "due_at": timezone.now() + timedelta(minutes=said["minutes"]) if said["minutes"] else None,
            "assignee": request.user if said["is_mine"] else None,
            "is_mandatory": said["is_mandatory"],
        }
        return carried_out(
            request, incident, add_task, _("The task is on the list."), region="tasks", **facts
        )
    context = {"incident": incident, "form": form, "heading": _("New task"), "button": _("Add the task")}
    return render(request, "incidents/acts/form.html", context)


@only_for(may_enter_some)
@require_http_methods(["GET", "POST"])
def show_task(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What is to be done, how, by whom; settle it here."""
    task = _task(request, ref)
    incident = task.incident
    form = SettleForm(request.POST or None, incident=incident)
    if request.method == "POST" and form.is_valid():
        state = TaskState.DROPPED if request.POST.get("state") == "dropped" else TaskState.DONE
        done = _("Done.") if state == TaskState.DONE else _("Dropped.")
        facts = {"task": task, "state": state, "region": "tasks", **form.cleaned_data}
        return carried_out(request, incident, settle_task, done, **facts)
    room = room_of(incident, request.user)
    context = {
        "incident": incident,
        "room": room,
        "line": room.line_of(task),
        "form": form,
        "who": WhoForm(incident=incident) if task.state == TaskState.OPEN else None,
    }
    return render(request, "incidents/acts/task.html", context)


@only_for(may_enter_some)
@require_POST
def settle(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Done, in one tap from the room."""
    task = _task(request, ref)
    facts = {"task": task, "state": TaskState.DONE, "region": "tasks"}
    return carried_out(request, task.incident, settle_task, _("Done."), **facts)


@only_for(may_enter_some)
@require_POST
def assign(request: HttpRequest, ref: UUID) -> HttpResponse:
    """To oneself in one tap, or to somebody chosen on the task's page."""
    task = _task(request, ref)
    to = request.user
    if "person" in request.POST or "other" in request.POST:
        form = WhoForm(request.POST, incident=task.incident)
        if not form.is_valid():
            context = {
                "incident": task.incident,
                "form": form,
                "heading": _("Give the task to"),
                "button": _("Give it to them"),
            }
            return render(request, "incidents/acts/form.html", context, status=422)
        to = form.cleaned_data["who"]
    done = _("It is yours now.") if to == request.user else _("The task has been given on.")
    return carried_out(request, task.incident, assign_task, done, task=task, to=to, region="tasks")


def _task(request: HttpRequest, ref: UUID) -> IncidentTask:
    task = get_object_or_404(IncidentTask.objects.select_related("assignee", "settled_by"), ref=ref)
    task.incident = entered(request, pk=task.incident_id)
    return task


def _taken(request: HttpRequest, ref: UUID) -> RoleTaken:
    taken = get_object_or_404(RoleTaken, ref=ref)
    taken.incident = entered(request, pk=taken.incident_id)
    return taken
