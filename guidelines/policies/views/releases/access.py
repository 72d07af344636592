"""Proposals as lists show them, and operations whose refusal the person reads where they are."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet

from accounts.people.models import Employee
from guidelines.policies.choices import PENDING_PROPOSALS, ProposalState
from guidelines.policies.models import ProposedRendition, ReleaseProposal
from guidelines.policies.permissions import can_approve
from guidelines.policies.reading import in_language
from portal.audit.rules import NotPermitted, RuleBroken


def proposals() -> QuerySet[ReleaseProposal]:
    """With everything a line in a list says: no texts, only titles."""
    titles = ProposedRendition.objects.only("proposal", "language", "title", "translation_state")
    people = ("policy__current", "proposed_by", "decided_by", "audience", "version")
    return ReleaseProposal.objects.select_related(*people).prefetch_related(Prefetch("renditions", titles))


def title_of_proposal(proposal: ReleaseProposal, language: str) -> str:
    titles = {text.language: text.title for text in proposal.renditions.all()}
    return in_language(titles, language) or proposal.policy.slug


def on_their_way(keys: Iterable[UUID]) -> dict[UUID, UUID]:
    """The proposal that waits or is planned, for those guidelines (by translation key) that have one.

    Nothing else can be proposed meanwhile, so pages lead to it instead of offering that.
    """
    found = ReleaseProposal.objects.filter(state__in=PENDING_PROPOSALS, policy__translation_key__in=keys)
    return dict(found.values_list("policy__translation_key", "ref"))


def waiting_for(person: Employee) -> int:
    """How many proposals this approver may decide on and nobody has yet."""
    if not can_approve(person):
        return 0
    waiting = ReleaseProposal.objects.filter(state=ProposalState.SUBMITTED).exclude(proposed_by=person)
    return waiting.exclude(authors=person).count()


def refusal_of(act: Callable[..., Any], **facts: Any) -> str:
    """Carry out an operation; "" or why it was refused. Without the role at all: 403."""
    try:
        act(**facts)
    except NotPermitted as refusal:
        raise PermissionDenied from refusal
    except RuleBroken as refusal:
        return str(refusal.message)
    return ""
