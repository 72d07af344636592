"""The review of one incident: how it went, what was found, what follows."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.views.access import attempt, only_for
from guidelines.incidents.models import Incident
from guidelines.incidents.permissions import may_enter_some
from guidelines.incidents.views.entering import entered
from guidelines.reviews.dossier.layout import span
from guidelines.reviews.figures import first_response, time_in_level
from guidelines.reviews.forms import ActionForm, FindingForm, ReviewForm
from guidelines.reviews.models import Finding, Review
from guidelines.reviews.operations import (
    add_action,
    add_finding,
    close_review,
    leave_it,
    write_review,
)
from guidelines.reviews.permissions import can_close_review
from guidelines.statements.models import Statement


@only_for(may_enter_some)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Figures, what went well and badly, findings with their actions."""
    incident = entered(request, ref=ref)
    found = get_object_or_404(Review, incident=incident)
    form = ReviewForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("held_on", "went_well", "went_badly")}
        if attempt(request, write_review, _("Saved."), review=found, **facts):
            return redirect("reviews:review-show", incident.ref)
    return _page(request, incident, found, form)


@only_for(may_enter_some)
@require_POST
def find(request: HttpRequest, ref: UUID) -> HttpResponse:
    incident = entered(request, ref=ref)
    found = get_object_or_404(Review, incident=incident)
    attempt(request, add_finding, _("Noted."), review=found, text=request.POST.get("text", ""))
    return redirect("reviews:review-show", incident.ref)


@only_for(may_enter_some)
@require_POST
def act_on(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Give somebody something to do about a finding."""
    finding, incident = _finding(request, ref)
    form = ActionForm(request.POST, people=_people(incident))
    if form.is_valid():
        done = _("The action is theirs; they have been told.")
        attempt(request, add_action, done, finding=finding, **form.cleaned_data)
        return redirect("reviews:review-show", incident.ref)
    return _page(
        request, incident, finding.review, ReviewForm(instance=finding.review), failed=(finding, form)
    )


@only_for(may_enter_some)
@require_POST
def leave(request: HttpRequest, ref: UUID) -> HttpResponse:
    finding, incident = _finding(request, ref)
    attempt(request, leave_it, _("Noted."), finding=finding, reason=request.POST.get("reason", ""))
    return redirect("reviews:review-show", incident.ref)


@only_for(may_enter_some)
@require_POST
def close(request: HttpRequest, ref: UUID) -> HttpResponse:
    incident = entered(request, ref=ref)
    found = get_object_or_404(Review, incident=incident)
    done = _("The review is closed. Its actions go on until they are done.")
    attempt(request, close_review, done, review=found)
    return redirect("reviews:review-show", incident.ref)


def _finding(request: HttpRequest, ref: UUID) -> tuple[Finding, Incident]:
    finding = get_object_or_404(Finding.objects.select_related("review__incident"), ref=ref)
    return finding, entered(request, pk=finding.review.incident_id)


def _people(incident: Incident) -> QuerySet[Employee]:
    """Those who were in the room, the editors, and the crisis leads."""
    inside = Q(incident_roles__incident=incident) | Q(incident_memberships__incident=incident)
    asked = Q(groups__name__in=[Role.CRISIS_LEAD.value, Role.EDITOR.value, Role.APPROVER.value])
    able = Employee.objects.who_may_sign_in().filter(inside | asked)
    return Employee.objects.filter(pk__in=able.values("pk")).order_by("name")


def _page(
    request: HttpRequest,
    incident: Incident,
    found: Review,
    form: ReviewForm,
    failed: tuple[Finding, ActionForm] | None = None,
) -> HttpResponse:
    people = _people(incident)
    findings = found.findings.select_related("found_by").prefetch_related("actions__owner")
    context = {
        "incident": incident,
        "review": found,
        "form": form,
        "finding_form": FindingForm(),
        "findings": [
            {
                "finding": one,
                "form": failed[1] if failed and failed[0].pk == one.pk else ActionForm(people=people),
                "has_failed": bool(failed and failed[0].pk == one.pk),
            }
            for one in findings
        ],
        "figures": _figures(incident),
        "can_close": can_close_review(request.user, found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reviews/review.html", context, status=status)


def _figures(incident: Incident) -> dict[str, Any]:
    levels = [(one.declared_at, max(one.social, one.media)) for one in incident.levels.all()]
    until = incident.ended_at or incident.opened_at
    published = Statement.objects.filter(incident=incident).public().values_list("published_at", flat=True)
    response = first_response(incident.opened_at, list(published))
    return {
        "first_response": span(int(response.total_seconds())) if response is not None else "",
        "levels": [
            (level, span(int(lasted.total_seconds())))
            for level, lasted in time_in_level(levels, until).items()
        ],
    }
