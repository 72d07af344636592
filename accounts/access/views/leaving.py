"""Departures: what one would mean, what one meant, and those that wait for somebody to look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access.choices import LeaverKind, LeaverState
from accounts.access.leaving import Line, Progress, forecast, lines_of, progress_of
from accounts.access.models import LeaverRun
from accounts.access.operations.leaving import release_run
from accounts.access.permissions import can_forecast, can_release_leavers, can_see_leaver_runs
from accounts.access.printing import leaver_pdf
from accounts.people.choices import EMPLOYED
from accounts.people.forms.fields import PersonField
from accounts.people.models import Employee
from accounts.people.operations import leave
from accounts.people.permissions import can_see_planned_leaving
from accounts.people.views.access import attempt, only_for
from accounts.register.choices import RouteKind
from accounts.register.models import CorporateAccount
from portal.audit.rules import RuleBroken
from portal.documents.failures import DocumentError
from portal.keys.sealing import SealKeyProblem

PAGE = 50


class WhoForm(forms.Form):
    """Whose departure to think through."""

    person = PersonField(label=gettext_lazy("Who might leave?"))


@dataclass(frozen=True)
class Shown:
    account: CorporateAccount | None
    what: str
    progress: Progress | None


@dataclass(frozen=True)
class Group:
    kind: LeaverKind
    lines: list[Shown]


@only_for(lambda person: can_see_leaver_runs(person) or can_see_planned_leaving(person))
@require_GET
def list_runs(request: HttpRequest) -> HttpResponse:
    person = request.user
    may_forecast = can_see_planned_leaving(person)
    form = WhoForm(request.GET if "person" in request.GET else None)
    if may_forecast and form.is_bound and form.is_valid():
        who = form.cleaned_data["person"]
        if can_forecast(person, who):
            return redirect("access:leaver-forecast", ref=who.ref)
        # Whom the role does not reach is as if nobody were found.
        form.add_error("person", form.fields["person"].error_messages["unknown"])
    runs = LeaverRun.objects.visible_to(person).select_related("person").order_by("-pk")
    context = {
        "form": form,
        "may_forecast": may_forecast,
        "held": runs.held(),
        "may_release": can_release_leavers(person),
        "page": Paginator(runs.exclude(state=LeaverState.HELD), PAGE).get_page(request.GET.get("page")),
        "query": {},
    }
    return render(request, "access/leaving/list.html", context)


@only_for(can_see_leaver_runs)
@require_GET
def show_run(request: HttpRequest, ref: UUID) -> HttpResponse:
    run = get_object_or_404(LeaverRun.objects.visible_to(request.user).select_related("person"), ref=ref)
    groups = grouped(lines_of(run), _followed(run, request.user))
    followed = [line.progress for group in groups for line in group.lines if line.progress]
    context = {
        "run": run,
        "groups": groups,
        "open": sum(not one.is_done for one in followed),
        "followed": len(followed),
        "may_release": run.state == LeaverState.HELD and can_release_leavers(request.user),
    }
    return render(request, "access/leaving/show.html", context)


@only_for(can_release_leavers)
@require_POST
def release(request: HttpRequest, ref: UUID) -> HttpResponse:
    run = get_object_or_404(LeaverRun.objects.visible_to(request.user), ref=ref)
    attempt(request, release_run, _("Carried out."), run=run)
    return redirect("access:leaver-show", ref=ref)


@only_for(can_see_leaver_runs)
@require_GET
def protocol(request: HttpRequest, ref: UUID) -> HttpResponse:
    runs = LeaverRun.objects.visible_to(request.user).select_related("person__entity", "released_by")
    run = get_object_or_404(runs, ref=ref)
    try:
        pdf = leaver_pdf(run, groups=grouped(lines_of(run), _followed(run, request.user)), by=request.user)
    except (DocumentError, SealKeyProblem):
        messages.error(request, _("PDFs cannot be made at the moment. Please try again later."))
        return redirect("access:leaver-show", ref=ref)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="leaver-{run.started_at:%Y-%m-%d}.pdf"'
    return response


@only_for(can_see_planned_leaving)
@require_http_methods(["GET", "POST"])
def show_forecast(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The dry run; and, for who may, the departure itself. Nothing delays the end of sign-in."""
    person = get_object_or_404(Employee.objects.select_related("location", "department"), ref=ref)
    if not can_forecast(request.user, person):
        raise Http404
    if request.method == "POST":
        try:
            leave(person=person, on=timezone.localdate(), by=request.user)
            run = _released(person, request.user)
        except RuleBroken as refusal:
            messages.error(request, str(refusal.message))
            return redirect("access:leaver-forecast", ref=ref)
        messages.success(request, _("Sign-in has ended, and what follows is carried out."))
        if run is not None and can_see_leaver_runs(request.user):
            return redirect("access:leaver-show", ref=run.ref)
        return redirect("access:leaver-list")
    groups = grouped(forecast(person), {})
    context = {
        "person": person,
        "groups": groups,
        "summary": " · ".join(f"{group.kind.label}: {len(group.lines)}" for group in groups),
        "is_employed": person.status in EMPLOYED,
    }
    return render(request, "access/leaving/forecast.html", context)


def _released(person: Employee, by: Employee) -> LeaverRun | None:
    """However many left this hour: somebody has just looked at this one."""
    run = LeaverRun.objects.filter(person=person).order_by("-pk").first()
    waits = run is not None and run.state == LeaverState.HELD and can_release_leavers(by)
    return release_run(run=run, by=by) if waits else run


def _followed(run: LeaverRun, reader: Employee) -> dict[Line, Progress]:
    return progress_of(run, reader) if run.state == LeaverState.DONE else {}


def _said(line: Line) -> str:
    """A route by its name; everything else is a name already."""
    is_route = line.kind in (LeaverKind.GRANT, LeaverKind.REMOVAL) and line.what in RouteKind.values
    return str(RouteKind(line.what).label) if is_route else line.what


def grouped(lines: Sequence[Line], progress: Mapping[Line, Progress]) -> list[Group]:
    """By kind, in the order of the kinds; accounts by the name they have today."""
    refs = {line.account for line in lines if line.account}
    found = CorporateAccount.objects.filter(ref__in=refs).select_related("platform")
    accounts = {str(account.ref): account for account in found}
    groups: dict[LeaverKind, list[Shown]] = {kind: [] for kind in LeaverKind}
    for line in lines:
        groups[line.kind].append(Shown(accounts.get(line.account), _said(line), progress.get(line)))
    return [Group(kind, shown) for kind, shown in groups.items() if shown]
