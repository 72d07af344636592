"""From the editor's desk to the approver's: what is proposed is pinned at that moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Audience, Employee
from guidelines.library.freezing import FrozenAsset, FrozenText
from guidelines.policies.choices import (
    PENDING_PROPOSALS,
    ChangeClass,
    ProposalState,
    StatementKind,
    Visibility,
    WorksCouncil,
)
from guidelines.policies.emails import tell_approvers, tell_proposer
from guidelines.policies.models import Policy, ProposedRendition, ReleaseProposal, RenditionAsset
from guidelines.policies.permissions import can_propose, require_release
from guidelines.policies.rules import IncompleteTerms, PolicyRetired, ProposalNotPending, ProposalPending
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@dataclass(frozen=True)
class Terms:
    """What an editor proposes beside the text; the approver decides on it."""

    change_class: ChangeClass
    change_summary: dict[str, str]
    audience: Audience
    statement_kind: StatementKind
    effective_on: date
    visibility: Visibility = Visibility.EVERYONE
    authoritative_language: str = "de"
    due_days: int = 14
    joiner_due_days: int = 30
    reconfirm_months: int | None = None
    works_council: WorksCouncil = WorksCouncil.NOT_REQUIRED
    works_council_on: date | None = None
    works_council_document: str = ""


@dataclass(frozen=True)
class PinnedText:
    """The frozen text of one language, and whether its translation is fit to be signed."""

    frozen: FrozenText
    translation_state: str
    contact: dict[str, str] = field(default_factory=dict)


@operation(refused="proposal.refused")
def propose_release(
    *,
    slug: str,
    translation_key: str,
    texts: Iterable[PinnedText],
    authors: Iterable[Employee],
    terms: Terms,
    by: Employee,
) -> ReleaseProposal:
    """Pin the texts and terms for an approver. The policy is made with its first proposal."""
    if not can_propose(by):
        raise NotPermitted
    _require_complete(terms)
    policy = _policy(slug, translation_key, terms)
    if policy.proposals.filter(state__in=PENDING_PROPOSALS).exists():
        raise ProposalPending
    proposal = ReleaseProposal.objects.create(
        policy=policy, proposed_by=by, proposed_at=timezone.now(), **_columns(terms)
    )
    proposal.authors.set(authors)
    for text in texts:
        _pin(proposal, text)
    record("proposal.submitted", by=by, obj=proposal, details={"change_class": terms.change_class.value})
    tell_approvers(proposal)
    return proposal


@operation(refused="proposal.refused")
def send_back(*, proposal: ReleaseProposal, note: str, by: Employee) -> None:
    """The approver asks for changes."""
    proposal = locked(proposal)
    require_release(by, proposal)
    if not note.strip():
        raise IncompleteTerms(_("Please say what should be changed."))
    _close(proposal, ProposalState.SENT_BACK, by, note)
    record("proposal.sent_back", by=by, obj=proposal)
    tell_proposer(proposal)


@operation
def withdraw_proposal(*, proposal: ReleaseProposal, by: Employee) -> None:
    """Whoever proposed takes it back; also a release that was scheduled but has not happened yet."""
    proposal = locked(proposal)
    if by.pk not in {proposal.proposed_by_id, proposal.decided_by_id}:
        raise NotPermitted
    _close(proposal, ProposalState.WITHDRAWN, by, proposal.decision_note)
    record("proposal.withdrawn", by=by, obj=proposal)
    if by.pk != proposal.proposed_by_id:
        tell_proposer(proposal)


def locked(proposal: ReleaseProposal) -> ReleaseProposal:
    """The proposal, locked, still pending; else `ProposalNotPending`."""
    fresh = ReleaseProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if fresh.state not in PENDING_PROPOSALS:
        raise ProposalNotPending
    return fresh


def _close(proposal: ReleaseProposal, state: ProposalState, by: Employee, note: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.decision_note = note
    proposal.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])


def _require_complete(terms: Terms) -> None:
    if not any(text.strip() for text in terms.change_summary.values()):
        raise IncompleteTerms(_("Please say what changes."))
    if terms.works_council != WorksCouncil.NOT_REQUIRED and terms.works_council_on is None:
        raise IncompleteTerms(_("Please say when the works council took part."))


def _policy(slug: str, translation_key: str, terms: Terms) -> Policy:
    policy, _made = Policy.objects.get_or_create(
        translation_key=translation_key,
        defaults={"slug": slug, "audience": terms.audience, "visibility": terms.visibility},
    )
    policy = Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    if policy.retired_at:
        raise PolicyRetired
    return policy


def _columns(terms: Terms) -> dict[str, object]:
    return {column.name: getattr(terms, column.name) for column in fields(terms)}


def _pin(proposal: ReleaseProposal, pinned: PinnedText) -> None:
    frozen = pinned.frozen
    if not frozen.statement.strip():
        raise IncompleteTerms(_("The statement that people confirm is missing."))
    row = ProposedRendition.objects.create(
        proposal=proposal,
        language=frozen.language,
        translation_state=pinned.translation_state,
        title=frozen.title,
        summary=frozen.summary,
        statement=frozen.statement,
        html=frozen.html,
        text=frozen.text,
        contact=pinned.contact,
    )
    row.assets.set(keep_asset(asset) for asset in frozen.assets)


def keep_asset(asset: FrozenAsset) -> RenditionAsset:
    """Store a picture or file under its hash, once."""
    kept = RenditionAsset.objects.filter(sha256=asset.sha256).first()
    if kept is not None:
        return kept
    storage, name = storages["evidence"], f"assets/{asset.sha256}"
    if not storage.exists(name):
        name = storage.save(name, ContentFile(asset.bytes))
    return RenditionAsset.objects.create(
        sha256=asset.sha256, name=asset.name, mime=asset.mime, stored_as=name
    )
