"""What HR does with somebody's courses: each act a page of its own, with a reason."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from accounts.people.models import Employee
from accounts.people.permissions import of_visible_people
from accounts.people.views.access import only_for
from reports.dashboards.forms import ExtendForm
from reports.dashboards.permissions import sees_people
from reports.dashboards.uploads import ScanHandler, with_scan
from reports.dashboards.views.requests import today_of
from reports.training.forms.acts import EquivalentForm, ReasonForm
from reports.training.standing import standing_on
from reports.training.titles import course_titles
from reports.training.views.carrying_out import carried_out
from training.assignments.models import Assignment, Completion
from training.assignments.operations import exempt, extend_deadline, record_equivalent, revoke_completion
from training.courses.models import Course
from training.courses.operations.attempts import give_extra_attempt


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def exempt_person(request: HttpRequest, ref: UUID) -> HttpResponse:
    duty, form = _duty(request, ref), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("%(name)s need not do this course.") % {"name": duty.employee.name}
        if carried_out(request, form, exempt, done, assignment=duty, **form.cleaned_data) is not None:
            return back_to(duty.employee)
    return _about(
        request, duty, form, title=_("Exempt from this course"), button=pgettext("action", "Exempt")
    )


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def extend_assignment(request: HttpRequest, ref: UUID) -> HttpResponse:
    duty, form = _duty(request, ref), ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("%(name)s has more time now.") % {"name": duty.employee.name}
        if (
            carried_out(request, form, extend_deadline, done, assignment=duty, **form.cleaned_data)
            is not None
        ):
            return back_to(duty.employee)
    return _about(request, duty, form, title=_("Give more time"), button=_("Extend the deadline"))


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def give_attempt(request: HttpRequest, ref: UUID) -> HttpResponse:
    """How many attempts were used is between the person and the course (T6)."""
    duty, form = _duty(request, ref), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("%(name)s has one more attempt.") % {"name": duty.employee.name}
        facts = {"person": duty.employee, "course": duty.course, **form.cleaned_data}
        if carried_out(request, form, give_extra_attempt, done, **facts) is not None:
            return back_to(duty.employee)
    return _about(request, duty, form, title=_("Give one more attempt"), button=_("Give the attempt"))


@with_scan
@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def record_evidence(request: HttpRequest, ref: UUID, uploads: ScanHandler) -> HttpResponse:
    """Proof from elsewhere; it counts once a second person has looked at the file."""
    duty = _duty(request, ref)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EquivalentForm(*posted, was_too_large=uploads.was_too_large)
    if posted and form.is_valid():
        data, done = form.cleaned_data, _("It is on record. It counts once a second person has accepted it.")
        facts = {"file": data["file"].read(), "file_name": data["file"].name}
        facts |= {name: data[name] for name in ("done_on", "note")}
        if carried_out(request, form, record_equivalent, done, assignment=duty, **facts) is not None:
            return back_to(duty.employee)
    words = {"title": _("Record equivalent evidence"), "button": pgettext("action", "Record")}
    return _about(request, duty, form, files=True, **words)


@only_for(sees_people)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Take back what was recorded by mistake; what counted until today did count (T2)."""
    completion, form = _completion(request, ref), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("This proof counts no longer. If the course is still required, it has to be done again.")
        if (
            carried_out(request, form, revoke_completion, done, completion=completion, **form.cleaned_data)
            is not None
        ):
            return back_to(completion.employee)
    words = {"title": _("Recorded by mistake"), "button": _("Take the proof back"), "is_danger": True}
    return _page(request, completion.employee, completion.course, form, completion=completion, **words)


def back_to(person: Employee) -> HttpResponse:
    return redirect(f"{reverse('dashboards:person-show', args=[person.ref])}#training")


def _about(request: HttpRequest, duty: Assignment, form: Form, **words: Any) -> HttpResponse:
    facts = {"duty": duty, "standing": standing_on(duty, today_of(request)), **words}
    return _page(request, duty.employee, duty.course, form, **facts)


def _page(request: HttpRequest, person: Employee, course: Course, form: Form, **facts: Any) -> HttpResponse:
    title = course_titles([course], request.user.language)[course.pk]
    context = {"person": person, "course_title": title, "form": form, **facts}
    return render(request, "training/hr/act.html", context, status=422 if form.errors else 200)


def _duty(request: HttpRequest, ref: UUID) -> Assignment:
    visible = Assignment.objects.filter(of_visible_people(request.user))
    related = ("employee__location", "employee__department", "course__current", "requirement__audience")
    return get_object_or_404(visible.select_related(*related), ref=ref)


def _completion(request: HttpRequest, ref: UUID) -> Completion:
    visible = Completion.objects.filter(of_visible_people(request.user))
    related = ("employee__location", "employee__department", "course__current", "version")
    return get_object_or_404(visible.select_related(*related), ref=ref)
