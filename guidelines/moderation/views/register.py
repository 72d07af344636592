"""The board, the list of cases, running bans, house rules, deletion dates, and names."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.views.access import attempt, only_for
from accounts.register.permissions import works_here
from guidelines.moderation.board import due_first, page_of
from guidelines.moderation.forms import CaseFilterForm, DayForm
from guidelines.moderation.house_rules import rules_in_force
from guidelines.moderation.jobs import ERASE
from guidelines.moderation.models import Ban, Matter, ModerationCase, Notice, ReviewCase
from guidelines.moderation.operations import due_for_erasure, look_after, set_day, show_name
from guidelines.moderation.paging import filtered, page_by_key
from guidelines.moderation.permissions import (
    can_see_deletion,
    can_set_day,
    keeps_register,
    oversees_moderation,
)
from guidelines.moderation.registry import offered_files
from guidelines.moderation.views.acting import Step, only_if, seen_by, take_step
from guidelines.policies.models import Policy
from portal.audit.rules import RuleBroken
from portal.jobs.operations import enqueue

KINDS: dict[str, type[Matter]] = {
    "cases": ModerationCase,
    "notices": Notice,
    "portal-reviews": ReviewCase,
}
PUBLIC_RULES = "house-rules"


@only_for(oversees_moderation)
@require_GET
def show_board(request: HttpRequest) -> HttpResponse:
    """What is due first."""
    rows = due_first(request.user)
    context = {
        "rows": rows,
        "overdue": sum(row.is_overdue for row in rows),
        "keeps": keeps_register(request.user),
        "may_see_deletion": can_see_deletion(request.user),
    }
    return render(request, "moderation/board.html", context)


@only_for(oversees_moderation)
@require_GET
def list_cases(request: HttpRequest) -> HttpResponse:
    form = CaseFilterForm(request.GET or None)
    cases = filtered(ModerationCase.objects.visible_to(request.user), form)
    page = page_by_key(request, cases.with_parts().prefetch_related("decisions__words", "decisions__ban"))
    query = {name: value for name, value in request.GET.items() if name != "before" and value}
    context = {"form": form, "page": page, "query": query, "files": offered_files()}
    context["keeps"] = keeps_register(request.user)
    return render(request, "moderation/cases/list.html", context)


@only_for(oversees_moderation)
@require_GET
def list_notices(request: HttpRequest) -> HttpResponse:
    page = page_by_key(request, Notice.objects.visible_to(request.user).with_parts())
    return render(request, "moderation/notices/list.html", {"page": page})


@only_for(oversees_moderation)
@require_GET
def list_reviews(request: HttpRequest) -> HttpResponse:
    page = page_by_key(request, ReviewCase.objects.visible_to(request.user).with_parts())
    context = {"page": page, "keeps": keeps_register(request.user)}
    return render(request, "moderation/reviews/list.html", context)


@only_for(oversees_moderation)
@require_GET
def list_bans(request: HttpRequest) -> HttpResponse:
    """Running bans, the one that ends first on top."""
    bans = Ban.objects.running().with_parts().order_by("due_at", "pk")[:200]
    return render(request, "moderation/bans/list.html", {"bans": bans, "now": timezone.now()})


@only_for(works_here)
@require_GET
def show_rules(request: HttpRequest) -> HttpResponse:
    """The house rules of the playbooks in force, and the public text."""
    policy = Policy.objects.filter(slug=PUBLIC_RULES, current__isnull=False, retired_at=None).first()
    context = {"sets": rules_in_force(get_language() or ""), "policy": policy}
    context["oversees"] = oversees_moderation(request.user)
    return render(request, "moderation/house_rules.html", context)


@only_for(can_see_deletion)
@require_http_methods(["GET", "POST"])
def show_deletion(request: HttpRequest) -> HttpResponse:
    """The dry run: what would be emptied today, and what is past its day but still open."""
    if request.method == "POST":
        job = enqueue(ERASE, payload={}, key=f"{ERASE}:by-hand", by=request.user)
        return redirect("jobs:job-show", ref=job.ref)
    counts = due_for_erasure(timezone.localdate())
    rows = [
        {"kind": model._meta.verbose_name_plural, "ready": ready, "waiting": waiting}
        for model, (ready, waiting) in counts.items()
    ]
    context = {"rows": rows, "ready": sum(row["ready"] for row in rows)}
    return render(request, "moderation/deletion.html", context)


@only_for(works_here)
@require_POST
def take_over(request: HttpRequest, kind: str, ref: UUID) -> HttpResponse:
    matter = _matter(request, kind, ref)
    attempt(request, look_after, _("You look after it now."), matter=matter)
    return redirect(page_of(matter))


@only_for(works_here)
@require_POST
def name(request: HttpRequest, kind: str, ref: UUID) -> HttpResponse:
    """The clear name, once, on a page that nothing keeps."""
    matter = _matter(request, kind, ref)
    try:
        clear = show_name(matter=matter, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return redirect(page_of(matter))
    context = {"matter": matter, "back": page_of(matter), "name": clear}
    response = render(request, "moderation/name.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@only_for(works_here)
@require_http_methods(["GET", "POST"])
def move_day(request: HttpRequest, kind: str, ref: UUID) -> HttpResponse:
    """When a matter is emptied, by hand."""
    matter = _matter(request, kind, ref)
    only_if(can_set_day(request.user, matter))
    step = Step(
        _("Set the deletion date"),
        _("Set the day"),
        _("The day is set."),
        set_day,
        lambda form: {"matter": matter, **form.cleaned_data},
        lead=_(
            "On this day names, quotes, reasons and files go. While something is left to do they stay, and "
            "whatever happens later counts the day anew, but never to an earlier one."
        ),
    )
    return take_step(request, matter, DayForm(request.POST or None, initial={"day": matter.delete_on}), step)


def _matter(request: HttpRequest, kind: str, ref: UUID) -> Any:
    if kind not in KINDS:
        raise Http404
    return seen_by(request.user, KINDS[kind], ref)
