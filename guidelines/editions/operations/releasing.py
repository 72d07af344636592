"""A proposal becomes an edition; nothing else makes one."""

import hashlib

from django.db.models import Max
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.choices import ProposalState
from guidelines.editions.emails import tell_proposer
from guidelines.editions.models import Edition, EditionProposal, EditionText, ProposedWording, Work
from guidelines.editions.operations.proposing import locked
from guidelines.editions.permissions import require_approver
from guidelines.editions.registry import tell_released
from guidelines.editions.rules import WorkWithdrawn
from portal.audit.chain import canonical_text
from portal.audit.trail import operation, record


@operation(refused="work.refused")
def release_edition(*, proposal: EditionProposal, by: Employee, note: str = "") -> Edition:
    """Decide for a proposal: freeze its texts as the edition that people work from.

    Raises `NotPermitted`, `FourEyesRequired`, `ProposalNotPending`, `WorkWithdrawn`.
    """
    work = Work.objects.select_for_update(no_key=True).get(pk=proposal.work_id)
    proposal = locked(proposal)
    require_approver(by, proposal)
    if work.retired_at:
        raise WorkWithdrawn
    edition = _freeze(work, proposal, by)
    work.current = edition
    work.save(update_fields=["current"])
    proposal.state, proposal.edition, proposal.decision_note = ProposalState.RELEASED, edition, note.strip()
    proposal.decided_by, proposal.decided_at = by, edition.released_at
    proposal.save()
    record(
        "work.released",
        by=by,
        obj=edition,
        details={
            "genre": work.genre,
            "work": work.slug,
            "edition": edition.number,
            "binding": edition.binding,
        },
    )
    tell_released(edition)
    tell_proposer(proposal)
    return edition


def _freeze(work: Work, proposal: EditionProposal, by: Employee) -> Edition:
    texts = list(proposal.texts.order_by("language"))
    hashes = {text.language: _digest(text) for text in texts}
    number = (work.editions.aggregate(Max("number"))["number__max"] or 0) + 1
    edition = Edition.objects.create(
        work=work,
        number=number,
        change_summary=proposal.change_summary,
        authoritative_language=proposal.authoritative_language,
        released_at=timezone.now(),
        proposed_by=proposal.proposed_by,
        approved_by=by,
        binding=_binding(work, number, proposal, hashes),
    )
    for text in texts:
        EditionText.objects.create(
            edition=edition,
            language=text.language,
            title=text.title,
            summary=text.summary,
            content=text.content,
            sha256=hashes[text.language],
        )
    return edition


def _digest(text: ProposedWording) -> str:
    content = {
        "language": text.language,
        "title": text.title,
        "summary": text.summary,
        "content": text.content,
    }
    return hashlib.sha256(canonical_text(content).encode()).hexdigest()


def _binding(work: Work, number: int, proposal: EditionProposal, hashes: dict[str, str]) -> str:
    facts = {
        "work": str(work.ref),
        "edition": number,
        "authoritative_language": proposal.authoritative_language,
        "change_summary": proposal.change_summary,
        "texts": hashes,
    }
    return hashlib.sha256(canonical_text(facts).encode()).hexdigest()
