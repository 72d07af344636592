"""From the draft to the approver, and the decision: the text as pinned, what is new in it, four eyes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.views.access import attempt, only_for
from guidelines.editions.changes import changes_html
from guidelines.editions.choices import ProposalState
from guidelines.editions.drafts import authors_of, faults_of, page_of, pinned_texts
from guidelines.editions.forms import ProposalForm
from guidelines.editions.models import EditionProposal, Work
from guidelines.editions.operations.proposing import propose_edition, send_back, withdraw_proposal
from guidelines.editions.operations.releasing import release_edition
from guidelines.editions.pages import EditedPage
from guidelines.editions.permissions import (
    can_approve_works,
    can_write_works,
    is_independent,
    who_could_decide,
)
from guidelines.editions.registry import genre_named
from guidelines.editions.views.desk import drafted, work_at, work_head
from guidelines.library.writing import save_finished_translations
from guidelines.policies.reading import in_language
from portal.audit.rules import RuleBroken

NOTE_MAX = 2000


@only_for(can_write_works)
@require_http_methods(["GET", "HEAD", "POST"])
def work_propose(request: HttpRequest, genre: str, slug: str) -> HttpResponse:
    """Submit the texts; they are pinned as they are now."""
    work = work_at(genre, slug)
    page = page_of(work)
    if page is None or work.retired_at:
        return redirect("editions:desk-work", genre, slug)
    waiting = work.proposals.filter(state=ProposalState.SUBMITTED).first()
    if waiting is not None:
        return redirect("editions:proposal-show", waiting.ref)
    texts, refusal = drafted(page)
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        initial={"left_out": [one.frozen.language for one in texts if not one.is_ready]},
        texts=texts,
        authoritative=page.authoritative_language,
        is_first=work.current is None,
    )
    if form.is_valid():
        proposal = _submit(request, work, page, form)
        if proposal is not None:
            messages.success(request, _("Proposed. The text is pinned as it is now; an approver decides."))
            return redirect("editions:proposal-show", proposal.ref)
    context = {
        **work_head(request, work, page),
        "form": form,
        "texts": texts,
        "refusal": refusal,
        "faults": faults_of(work, texts) if texts else [],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "editions/desk/propose.html", context, status=status)


@only_for(can_write_works)
@require_safe
def proposal_show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The text exactly as pinned, how it differs from what people read, and the decision."""
    return _page(request, _find(ref))


@only_for(can_approve_works)
@require_POST
def proposal_decide(request: HttpRequest, ref: UUID) -> HttpResponse:
    proposal = _find(ref)
    note = request.POST.get("note", "")[:NOTE_MAX]
    if request.POST.get("decision") == "release":
        done = _("Released. This is what people work from now on.")
        is_done = attempt(request, release_edition, done, proposal=proposal, note=note)
    else:
        is_done = attempt(request, send_back, _("Sent back with your note."), proposal=proposal, note=note)
    if is_done:
        return redirect("editions:proposal-show", ref)
    return _page(request, _find(ref), status=409)


@only_for(can_write_works)
@require_POST
def proposal_withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    proposal = _find(ref)
    attempt(request, withdraw_proposal, _("The proposal has been withdrawn."), proposal=proposal)
    return redirect("editions:desk-work", proposal.work.genre, proposal.work.slug)


def _find(ref: UUID) -> EditionProposal:
    found = EditionProposal.objects.select_related("work__current", "proposed_by", "decided_by", "edition")
    return get_object_or_404(found.prefetch_related("texts", "work__current__texts"), ref=ref)


def _submit(request: HttpRequest, work: Work, page: EditedPage, form: ProposalForm) -> EditionProposal | None:
    try:
        save_finished_translations(page, by=request.user)
        return propose_edition(
            work=work,
            texts=pinned_texts(page, left_out=form.cleaned_data.get("left_out", ())),
            authors=authors_of(work, page),
            authoritative_language=page.authoritative_language,
            change_summary=form.change_summary,
            by=request.user,
        )
    except RuleBroken as refusal:
        form.add_error(None, str(refusal.message))
        return None


def _page(request: HttpRequest, proposal: EditionProposal, *, status: int = 200) -> HttpResponse:
    is_open = proposal.state == ProposalState.SUBMITTED
    texts = {text.language: text for text in proposal.texts.all()}
    text = texts.get(request.GET.get("lang", request.user.language)) or texts[proposal.authoritative_language]
    genre = genre_named(proposal.work.genre)
    former = proposal.work.current if is_open else None
    context = {
        "proposal": proposal,
        "work": proposal.work,
        "genre": genre,
        "text": text,
        "title": text.title,
        "languages": sorted(texts),
        "html": mark_safe(genre.shown(request, text)),
        "changes": changes_html(request, genre, former, text) if former else "",
        "summary": in_language(proposal.change_summary, request.user.language),
        "can_decide": is_open and can_approve_works(request.user) and is_independent(request.user, proposal),
        "can_withdraw": is_open and proposal.proposed_by_id == request.user.pk,
        "deciders": who_could_decide(proposal) if is_open else [],
    }
    return render(request, "editions/desk/proposal.html", context, status=status)
