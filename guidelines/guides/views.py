"""Asking "may I do this?": one question per screen, and nothing is remembered (ADR 0031).

The answers stand in the query, where neither our logs nor a referrer hold them; the edition stands in the
path, so that whoever has begun goes on in the same one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.people.views.access import only_for
from guidelines.editions.freezing import FrozenWork
from guidelines.editions.models import Edition, EditionText, Wording, Work
from guidelines.editions.reading import text_for
from guidelines.guides.figures import GROUP_MIN, figures
from guidelines.guides.models import PathCount
from guidelines.guides.operations import count_outcome, month_of
from guidelines.guides.permissions import can_see_figures
from guidelines.guides.reading import (
    CHECKLIST,
    GUIDE,
    checklists,
    desks,
    edition_numbered,
    guide_titles,
    items_of,
    passage_for,
    shelves,
    whole,
)
from guidelines.guides.structure import checklist_of, guide_of
from guidelines.guides.walking import NoSuchWay, Walk, walk
from portal.upkeep.middleware import unwatched

View = Callable[..., HttpResponse]


def forgotten(view: View) -> View:
    """For whoever is signed in; no line of the log tells of it, and no address is passed on to others."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return unwatched(require_safe(login_required(guarded)))


@forgotten
def guide_list(request: HttpRequest) -> HttpResponse:
    language = request.user.language
    context = {"shelves": shelves(language), "checklists": checklists(language)}
    return render(request, "guides/guide_list.html", context)


@forgotten
def guide_show(request: HttpRequest, slug: str) -> HttpResponse:
    """The first question of the edition in force."""
    work = Work.objects.in_force().of_genre(GUIDE).with_texts().filter(slug=slug).first()
    if work is None:
        return _nowhere(request)
    work.current.work = work
    return _walked(request, work.current, "")


@forgotten
def guide_walk(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Where the answers in `way` lead, in the edition in which they were given."""
    edition = edition_numbered(slug, number)
    if edition is None:
        return _nowhere(request, slug)
    return _walked(request, edition, request.GET.get("way", ""))


def _walked(request: HttpRequest, edition: Edition, way: str) -> HttpResponse:
    text = text_for(edition, request.user.language)
    context = _standing(request, edition, text)
    try:
        here = walk(context["guide"], way)
    except NoSuchWay:
        return _nowhere(request, edition.work.slug)
    context["walk"] = here
    if here.outcome is None:
        return render(request, "guides/question.html", context)
    if _is_looked_at(request):
        count_outcome(edition=edition, outcome=here.outcome.key)
    return render(request, "guides/outcome.html", {**context, **_outcome(request, here, text)})


def _standing(request: HttpRequest, edition: Edition, text: EditionText) -> dict[str, Any]:
    return {
        "work": edition.work,
        "edition": edition,
        "text": text,
        "is_replaced": edition.pk != edition.work.current_id,
        "is_foreign": text.language != request.user.language,
        "guide": guide_of(text.data),
        "can_see_figures": can_see_figures(request.user),
    }


def _outcome(request: HttpRequest, here: Walk, text: EditionText) -> dict[str, Any]:
    assert here.outcome is not None
    return {
        "outcome": here.outcome,
        "passage": passage_for(here.outcome, request.user, text.language),
        "desks": desks(here.outcome.ask),
    }


def _is_looked_at(request: HttpRequest) -> bool:
    """Whether somebody sees this, and not a browser that loads pages ahead."""
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in ahead


def _nowhere(request: HttpRequest, slug: str = "") -> HttpResponse:
    """A kind word and a way back for an address that leads nowhere, whatever stands in it."""
    work = Work.objects.in_force().of_genre(GUIDE).filter(slug=slug).first() if slug else None
    return render(request, "guides/nowhere.html", {"work": work}, status=404)


@forgotten
def guide_whole(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All questions and outcomes on one page, for print."""
    edition = edition_numbered(slug, number)
    if edition is None:
        return _nowhere(request, slug)
    text = text_for(edition, request.user.language)
    context = {**_standing(request, edition, text), "page": whole(guide_of(text.data))}
    return render(request, "guides/whole.html", context)


@forgotten
def checklist_show(request: HttpRequest, slug: str) -> HttpResponse:
    work = Work.objects.in_force().of_genre(CHECKLIST).with_texts().filter(slug=slug).first()
    if work is None:
        raise Http404
    text = text_for(work.current, request.user.language)
    checklist = checklist_of(text.data)
    context = {
        "work": work,
        "text": text,
        "checklist": checklist,
        "items": items_of(checklist, guide_titles(request.user.language)),
        "is_foreign": text.language != request.user.language,
    }
    return render(request, "guides/checklist.html", context)


@require_safe
@only_for(can_see_figures)
def guide_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Which outcomes are reached, in months that are over and groups that are large enough."""
    work = Work.objects.in_force().of_genre(GUIDE).with_texts().filter(slug=slug).first()
    if work is None:
        raise Http404
    text = text_for(work.current, request.user.language)
    titles = {one.key: one.title for one in guide_of(text.data).outcomes}
    counts = PathCount.objects.by_outcome(work.pk)
    context = {
        "work": work,
        "text": text,
        "months": figures(counts, titles=titles, this_month=month_of(timezone.localdate())),
        "least": GROUP_MIN,
    }
    return render(request, "guides/figures.html", context)


def shown_guide(request: HttpRequest, wording: Wording | FrozenWork) -> str:
    """A guide for desk and preview: the whole of it."""
    context = {"page": whole(guide_of(wording.data)), "text": wording}
    return render_to_string("guides/partials/whole.html", context, request)


def shown_checklist(request: HttpRequest, wording: Wording | FrozenWork) -> str:
    checklist = checklist_of(wording.data)
    context = {"checklist": checklist, "items": items_of(checklist, {}), "text": wording}
    return render_to_string("guides/partials/items.html", context, request)
