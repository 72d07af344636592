"""Where people work: locations, employers, departments. Short lists, for system admins."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.choices import EMPLOYED
from accounts.people.forms import DepartmentForm, EntityForm, LocationForm
from accounts.people.models import Audience, Department, Entity, Location
from accounts.people.operations.organisation import (
    add_department,
    change_department,
    save_entity,
    save_location,
)
from accounts.people.permissions import can_manage_organisation
from accounts.people.views.access import only_for

WORKING = Count("people", filter=Q(people__status__in=EMPLOYED))


@only_for(can_manage_organisation)
@require_GET
def show_organisation(request: HttpRequest) -> HttpResponse:
    context = {
        "locations": Location.objects.annotate(count=WORKING),
        "entities": Entity.objects.annotate(count=WORKING),
        "departments": Department.objects.annotate(count=WORKING).order_by("path"),
        "audiences": Audience.objects.annotate(count=Count("members")),
    }
    return render(request, "people/organisation/show.html", context)


@only_for(can_manage_organisation)
@require_http_methods(["GET", "POST"])
def edit_location(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    location = get_object_or_404(Location, ref=ref) if ref else Location()
    form = LocationForm(request.POST or None, instance=location)
    if request.method == "POST" and form.is_valid():
        save_location(location=form.instance, by=request.user)
        return _saved(request)
    return _form(request, form, _("Location"))


@only_for(can_manage_organisation)
@require_http_methods(["GET", "POST"])
def edit_entity(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    entity = get_object_or_404(Entity, ref=ref) if ref else Entity()
    form = EntityForm(request.POST or None, instance=entity)
    if request.method == "POST" and form.is_valid():
        save_entity(entity=form.instance, by=request.user)
        return _saved(request)
    return _form(request, form, _("Entity"))


@only_for(can_manage_organisation)
@require_http_methods(["GET", "POST"])
def edit_department(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    department = get_object_or_404(Department, ref=ref) if ref else None
    initial = _facts(department) if department else None
    form = DepartmentForm(request.POST or None, initial=initial, department=department)
    if request.method == "POST" and form.is_valid():
        if department:
            change_department(department=department, by=request.user, **form.cleaned_data)
        else:
            add_department(by=request.user, **form.cleaned_data)
        return _saved(request)
    return _form(request, form, _("Department"))


def _facts(department: Department) -> dict[str, Any]:
    names = department.other_names.values_list("name", flat=True)
    return {"name": department.name, "parent": department.get_parent(), "other_names": "\n".join(names)}


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("people:organisation-show")


def _form(request: HttpRequest, form: ModelForm | Any, noun: Any) -> HttpResponse:
    return render(request, "people/organisation/edit.html", {"form": form, "noun": noun})
