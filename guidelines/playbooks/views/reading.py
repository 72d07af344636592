"""Playbooks as everybody reads them: on a phone, without a script, whatever else they owe (I5)."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.people.models import Employee
from guidelines.editions.models import Edition, Work
from guidelines.editions.reading import text_for
from guidelines.playbooks.choices import Trouble
from guidelines.playbooks.models import PhoneNumber, RoleHolder
from guidelines.playbooks.permissions import (
    can_fetch_packs,
    can_keep_playbooks,
    can_see_numbers,
    can_see_old_editions,
)
from guidelines.playbooks.presenting import presented
from guidelines.playbooks.reading import GENRE, numbers_of, playbooks
from guidelines.playbooks.registry import address_to_report
from guidelines.playbooks.standing import holders, slots, staffed
from guidelines.playbooks.structure import plan_of


@require_safe
@login_required
@never_cache
def playbook_list(request: HttpRequest) -> HttpResponse:
    """What happened? Each trouble leads to the playbook that names it."""
    entries, found = [], {}
    for work in playbooks():
        text = text_for(work.current, request.user.language)
        plan = plan_of(text.data)
        entries.append({"work": work, "text": text, "troubles": _labels(plan.troubles)})
        for trouble in plan.troubles:
            found.setdefault(trouble, entries[-1])
    troubles = [{"label": one.label, **found[one]} for one in Trouble if one in found]
    context = {
        "entries": entries,
        "troubles": troubles,
        "report": address_to_report(),
        "keeps": can_keep_playbooks(request.user),
        "fetches_packs": can_fetch_packs(request),
    }
    return render(request, "playbooks/list.html", context)


@require_safe
@login_required
@never_cache
def playbook_show(request: HttpRequest, slug: str) -> HttpResponse:
    """One playbook: the first acts at the top, then who, what and why."""
    work = work_in_force(slug)
    context = {
        **head(request, work, work.current),
        **_people(request, work),
        "keeps": can_keep_playbooks(request.user),
        "older": can_see_old_editions(request.user),
    }
    return render(request, "playbooks/show.html", context)


@require_safe
@login_required
@never_cache
def level_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Levels on one sheet, with who takes part and how they are reached."""
    work = work_in_force(slug)
    context = {**head(request, work, work.current), **_people(request, work)}
    return render(request, "playbooks/level_card.html", context)


@require_safe
@login_required
@never_cache
def edition_show(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An earlier edition, for those who have to know what applied then."""
    if not can_see_old_editions(request.user):
        raise PermissionDenied
    editions = Edition.objects.filter(work__genre=GENRE).select_related("work").prefetch_related("texts")
    edition = get_object_or_404(editions, work__slug=slug, number=number)
    return render(request, "playbooks/edition.html", head(request, edition.work, edition))


def work_in_force(slug: str) -> Work:
    """The playbook with its edition and texts, or 404."""
    return get_object_or_404(Work.objects.of_genre(GENRE).in_force().with_texts(), slug=slug)


def head(request: HttpRequest, work: Work, edition: Edition) -> dict[str, Any]:
    """What every page about one playbook says and knows."""
    text = text_for(edition, request.user.language)
    shown = presented(plan_of(text.data))
    if not shown.plan.nodes and not shown.plan.levels:
        raise Http404
    today = timezone.localdate().isoformat()
    return {
        "work": work,
        "edition": edition,
        "text": text,
        "language": text.language,
        "shown": shown,
        "expired": {one.key for one in shown.plan.templates if one.valid_until and one.valid_until < today},
        "is_foreign": text.language != request.user.language,
        "report": address_to_report(next(iter(shown.plan.troubles), "")),
    }


def _people(request: HttpRequest, work: Work) -> dict[str, Any]:
    plan = plan_of(text_for(work.current, request.user.language).data)
    rows = holders(work)
    return {
        "roles": staffed(plan, rows, _numbers(request, work, rows)),
        "contacts": slots(plan, work),
        "see_numbers": can_see_numbers(request, work),
    }


def _numbers(request: HttpRequest, work: Work, rows: Iterable[RoleHolder]) -> dict[int, list[PhoneNumber]]:
    """Of everybody for those who may call them, else the reader's own."""
    people: list[Employee] = [row.person for row in rows]
    if not can_see_numbers(request, work):
        people = [person for person in people if person.pk == request.user.pk]
    return numbers_of(people)


def _labels(troubles: Iterable[str]) -> list[str]:
    return [str(Trouble(one).label) for one in troubles if one in Trouble.values]
