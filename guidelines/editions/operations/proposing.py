"""From the editor's desk to the approver's: what is proposed is pinned at that moment."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext, pgettext

from accounts.people.models import Employee
from guidelines.editions.choices import ProposalState
from guidelines.editions.drafts import PinnedText, faults_of
from guidelines.editions.emails import tell_approvers, tell_proposer
from guidelines.editions.models import EditionProposal, ProposedWording, Work
from guidelines.editions.permissions import can_write_works, require_approver
from guidelines.editions.rules import (
    LanguageNotReady,
    ProposalNotPending,
    ProposalPending,
    WorkIncomplete,
    WorkWithdrawn,
)
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="work.refused")
def propose_edition(
    *,
    work: Work,
    texts: Sequence[PinnedText],
    authors: Iterable[Employee],
    authoritative_language: str,
    change_summary: Mapping[str, str],
    by: Employee,
) -> EditionProposal:
    """Pin the texts for an approver. A language is left out by not being among `texts`.

    Raises `LanguageNotReady`, `WorkIncomplete` with every fault, `ProposalPending`, `WorkWithdrawn`.
    """
    if not can_write_works(by):
        raise NotPermitted
    work = Work.objects.select_for_update(no_key=True).get(pk=work.pk)
    if work.retired_at:
        raise WorkWithdrawn
    if work.proposals.filter(state=ProposalState.SUBMITTED).exists():
        raise ProposalPending
    _require_complete(work, texts, authoritative_language, change_summary)
    proposal = EditionProposal.objects.create(
        work=work,
        change_summary={code: text.strip() for code, text in change_summary.items() if text.strip()},
        authoritative_language=authoritative_language,
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    proposal.authors.set(authors)
    for text in texts:
        _pin(proposal, text)
    record("work.proposed", by=by, obj=proposal, details={"genre": work.genre, "work": work.slug})
    tell_approvers(proposal)
    return proposal


@operation(refused="work.refused")
def send_back(*, proposal: EditionProposal, note: str, by: Employee) -> None:
    """The approver asks for changes."""
    proposal = locked(proposal)
    require_approver(by, proposal)
    if not note.strip():
        raise WorkIncomplete([gettext("Please say what should be changed.")])
    _close(proposal, ProposalState.SENT_BACK, by, note.strip())
    record("work.sent_back", by=by, obj=proposal)
    tell_proposer(proposal)


@operation(refused="work.refused")
def withdraw_proposal(*, proposal: EditionProposal, by: Employee) -> None:
    """Whoever proposed takes it back."""
    proposal = locked(proposal)
    if by.pk != proposal.proposed_by_id:
        raise NotPermitted
    _close(proposal, ProposalState.WITHDRAWN, by, "")
    record("work.proposal_withdrawn", by=by, obj=proposal)


def locked(proposal: EditionProposal) -> EditionProposal:
    """The proposal, locked, still waiting; else `ProposalNotPending`."""
    fresh = EditionProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if fresh.state != ProposalState.SUBMITTED:
        raise ProposalNotPending
    return fresh


def _close(proposal: EditionProposal, state: ProposalState, by: Employee, note: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.decision_note = note
    proposal.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])


def _require_complete(
    work: Work, texts: Sequence[PinnedText], authoritative_language: str, change_summary: Mapping[str, str]
) -> None:
    unready = next((text.frozen.language for text in texts if not text.is_ready), None)
    if unready:
        raise LanguageNotReady(unready)
    if authoritative_language not in {text.frozen.language for text in texts}:
        raise WorkIncomplete([pgettext("editions", "The authoritative language cannot be left out.")])
    faults = faults_of(work, texts)
    if work.current_id and not any(text.strip() for text in change_summary.values()):
        faults.append(pgettext("editions", "Please say what changes."))
    if faults:
        raise WorkIncomplete(faults)


def _pin(proposal: EditionProposal, text: PinnedText) -> None:
    ProposedWording.objects.create(
        proposal=proposal,
        language=text.frozen.language,
        translation_state=text.state,
        title=text.frozen.title,
        summary=text.frozen.summary,
        content=text.frozen.canonical,
    )
