"""Audiences: the rule, how many it meets right now, and why somebody is in."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.people.forms import AudienceForm, ClauseFormSet, PersonField
from accounts.people.models import Audience, AudienceClause, Employee
from accounts.people.operations.audiences import define_audience, matching
from accounts.people.permissions import can_manage_organisation
from accounts.people.views.access import only_for


class WhyForm(forms.Form):
    who = PersonField(label=_("Person"))


@only_for(can_manage_organisation)
@require_http_methods(["GET", "POST"])
def edit_audience(request: HttpRequest, ref: UUID | None = None) -> HttpResponse:
    """Save the rule, or only count whom it would meet (button "Count")."""
    audience = get_object_or_404(Audience, ref=ref) if ref else None
    stored = audience.clauses.order_by("pk") if audience else AudienceClause.objects.none()
    form = AudienceForm(request.POST or None, initial={"name": audience.name} if audience else None)
    clauses = ClauseFormSet(request.POST or None, queryset=stored, prefix="clause")
    count = None
    if request.method == "POST" and form.is_valid() and clauses.is_valid():
        if "count" not in request.POST:
            return _save(request, form, clauses, audience)
        count = count_of(clauses.facts())
    context = {
        "form": form,
        "clauses": clauses,
        "audience": audience,
        "count": count,
        **_why(request, audience),
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "people/organisation/audience_count.html", context)
    return render(request, "people/organisation/audience.html", context)


def count_of(clauses: list[dict[str, Any]]) -> int:
    """How many people a rule meets that is not stored yet."""
    return Employee.objects.filter(matching(AudienceClause(**facts) for facts in clauses)).count()


def _save(request: HttpRequest, form: AudienceForm, clauses: Any, audience: Audience | None) -> HttpResponse:
    slug = audience.slug if audience else form.slug()
    saved = define_audience(
        slug=slug, name=form.cleaned_data["name"], clauses=clauses.facts(), by=request.user
    )
    messages.success(request, _("Saved. Members and duties are up to date."))
    return redirect("people:audience-edit", ref=saved.ref)


def _why(request: HttpRequest, audience: Audience | None) -> dict[str, Any]:
    """The history of one person in this audience."""
    if audience is None:
        return {}
    form = WhyForm(request.GET if "who" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        return {"why_form": form}
    person = form.cleaned_data["who"]
    return {
        "why_form": form,
        "who": person,
        "is_member": audience.members.filter(employee=person).exists(),
        "entries": audience.entries.filter(employee=person).order_by("-at", "-pk"),
    }
