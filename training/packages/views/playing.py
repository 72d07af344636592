"""Learning in a package. What counts happens on these pages, signed in, and never in the package (T4)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_POST

from accounts.people.views.access import only_for
from portal.audit.rules import RuleBroken
from training.courses.models import Course
from training.courses.reading import choose
from training.packages import operations
from training.packages.choices import VisitState
from training.packages.forms import ConfirmForm
from training.packages.models import PackageVisit
from training.packages.permissions import can_learn
from training.packages.rules import NotToldRight, WordExpired
from training.packages.telling import told
from training.packages.views.framing import player_page, visit_context


@require_POST
@only_for(can_learn)
def open_course(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin, or go on where one was, also on another device."""
    course = get_object_or_404(Course, slug=slug)
    try:
        visit = operations.open_visit(course=course, by=request.user)
    except RuleBroken as refusal:
        return _refused(request, refusal)
    return redirect("packages:visit-show", ref=visit.ref)


@require_GET
@only_for(can_learn)
def show_visit(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The package in its frame; once it was confirmed, that it was. What is over leads to a new visit."""
    return _page(request, _mine(request, ref), ConfirmForm())


@require_POST
@only_for(can_learn)
def save_state(request: HttpRequest, ref: UUID) -> HttpResponse:
    """From the page's own script: where somebody is in the package, and what the package says of it."""
    visit = _mine(request, ref)
    try:
        visit = operations.note_state(
            visit=visit, told=told(request.POST.dict()), word=request.POST.get("word", ""), by=request.user
        )
    except (NotToldRight, WordExpired, RuleBroken) as refusal:
        status = 422 if isinstance(refusal, NotToldRight) else 409
        return JsonResponse({"said": str(refusal.message), "finished": False}, status=status)
    said = gettext("Stored. The package reports: %(told)s.") % {"told": visit.get_told_display()}
    return JsonResponse({"said": said, "finished": visit.can_be_confirmed})


@require_POST
@only_for(can_learn)
def begin_anew(request: HttpRequest, ref: UUID) -> HttpResponse:
    try:
        visit = operations.begin_anew(visit=_mine(request, ref), by=request.user)
    except RuleBroken as refusal:
        return _refused(request, refusal)
    return redirect("packages:visit-show", ref=visit.ref)


@require_POST
@only_for(can_learn)
def confirm(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The statement that makes it done: signed in, by a form of the portal."""
    visit, form = _mine(request, ref), ConfirmForm(request.POST)
    form.is_valid()
    try:
        operations.confirm_visit(visit=visit, stated=form.cleaned_data["stated"], by=request.user)
    except RuleBroken as refusal:
        form.add_error("stated", str(refusal.message))
        return _page(request, visit, form, status=422)
    messages.success(request, gettext("Done. It is recorded as reported by the course package."))
    return redirect("packages:visit-show", ref=ref)


def _mine(request: HttpRequest, ref: UUID) -> PackageVisit:
    """Somebody else's visit does not exist here."""
    visits = PackageVisit.objects.filter(employee=request.user).select_related(
        "course", "employee", "version__package__package"
    )
    return get_object_or_404(visits, ref=ref)


def _page(request: HttpRequest, visit: PackageVisit, form: ConfirmForm, status: int = 200) -> HttpResponse:
    text = choose(visit.version, get_language() or "")
    context: dict[str, Any] = {"visit": visit, "text": text, "form": form, "states": VisitState}
    if visit.is_open and visit.course.current_id == visit.version_id:
        context |= visit_context(request, visit, visit.version.package.package)
        response = player_page(request, "packages/visit_show.html", context)
    else:
        response = render(request, "packages/visit_over.html", context)
    response.status_code = status
    return response


def _refused(request: HttpRequest, refusal: RuleBroken) -> HttpResponse:
    return render(request, "packages/refused.html", {"why": str(refusal.message)}, status=409)
