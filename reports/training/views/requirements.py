"""What is required of whom: the list, one requirement, and making, changing and ending it."""

from calendar import monthrange
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people.permissions import of_visible_people
from accounts.people.views.access import only_for
from reports.dashboards.permissions import sees_people
from reports.dashboards.views.requests import today_of
from reports.training.forecasting import forecast
from reports.training.forms.requirements import RequirementForm, TermsForm
from reports.training.overview import line_of, overview
from reports.training.titles import course_titles
from reports.training.views.carrying_out import carried_out
from training.assignments.models import Requirement
from training.assignments.operations import change_requirement, end_requirement, require_course
from training.assignments.permissions import can_require
from training.courses.models import Course


@only_for(sees_people)
@require_safe
def list_requirements(request: HttpRequest) -> HttpResponse:
    language, within = request.user.language, of_visible_people(request.user)
    lines = overview(language, today_of(request), within)
    shown = {line.requirement.pk for line in lines}
    resting = list(Requirement.objects.exclude(pk__in=shown).select_related("course", "audience"))
    titles = course_titles({one.course for one in resting}, language)
    context = {
        "lines": lines,
        "resting": [(one, titles[one.course_id]) for one in resting],
        "may_require": can_require(request.user),
        "has_courses": bool(lines) or Course.objects.in_force().exists(),
    }
    return render(request, "training/hr/requirements.html", context)


@only_for(sees_people)
@require_safe
def show_requirement(request: HttpRequest, ref: UUID) -> HttpResponse:
    requirement = _requirement(ref)
    within = of_visible_people(request.user)
    line = line_of(requirement, request.user.language, today_of(request), within)
    context = {
        "line": line,
        "requirement": requirement,
        "expires": _last_day_of_a_year(requirement),
        "may_change": can_require(request.user) and requirement.ended_at is None,
    }
    return render(request, "training/hr/requirement.html", context)


@only_for(can_require)
@require_http_methods(["GET", "POST"])
def new_requirement(request: HttpRequest) -> HttpResponse:
    """Choose, see how many people it concerns, then confirm."""
    form = RequirementForm(request.POST or None, language=request.user.language)
    if request.method == "GET" or not form.is_valid():
        return _new(request, form)
    course, audience = form.course_chosen(), form.cleaned_data["audience"]
    if "confirm" in request.POST and form.was_seen:
        made = carried_out(
            request, form, require_course, course=course, audience=audience, terms=form.terms()
        )
        if made is not None:
            _say_how_many(request, made)
            return redirect("training:requirement-show", ref=made.ref)
        return _new(request, form)
    form.data = {**form.data.dict(), "seen": form.chosen}
    return _new(request, form, forecast=forecast(course, audience))


@only_for(can_require)
@require_http_methods(["GET", "POST"])
def edit_requirement(request: HttpRequest, ref: UUID) -> HttpResponse:
    requirement = _requirement(ref)
    form = TermsForm(request.POST or None, instance=_requirement(ref))
    if request.method == "POST" and form.is_valid():
        done = _("The requirement is changed. Proof that people have keeps its days.")
        facts = {"requirement": requirement, "terms": form.terms()}
        if carried_out(request, form, change_requirement, done, **facts) is not None:
            return redirect("training:requirement-show", ref=ref)
    context = {"form": form, "requirement": requirement, "title": _title(request, requirement)}
    return render(request, "training/hr/requirement_edit.html", context, status=422 if form.errors else 200)


@only_for(can_require)
@require_http_methods(["GET", "POST"])
def finish_requirement(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Say what ends, then end it."""
    requirement = _requirement(ref)
    if request.method == "POST":
        done = _("Nobody is held to this any more. Proof that people have stays.")
        carried_out(request, None, end_requirement, done, requirement=requirement)
        return redirect("training:requirement-show", ref=ref)
    context = {
        "requirement": requirement,
        "title": _title(request, requirement),
        "open": requirement.assignments.open().count(),
    }
    return render(request, "training/hr/requirement_end.html", context)


def _new(request: HttpRequest, form: RequirementForm, **facts: Any) -> HttpResponse:
    context = {"form": form, "has_courses": len(form.fields["course"].choices) > 1, **facts}
    return render(request, "training/hr/requirement_new.html", context, status=422 if form.errors else 200)


def _say_how_many(request: HttpRequest, made: Requirement) -> None:
    n = made.assignments.open().count()
    said = ngettext("One person now has to do this course.", "%(n)s people now have to do this course.", n)
    messages.success(request, said % {"n": n})


def _requirement(ref: UUID) -> Requirement:
    related = ("course__current", "audience", "made_by", "ended_by")
    return get_object_or_404(Requirement.objects.select_related(*related), ref=ref)


def _last_day_of_a_year(requirement: Requirement) -> date:
    """The day and the month, in a year that has a 29 February."""
    month = requirement.expires_month
    return date(2000, month, min(requirement.expires_day, monthrange(2000, month)[1]))


def _title(request: HttpRequest, requirement: Requirement) -> str:
    return course_titles([requirement.course], request.user.language)[requirement.course_id]
