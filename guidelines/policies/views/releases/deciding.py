"""The approver's page: the text exactly as pinned, what changed, what it means, and the decision."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.people.models import Employee
from accounts.people.views.access import only_for
from guidelines.library.models import GuidelinePage
from guidelines.policies.choices import PENDING_PROPOSALS, ProposalState
from guidelines.policies.drafts import drafts_of, moved_on
from guidelines.policies.forecasting import forecast_of
from guidelines.policies.models import ProposedRendition, ReleaseProposal
from guidelines.policies.operations import release_version, schedule_release, send_back, withdraw_proposal
from guidelines.policies.permissions import can_approve, can_propose, is_independent, who_could_decide
from guidelines.policies.reading import in_language
from guidelines.policies.views.releases.access import on_their_way, proposals, refusal_of, title_of_proposal
from guidelines.policies.views.releases.desk import TONES
from guidelines.policies.views.releases.forms import NoteForm, ReleaseForm
from guidelines.policies.views.releases.texts import comparison, notes_of, pinned_rows
from guidelines.policies.views.releases.wording import facts_of
from guidelines.policies.views.texts import wanted_language

Act = Callable[[HttpRequest, ReleaseProposal], HttpResponse]


@only_for(can_propose)
@require_safe
def release_show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What was proposed, for everybody who writes or approves."""
    return _page(request, _proposal(ref))


@only_for(can_approve)
@require_POST
def release_decide(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Release now (after a second step), on a day, or send back. Whatever was entered stays on refusal."""
    proposal = _proposal(ref)
    act = ACTS.get(request.POST.get("decision", ""))
    if act is None:
        messages.error(request, _("Nothing was decided. Please use one of the buttons."))
        return redirect("policies:release-show", ref=ref)
    return act(request, proposal)


@only_for(can_propose)
@require_POST
def release_withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    """By whoever proposed or scheduled it, as long as nothing is released."""
    proposal = get_object_or_404(ReleaseProposal, ref=ref)
    refusal = refusal_of(withdraw_proposal, proposal=proposal, by=request.user)
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("Withdrawn. Nothing is released, and you can propose again."))
    return redirect("policies:release-show", ref=ref)


def _release(request: HttpRequest, proposal: ReleaseProposal) -> HttpResponse:
    form = _form(request, proposal)
    if not form.is_valid():
        return _page(request, proposal, form, status=422)
    if "confirmed" not in request.POST:
        context = {**_head(request, proposal), "form": form, "left_out": _names(form)}
        return render(request, "policies/releases/confirm.html", context)
    data = form.cleaned_data
    refusal = refusal_of(
        release_version,
        proposal=proposal,
        by=request.user,
        left_out=data.get("left_out", ()),
        note=data["note"],
    )
    return _after(
        request, proposal, form, refusal, _("Released. Whoever is asked finds it on their start page.")
    )


def _schedule(request: HttpRequest, proposal: ReleaseProposal) -> HttpResponse:
    form = _form(request, proposal)
    if form.is_valid() and not form.cleaned_data["on"]:
        form.add_error("on", _("Please choose the day of the release."))
    if not form.is_valid():
        return _page(request, proposal, form, status=422)
    data = form.cleaned_data
    refusal = refusal_of(
        schedule_release,
        proposal=proposal,
        on=data["on"],
        by=request.user,
        left_out=data.get("left_out", ()),
        note=data["note"],
    )
    day = date_format(data["on"], "DATE_FORMAT")
    done = _("Approved. The text is released on %(day)s; until then nothing changes.") % {"day": day}
    return _after(request, proposal, form, refusal, done)


def _send_back(request: HttpRequest, proposal: ReleaseProposal) -> HttpResponse:
    note = NoteForm(request.POST)
    text = note.cleaned_data["note"] if note.is_valid() else ""
    refusal = refusal_of(send_back, proposal=proposal, note=text, by=request.user)
    return _after(request, proposal, _form(request, proposal), refusal, _("Sent back with your note."))


ACTS: dict[str, Act] = {"release": _release, "schedule": _schedule, "send-back": _send_back}


def _after(
    request: HttpRequest, proposal: ReleaseProposal, form: ReleaseForm, refusal: str, done: str
) -> HttpResponse:
    if refusal:
        messages.error(request, refusal)
        return _page(request, _proposal(proposal.ref), form, status=409)
    messages.success(request, done)
    return redirect("policies:release-show", ref=proposal.ref)


def _proposal(ref: UUID) -> ReleaseProposal:
    return get_object_or_404(proposals(), ref=ref)


def _form(request: HttpRequest, proposal: ReleaseProposal) -> ReleaseForm:
    return ReleaseForm(
        request.POST if request.method == "POST" else None,
        languages=pinned_rows(proposal),
        authoritative=proposal.authoritative_language,
    )


def _names(form: ReleaseForm) -> list[str]:
    chosen = form.cleaned_data.get("left_out", ())
    return [one["name"] for one in form.languages if one["code"] in chosen]


def _head(request: HttpRequest, proposal: ReleaseProposal) -> dict[str, Any]:
    pending = proposal.state in PENDING_PROPOSALS
    return {
        "proposal": proposal,
        "title": title_of_proposal(proposal, request.user.language),
        "tone": TONES[ProposalState(proposal.state)],
        "summary": in_language(proposal.change_summary, request.user.language),
        "forecast": forecast_of(proposal) if pending else None,
    }


def _page(
    request: HttpRequest, proposal: ReleaseProposal, form: ReleaseForm | None = None, *, status: int = 200
) -> HttpResponse:
    pending = proposal.state in PENDING_PROPOSALS
    context = {
        **_head(request, proposal),
        **_text(request, proposal),
        **(_drift(proposal) if pending else {}),
        **_powers(request.user, proposal),
        "rows": pinned_rows(proposal),
        "facts": facts_of(proposal),
        "form": form or _form(request, proposal),
    }
    return render(request, "policies/releases/show.html", context, status=status)


def _text(request: HttpRequest, proposal: ReleaseProposal) -> dict[str, Any]:
    """The pinned text in one language, beside what it was compared with: the version in force then."""
    pinned = {text.language: text for text in ProposedRendition.objects.filter(proposal=proposal)}
    wanted = wanted_language(request)
    text = pinned.get(wanted) or pinned.get(proposal.authoritative_language) or next(iter(pinned.values()))
    former = _former(proposal)
    old = former.renditions.filter(language=text.language).first() if former else None
    return {
        "text": text,
        "html": mark_safe(text.html),
        "has_embed": "data-embed-src" in text.html,
        "languages": _tabs(pinned, text),
        "former": former,
        **comparison(old, text),
    }


def _former(proposal: ReleaseProposal) -> Any:
    """The version in force before this proposal: now, or at the moment of its own release."""
    if proposal.version is None:
        return proposal.policy.current
    earlier = proposal.policy.versions.newest_first().filter(released_at__lt=proposal.version.released_at)
    return earlier.first()


def _tabs(pinned: dict[str, ProposedRendition], shown: ProposedRendition) -> list[dict[str, Any]]:
    return [
        {
            "label": text.get_language_display(),
            "code": code,
            "url": f"?lang={code}#text",
            "current": text is shown,
        }
        for code, text in sorted(pinned.items())
    ]


def _drift(proposal: ReleaseProposal) -> dict[str, Any]:
    """Whether the drafts have moved on since, and what the content check says while they have not."""
    drafts = drafts_of(proposal.policy)
    later = moved_on(ProposedRendition.objects.filter(proposal=proposal), drafts)
    same = [draft for draft in drafts if draft.locale.language_code not in later]
    return {
        "moved_on": bool(later),
        "notes": [(draft.locale.language_code, note) for draft in same for note in notes_of(draft)],
    }


def _powers(person: Employee, proposal: ReleaseProposal) -> dict[str, Any]:
    """What this person may do here, and otherwise who could."""
    pending = proposal.state in PENDING_PROPOSALS
    independent = is_independent(person, proposal)
    decides = pending and can_approve(person) and independent
    return {
        "pending": pending,
        "can_decide": decides,
        "is_own": pending and can_approve(person) and not independent,
        "deciders": list(who_could_decide(proposal)) if pending and not decides else [],
        "can_withdraw": pending and person.pk in {proposal.proposed_by_id, proposal.decided_by_id},
        **_again(proposal),
    }


def _again(proposal: ReleaseProposal) -> dict[str, Any]:
    """Where to propose once more what came back, or the later proposal that is on its way."""
    came_back = proposal.state in (ProposalState.SENT_BACK, ProposalState.WITHDRAWN)
    if not came_back or proposal.policy.retired_at is not None:
        return {}
    key = proposal.policy.translation_key
    pages = GuidelinePage.objects.filter(translation_key=key)
    return {"later": on_their_way([key]).get(key), "again_id": pages.values_list("pk", flat=True).first()}
