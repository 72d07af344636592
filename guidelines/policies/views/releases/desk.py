"""`/releases/`: what waits, what is planned, what was decided, and what needs a hand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from accounts.people.views.access import only_for
from guidelines.library.models import GuidelinePage
from guidelines.policies.choices import ProposalState
from guidelines.policies.drafts import never_released, policies_that_differ
from guidelines.policies.models import Policy, ReleaseProposal
from guidelines.policies.permissions import can_approve, can_propose
from guidelines.policies.reading import in_language
from guidelines.policies.reviewing import reviews
from guidelines.policies.views.releases.access import on_their_way, proposals, title_of_proposal

DECIDED_SHOWN = 20
DRAFTS_SHOWN = 50
DECIDED = (ProposalState.RELEASED, ProposalState.SENT_BACK, ProposalState.WITHDRAWN)
TONES = {
    ProposalState.SUBMITTED: "warning",
    ProposalState.SCHEDULED: "info",
    ProposalState.RELEASED: "success",
    ProposalState.SENT_BACK: "danger",
    ProposalState.WITHDRAWN: "neutral",
}


@only_for(can_propose)
@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """Everything around releases on one page, the most urgent first."""
    person = request.user
    context = {
        "waiting": _waiting(person),
        "scheduled": _lines(proposals().filter(state=ProposalState.SCHEDULED).order_by("release_on"), person),
        "decided": _lines(
            proposals().filter(state__in=DECIDED).order_by("-decided_at")[:DECIDED_SHOWN], person
        ),
        **_drafts(person),
        **_in_force(person),
        "can_approve": can_approve(person),
    }
    return render(request, "policies/releases/desk.html", context)


def line(proposal: ReleaseProposal, person: Employee) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "title": title_of_proposal(proposal, person.language),
        "tone": TONES[ProposalState(proposal.state)],
    }


def _lines(found: Any, person: Employee) -> list[dict[str, Any]]:
    return [line(proposal, person) for proposal in found]


def _waiting(person: Employee) -> list[dict[str, Any]]:
    found = proposals().filter(state=ProposalState.SUBMITTED).order_by("proposed_at")
    written = set(found.filter(authors=person).values_list("pk", flat=True))
    decides = can_approve(person)
    return [
        {
            **line(proposal, person),
            "mine": decides and proposal.proposed_by_id != person.pk and proposal.pk not in written,
        }
        for proposal in found
    ]


def _drafts(person: Employee) -> dict[str, list[dict[str, Any]]]:
    """What is written and not released, with the proposal where one is on its way."""
    differing, unreleased = _differing(person), _unreleased()
    drafts = [*differing, *unreleased]
    pending = on_their_way([draft["translation_key"] for draft in drafts])
    for draft in drafts:
        draft["pending"] = pending.get(draft["translation_key"])
    return {"differing": differing, "unreleased": unreleased}


def _differing(person: Employee) -> list[dict[str, Any]]:
    found = policies_that_differ()
    pages = _originals([policy for policy, _languages in found])
    return [
        {
            "policy": policy,
            "translation_key": policy.translation_key,
            "title": _title(policy, person),
            "languages": languages,
            "page": pages.get(policy.translation_key),
        }
        for policy, languages in found
    ]


def _originals(policies: list[Policy]) -> dict[Any, int]:
    keys = [policy.translation_key for policy in policies]
    return dict(
        GuidelinePage.objects.originals()
        .filter(translation_key__in=keys)
        .values_list("translation_key", "pk")
    )


def _unreleased() -> list[dict[str, Any]]:
    shown = ("pk", "translation_key", "draft_title", "latest_revision_created_at")
    pages = never_released().values(*shown)[:DRAFTS_SHOWN]
    return [{**page, "edit_url": reverse("wagtailadmin_pages:edit", args=[page["pk"]])} for page in pages]


def _in_force(person: Employee) -> dict[str, Any]:
    """Every guideline in force with its review day; `due` are those that are to be reviewed soon."""
    today = local_day(timezone.now(), person.location)
    policies = list(
        Policy.objects.in_force().select_related("current").prefetch_related("current__renditions")
    )
    found = {review.policy.pk: review for review in reviews(policies)}
    entries = [
        {
            "policy": policy,
            "title": _title(policy, person),
            "review": (review := found.get(policy.pk)),
            "is_due": bool(review and review.stage(today)),
            "is_overdue": bool(review and review.due_on < today),
        }
        for policy in policies
    ]
    due = [entry for entry in entries if entry["is_due"]]
    return {
        "due": sorted(due, key=lambda entry: entry["review"].due_on),
        "in_force": sorted(entries, key=lambda entry: entry["title"].casefold()),
    }


def _title(policy: Policy, person: Employee) -> str:
    assert policy.current is not None
    titles = {text.language: text.title for text in policy.current.renditions.all()}
    return in_language(titles, person.language) or policy.slug
