"""`release_version`: the one way in which a text becomes what people are held to."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from guidelines.policies.choices import ChangeClass, ProposalState, TranslationState
from guidelines.policies.emails import tell_proposer
from guidelines.policies.models import Policy, PolicyVersion, ProposedRendition, ReleaseProposal, Rendition
from guidelines.policies.operations.asking import (
    ask_audience,
    locked_policy,
    move_open_requests_on,
    recompute_requests,
)
from guidelines.policies.operations.proposing import locked
from guidelines.policies.permissions import require_release
from guidelines.policies.records import binding_hash, rendition_hash
from guidelines.policies.rules import IncompleteTerms, PolicyRetired, TranslationNotReady
from guidelines.policies.search.index import index_version
from portal.audit.trail import operation, record
from portal.jobs.choices import Queue
from portal.jobs.operations import enqueue


@operation(refused="proposal.refused")
def release_version(
    *, proposal: ReleaseProposal, by: Employee, left_out: Iterable[str] = (), note: str = ""
) -> PolicyVersion:
    """Approve and release at once: freeze every language, bind them, and ask whom the change concerns.

    Locks the policy. Raises `FourEyesRequired`, `TranslationNotReady`, `ProposalNotPending`. Law K3.
    """
    proposal = locked(proposal)
    require_release(by, proposal)
    return _release(proposal, by, sorted(set(left_out)), note)


@operation(refused="proposal.refused")
def schedule_release(
    *, proposal: ReleaseProposal, on: date, by: Employee, left_out: Iterable[str] = (), note: str = ""
) -> None:
    """Approve now, release on a day (UTC midnight); the decision and the pinned texts stand until then.

    Raises what `release_version` does, and `IncompleteTerms` for a day that has come.
    """
    proposal = locked(proposal)
    require_release(by, proposal)
    if on <= timezone.now().date():
        raise IncompleteTerms(_("Choose a day in the future, or release now."))
    chosen = sorted(set(left_out))
    _texts_to_release(proposal, chosen)
    proposal.state, proposal.release_on, proposal.left_out = ProposalState.SCHEDULED, on, chosen
    proposal.decided_by, proposal.decided_at, proposal.decision_note = by, timezone.now(), note
    proposal.save()
    enqueue(
        "policies.release",
        payload={"proposal": proposal.pk},
        key=f"release:{proposal.pk}",
        run_at=datetime.combine(on, time.min, UTC),
        queue=Queue.URGENT,
    )
    record("proposal.scheduled", by=by, obj=proposal, details={"release_on": on.isoformat()})
    tell_proposer(proposal)


@operation
def release_scheduled(*, proposal_pk: int) -> PolicyVersion | None:
    """Carry out an approved release on its day; does nothing if it was withdrawn or already happened."""
    proposal = ReleaseProposal.objects.select_for_update(no_key=True).get(pk=proposal_pk)
    if proposal.state != ProposalState.SCHEDULED or proposal.decided_by is None:
        return None
    return _release(proposal, proposal.decided_by, proposal.left_out, proposal.decision_note)


def _release(proposal: ReleaseProposal, by: Employee, left_out: list[str], note: str) -> PolicyVersion:
    policy = locked_policy(proposal.policy)
    if policy.retired_at:
        raise PolicyRetired
    texts = _texts_to_release(proposal, left_out)
    version = _freeze(policy, proposal, texts, by)
    policy.current, policy.audience, policy.visibility = version, proposal.audience, proposal.visibility
    policy.differs_since = None
    policy.save(update_fields=["current", "audience", "visibility", "differs_since"])
    _decide(proposal, version, by, left_out, note)
    asked = _ask(policy, version)
    index_version(version)
    for rendition in version.renditions.all():
        enqueue(
            "policies.issue_pdf",
            payload={"rendition": rendition.pk},
            key=f"policy-pdf:{rendition.pk}",
            queue=Queue.DOCUMENTS,
        )
    record(
        "policy.released",
        by=by,
        obj=version,
        details={
            "policy": str(policy.ref),
            "version": version.number,
            "change_class": version.change_class,
            "binding": version.binding,
            "asked": asked,
        },
    )
    tell_proposer(proposal)
    return version


def _texts_to_release(proposal: ReleaseProposal, left_out: list[str]) -> list[ProposedRendition]:
    pinned = {text.language: text for text in proposal.renditions.prefetch_related("assets")}
    if proposal.authoritative_language in left_out:
        raise IncompleteTerms(_("The authoritative language cannot be left out."))
    wanted = [language for language, _name in settings.LANGUAGES if language not in left_out]
    for language in wanted:
        if language not in pinned or pinned[language].translation_state != TranslationState.READY:
            raise TranslationNotReady(language)
    return [pinned[language] for language in wanted]


def _freeze(
    policy: Policy, proposal: ReleaseProposal, texts: list[ProposedRendition], by: Employee
) -> PolicyVersion:
    now, (major, minor) = timezone.now(), _next_number(policy, proposal.change_class)
    version = PolicyVersion(
        policy=policy,
        major=major,
        minor=minor,
        change_class=proposal.change_class if policy.current_id else ChangeClass.MATERIAL,
        change_summary=proposal.change_summary,
        statement_kind=proposal.statement_kind,
        authoritative_language=proposal.authoritative_language,
        due_days=proposal.due_days,
        joiner_due_days=proposal.joiner_due_days,
        reconfirm_months=proposal.reconfirm_months,
        effective_on=proposal.effective_from(now.date()),
        released_at=now,
        proposed_by=proposal.proposed_by,
        approved_by=by,
        works_council=proposal.works_council,
        works_council_on=proposal.works_council_on,
        works_council_document=proposal.works_council_document,
    )
    hashes = {text.language: _hash(text) for text in texts}
    version.binding = binding_hash(version, hashes)
    version.save()
    for text in texts:
        _freeze_language(version, text, hashes[text.language])
    return version


def _next_number(policy: Policy, change_class: str) -> tuple[int, int]:
    latest = policy.current
    if latest is None:
        return 1, 0
    if change_class == ChangeClass.MATERIAL:
        return latest.major + 1, 0
    newest = policy.versions.filter(major=latest.major).aggregate(Max("minor"))["minor__max"]
    return latest.major, newest + 1


def _freeze_language(version: PolicyVersion, text: ProposedRendition, sha256: str) -> None:
    rendition = Rendition.objects.create(
        version=version,
        language=text.language,
        title=text.title,
        summary=text.summary,
        statement=text.statement,
        html=text.html,
        text=text.text,
        contact=text.contact,
        sha256=sha256,
    )
    rendition.assets.set(text.assets.all())


def _hash(text: ProposedRendition) -> str:
    return rendition_hash(
        language=text.language,
        title=text.title,
        summary=text.summary,
        statement=text.statement,
        html=text.html,
        text=text.text,
        contact=text.contact,
        assets=[asset.sha256 for asset in text.assets.all()],
    )


def _decide(
    proposal: ReleaseProposal, version: PolicyVersion, by: Employee, left_out: list[str], note: str
) -> None:
    proposal.state, proposal.version, proposal.left_out = ProposalState.RELEASED, version, left_out
    proposal.decided_by, proposal.decision_note = by, note
    proposal.decided_at = proposal.decided_at or timezone.now()
    proposal.save()


def _ask(policy: Policy, version: PolicyVersion) -> int:
    if version.change_class == ChangeClass.MATERIAL:
        return ask_audience(policy, version)
    move_open_requests_on(policy, version)
    recompute_requests(policy=policy)
    return 0
