"""What can be done with one person: each act is a POST and leads back to the person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.people.choices import Role
from accounts.people.forms import AbsenceForm, LeaveForm, RoleForm
from accounts.people.models import Employee
from accounts.people.operations import invitations, lifecycle, roles
from accounts.people.operations.sign_in import reset_sign_in
from accounts.people.permissions import can_give_roles, can_manage_people, require_recent
from accounts.people.views.access import attempt, only_for
from accounts.people.views.people import person_context
from portal.audit.rules import RuleBroken


@only_for(can_manage_people)
@require_POST
def invite(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the link this once; the mail goes out by itself to who has an address."""
    person = _person(request, ref)
    try:
        token = invitations.invite(person=person, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return _back(ref)
    if person.email and person.role_slugs:
        # Whoever saw the link of a role holder could sign in as them.
        messages.success(request, _("The invitation is on its way by mail."))
        return _back(ref)
    link = request.build_absolute_uri(reverse("people:invitation-accept", args=[token]))
    return render(request, "people/people/show.html", person_context(request, ref, link=link))


@only_for(can_manage_people)
@require_POST
def reset(request: HttpRequest, ref: UUID) -> HttpResponse:
    """For whoever lost password or factor: both go, and a new invitation is due."""
    require_recent(request)
    attempt(
        request, reset_sign_in, _("Password and second factors are removed."), person=_person(request, ref)
    )
    return _back(ref)


@only_for(can_manage_people)
@require_POST
def send_on_leave(request: HttpRequest, ref: UUID) -> HttpResponse:
    attempt(
        request,
        lifecycle.send_on_leave,
        _("The leave is noted; deadlines pause."),
        person=_person(request, ref),
    )
    return _back(ref)


@only_for(can_manage_people)
@require_POST
def return_from_leave(request: HttpRequest, ref: UUID) -> HttpResponse:
    attempt(request, lifecycle.return_from_leave, _("The return is noted."), person=_person(request, ref))
    return _back(ref)


@only_for(can_manage_people)
@require_POST
def leave(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Sign-in ends at once."""
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return _again(request, ref, leave_form=form)
    done = _("The leaving is noted; sign-in has ended.")
    attempt(request, lifecycle.leave, done, person=_person(request, ref), on=form.cleaned_data["on"])
    return _back(ref)


@only_for(can_manage_people)
@require_POST
def bring_back(request: HttpRequest, ref: UUID) -> HttpResponse:
    attempt(
        request,
        lifecycle.bring_back,
        _("Welcome back. Next, send the invitation."),
        person=_person(request, ref),
    )
    return _back(ref)


@only_for(can_manage_people)
@require_POST
def record_absence(request: HttpRequest, ref: UUID) -> HttpResponse:
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return _again(request, ref, absence_form=form)
    done = _("The absence is noted; deadlines pause.")
    attempt(request, lifecycle.record_absence, done, person=_person(request, ref), **form.cleaned_data)
    return _back(ref)


@only_for(can_give_roles)
@require_POST
def give_role(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Give a role, or propose it where another system admin has to confirm."""
    require_recent(request)
    person, form = _person(request, ref), RoleForm(request.POST)
    if not form.is_valid():
        return _again(request, ref, role_form=form)
    try:
        proposal = roles.give_role(person=person, by=request.user, **form.cleaned_data)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return _back(ref)
    if proposal:
        messages.info(request, _("Proposed. Another system admin has to confirm the role."))
    else:
        messages.success(request, _("The role is given; the person signs in again."))
    return _back(ref)


@only_for(can_give_roles)
@require_POST
def take_role(request: HttpRequest, ref: UUID) -> HttpResponse:
    require_recent(request)
    person, role = _person(request, ref), request.POST.get("role", "")
    if role in Role.values:
        done = _("The role is taken; the person signs in again.")
        attempt(request, roles.take_role, done, person=person, role=Role(role))
    return _back(ref)


def _person(request: HttpRequest, ref: UUID) -> Employee:
    return get_object_or_404(Employee.objects.manageable_by(request.user), ref=ref)


def _back(ref: UUID) -> HttpResponse:
    return redirect("people:person-show", ref=ref)


def _again(request: HttpRequest, ref: UUID, **forms: Any) -> HttpResponse:
    return render(request, "people/people/show.html", person_context(request, ref, **forms), status=422)
