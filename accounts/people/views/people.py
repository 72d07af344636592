"""Everybody who works here, for HR and system admins."""

from collections.abc import Iterable
from copy import copy
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.choices import Role
from accounts.people.forms import AbsenceForm, LeaveForm, PeopleFilterForm, PersonForm, RoleForm
from accounts.people.history import history_of
from accounts.people.models import Audience, Employee, RoleHolding
from accounts.people.operations.details import ChangedMeanwhile, change_details, note_look
from accounts.people.operations.lifecycle import hire
from accounts.people.permissions import (
    can_give_roles,
    can_manage_people,
    can_reset_sign_in,
    can_see_person,
    can_see_planned_leaving,
)
from accounts.people.querysets import EmployeeQuerySet
from accounts.people.registry import Duty, duties_of, people_files_for
from accounts.people.views.access import only_for

PAGE = 50
COUNT_UP_TO = 1000


@only_for(can_manage_people)
@require_GET
def list_people(request: HttpRequest) -> HttpResponse:
    """By name, a page at a time; the count is capped so that it costs the same with 100 000 people."""
    form = PeopleFilterForm(request.GET or None)
    people = form.narrow(Employee.objects.manageable_by(request.user))
    rows = list(_from_here(request, people).select_related("department", "location")[: PAGE + 1])
    shown = rows[:PAGE]
    count = people.order_by()[: COUNT_UP_TO + 1].count()
    context = {
        "form": form,
        "people": shown,
        "count": min(count, COUNT_UP_TO),
        "is_capped": count > COUNT_UP_TO,
        "files": people_files_for(request.user),
        "query": _address(request, after=None),
        "next": _address(request, after=shown[-1]) if len(rows) > PAGE else "",
        "first": _address(request, after=None) if request.GET.get("after") else "",
    }
    return render(request, "people/people/list.html", context)


@only_for(can_manage_people)
@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        person = hire(by=request.user, **form.cleaned_data)
        messages.success(request, _said("added", person))
        return redirect("people:person-show", ref=person.ref)
    return render(request, "people/people/edit.html", {"form": form})


@only_for(can_manage_people)
@require_http_methods(["GET", "POST"])
def edit_person(request: HttpRequest, ref: UUID) -> HttpResponse:
    person = get_object_or_404(Employee.objects.manageable_by(request.user), ref=ref)
    form = PersonForm(request.POST or None, instance=person, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            change_details(person=person, by=request.user, **form.cleaned_data)
            messages.success(request, _said("changed", person))
            return redirect("people:person-show", ref=ref)
        except ChangedMeanwhile as refusal:
            form.show_what_is_stored(Employee.objects.get(pk=person.pk))
            form.add_error(None, str(refusal.message))
    return render(request, "people/people/edit.html", {"form": form, "person": Employee.objects.get(ref=ref)})


@only_for(can_manage_people)
@require_GET
def show_person(request: HttpRequest, ref: UUID) -> HttpResponse:
    context = person_context(request, ref)
    note_look(person=context["person"], by=request.user)
    return render(request, "people/people/show.html", context)


def person_context(request: HttpRequest, ref: UUID, **more: Any) -> dict[str, Any]:
    """What the page of one person shows; `more` holds forms that came back with errors."""
    related = ("department", "location", "entity", "manager", "deputy", "sponsor")
    people = Employee.objects.manageable_by(request.user).select_related(*related)
    person = get_object_or_404(people, ref=ref)
    return {
        "person": person,
        "duties": _duties(person, request.user) if can_see_person(request.user, person) else None,
        "chapters": history_of(person),
        "audiences": Audience.objects.filter(members__employee=person),
        "holdings": in_order(person.holdings.select_related("entity", "department", "rule")),
        "proposals": person.role_proposals.waiting().select_related("proposed_by", "entity", "department"),
        "role_form": RoleForm(),
        "may_give_roles": can_give_roles(request.user) and person != request.user,
        "may_reset": can_reset_sign_in(request.user, person),
        "sees_leaving": can_see_planned_leaving(request.user),
        "absences": person.absences.order_by("-first_day")[:20],
        "absence_form": AbsenceForm(),
        "leave_form": LeaveForm(),
        "invitation": person.invitations.filter(used_at=None, withdrawn_at=None)
        .order_by("-invited_at")
        .first(),
        **more,
    }


def _duties(person: Employee, reader: Employee) -> list[Duty]:
    """What somebody owes, called as in the language of whoever looks."""
    shown = copy(person)
    shown.language = reader.language
    return duties_of(shown)


def in_order(holdings: Iterable[RoleHolding]) -> list[RoleHolding]:
    """As the roles are listed everywhere, one role's parts by name."""
    slugs = list(Role.values)
    return sorted(holdings, key=lambda held: (slugs.index(held.role), held.part))


def _from_here(request: HttpRequest, people: EmployeeQuerySet) -> EmployeeQuerySet:
    """The page behind the person named in the address; an unknown one starts from the top."""
    try:
        last = Employee.objects.filter(ref=UUID(request.GET.get("after", ""))).only("name", "pk").first()
    except ValueError:
        return people
    return people.after(last.name, last.pk) if last else people


def _address(request: HttpRequest, *, after: Employee | None) -> str:
    query = {name: value for name, value in request.GET.items() if name != "after" and value}
    if after:
        query["after"] = str(after.ref)
    return f"?{urlencode(query)}"


def _said(what: str, person: Employee) -> str:
    from django.utils.translation import gettext

    sentences = {
        "added": gettext("%(name)s has been added. Next, send the invitation."),
        "changed": gettext("The details of %(name)s have been changed."),
    }
    return sentences[what] % {"name": person.name}
