"""Where playbooks and guides are released: what there is, what waits for approval, what keeps it back."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.people.models import Employee
from accounts.people.views.access import attempt, only_for
from guidelines.editions.choices import ProposalState
from guidelines.editions.drafts import PinnedText, differs, faults_of, page_of, pinned_texts
from guidelines.editions.models import EditionProposal, EditionText, Work
from guidelines.editions.operations.works import keep_work, retire_work
from guidelines.editions.pages import EditedPage
from guidelines.editions.permissions import can_approve_works, can_write_works
from guidelines.editions.reading import text_for
from guidelines.editions.registry import genre_named, genres
from guidelines.editions.reviewing import reviews
from guidelines.library.translating import translation_states
from guidelines.policies.reading import in_language
from guidelines.policies.reviewing import suggested_day
from portal.audit.rules import RuleBroken

LATELY = 5


def waiting_for(person: Employee) -> int:
    """How many proposals this approver may decide on and nobody has yet."""
    if not can_approve_works(person):
        return 0
    waiting = EditionProposal.objects.filter(state=ProposalState.SUBMITTED).exclude(proposed_by=person)
    return waiting.exclude(authors=person).count()


@only_for(can_write_works)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every work with where it stands, by genre."""
    works = list(Work.objects.with_texts().order_by("retired_at", "slug"))
    waiting = dict(
        EditionProposal.objects.filter(state=ProposalState.SUBMITTED).values_list("work_id", "state")
    )
    today = timezone.localdate()
    due = {one.edition.work_id: one for one in reviews([work for work in works if not work.retired_at])}
    groups = []
    for genre in genres():
        titles = dict(genre.page.objects.values_list("translation_key", "draft_title"))
        entries = [
            {
                "work": work,
                "title": _title(work, request.user.language, titles),
                "is_waiting": work.pk in waiting,
                "review": due[work.pk] if work.pk in due and due[work.pk].stage(today) else None,
            }
            for work in works
            if work.genre == genre.slug
        ]
        groups.append({"genre": genre, "entries": entries, "write_url": _shelf(genre.shelf)})
    return render(request, "editions/desk/list.html", {"groups": groups})


@only_for(can_write_works)
@require_safe
def desk_work(request: HttpRequest, genre: str, slug: str) -> HttpResponse:
    """One work: its languages, what keeps it back, and the next step towards a release."""
    work = work_at(genre, slug)
    page = page_of(work)
    texts, refusal = drafted(page)
    context = {
        **work_head(request, work, page),
        "rows": _languages(page),
        "refusal": refusal,
        "faults": faults_of(work, texts) if texts else [],
        "differs": bool(texts) and differs(work, texts),
        "proposal": work.proposals.filter(state=ProposalState.SUBMITTED).first(),
        "decided": work.proposals.exclude(state=ProposalState.SUBMITTED).order_by("-decided_at")[:LATELY],
        "editions": _editions(work, request.user.language),
        "review": next(iter(reviews([work])), None),
        "next_on": suggested_day(timezone.localdate()),
        "can_approve": can_approve_works(request.user),
        "reading_url": genre_named(genre).address(slug) if work.current and not work.retired_at else "",
    }
    return render(request, "editions/desk/work.html", context)


@only_for(can_write_works)
@require_safe
def edition_show(request: HttpRequest, genre: str, slug: str, number: int) -> HttpResponse:
    """What an edition said, in every language it has."""
    work = work_at(genre, slug)
    found = work.editions.select_related("proposed_by", "approved_by").prefetch_related("texts")
    edition = get_object_or_404(found, number=number)
    text = text_for(edition, request.GET.get("lang", request.user.language))
    context = {
        **work_head(request, work, None),
        "edition": edition,
        "text": text,
        "languages": sorted(one.language for one in edition.texts.all()),
        "summary": in_language(edition.change_summary, request.user.language),
        "html": mark_safe(genre_named(genre).shown(request, text)),
    }
    return render(request, "editions/desk/edition.html", context)


@only_for(can_approve_works)
@require_POST
def desk_retire(request: HttpRequest, genre: str, slug: str) -> HttpResponse:
    done = _("Withdrawn. It is offered to nobody any more; its editions stay.")
    attempt(request, retire_work, done, work=work_at(genre, slug))
    return redirect("editions:desk-work", genre, slug)


@only_for(can_write_works)
@require_POST
def desk_review(request: HttpRequest, genre: str, slug: str) -> HttpResponse:
    """Read and still right: reminded again on another day."""
    work = work_at(genre, slug)
    next_on = _day(request.POST.get("next_on", ""))
    if next_on is None:
        messages.error(request, _("Please name the day of the next review."))
    else:
        attempt(request, keep_work, _("Noted. The next reminder comes in time."), work=work, next_on=next_on)
    return redirect("editions:desk-work", genre, slug)


def work_at(genre: str, slug: str) -> Work:
    """The work with its edition and texts. Raises `Http404`, also for a genre that no room registers now."""
    work = get_object_or_404(Work.objects.with_texts(), genre=genre, slug=slug)
    if genre not in {one.slug for one in genres()}:
        raise Http404
    return work


def work_head(request: HttpRequest, work: Work, page: EditedPage | None) -> dict[str, Any]:
    """What every page around one work says at its top."""
    titles = {work.translation_key: page.draft_title} if page else {}
    return {
        "work": work,
        "genre": genre_named(work.genre),
        "page": page,
        "title": _title(work, request.user.language, titles),
    }


def drafted(page: EditedPage | None) -> tuple[list[PinnedText], str]:
    """The drafts of every language; or nothing, and why they cannot be frozen."""
    try:
        return (pinned_texts(page) if page else []), ""
    except RuleBroken as refusal:
        return [], str(refusal.message)


def _title(work: Work, language: str, drafts: dict[Any, str]) -> str:
    if work.current:
        return text_for(work.current, language).title
    return drafts.get(work.translation_key) or work.slug


def _shelf(model: Any) -> str:
    shelf = model.objects.order_by("path").first()
    return reverse("wagtailadmin_explore", args=[shelf.pk]) if shelf else ""


def _languages(page: EditedPage | None) -> list[dict[str, Any]]:
    if page is None:
        return []
    pages = dict(
        type(page)
        .objects.filter(translation_key=page.translation_key)
        .values_list("locale__language_code", "pk")
    )
    return [
        {
            "code": code,
            "state": state,
            "is_original": code == page.authoritative_language,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[pages[code]]) if code in pages else "",
        }
        for code, state in translation_states(page).items()
    ]


def _editions(work: Work, language: str) -> list[dict[str, Any]]:
    titles = EditionText.objects.filter(edition__work=work).values_list("edition", "language")
    spoken: dict[int, list[str]] = {}
    for edition, code in titles.order_by("language"):
        spoken.setdefault(edition, []).append(code)
    return [
        {
            "edition": one,
            "languages": spoken.get(one.pk, []),
            "summary": in_language(one.change_summary, language),
        }
        for one in work.editions.select_related("approved_by", "proposed_by").order_by("-number")
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
