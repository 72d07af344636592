"""What this room mails: receipts for who wants them there, and what waits around releases and reviews."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.people.calendar import is_working_day
from accounts.people.models import Employee
from guidelines.policies.choices import ProposalState
from guidelines.policies.models import Acknowledgement, Policy, ReleaseProposal
from guidelines.policies.permissions import can_propose, who_could_decide
from guidelines.policies.reading import in_language
from guidelines.policies.reviewing import Review, responsible_for
from portal.mail.operations import Recipient, send
from portal.mail.registry import attachment_providers, facts

ATTACHMENT = "evidence"
NOTE_MAX = 2000


def can_mail_receipt(person: Employee) -> bool:
    """Whether there is an address and somebody who issues the PDF."""
    return bool(person.email) and ATTACHMENT in attachment_providers


def mail_receipt(given: Acknowledgement, *, to: Employee) -> None:
    """Send the evidence PDF to the person themself; at most once an hour, however often they click."""
    send(
        "policies.receipt",
        to=recipient(to),
        context={
            "title": given.rendition.title,
            "number": given.version.number,
            "acknowledgement": str(given.ref),
        },
        key=f"receipt:{given.ref}:{timezone.now():%Y%m%d%H}",
        attachment=f"{ATTACHMENT}:{given.ref}",
    )


def tell_approvers(proposal: ReleaseProposal) -> None:
    """A proposal waits: one mail to everybody who may decide on it."""
    for person in who_could_decide(proposal):
        _tell(
            "policies.proposal_waiting", proposal, person, key=f"proposal-waiting:{proposal.ref}:{person.ref}"
        )


def tell_proposer(proposal: ReleaseProposal) -> None:
    """The proposal was decided: what, and what the approver noted."""
    person = proposal.proposed_by
    _tell("policies.proposal_decided", proposal, person, key=f"proposal-{proposal.state}:{proposal.ref}")


def mail_review(review: Review, *, today: date) -> int:
    """Remind of a review, each stage once per person, on a working day of theirs; returns how many people."""
    stage = review.stage(today)
    people = [one for one in responsible_for(review) if one.email and is_working_day(today, one.location)]
    for person in people if stage else ():
        send(
            "policies.guideline_review",
            to=recipient(person),
            context={
                "title": title_of(review.policy, person.language),
                "slug": review.policy.slug,
                "due_on": review.due_on.isoformat(),
                "stage": stage.partition("-")[0],
                "is_owner": review.owner is not None,
                "may_review": can_propose(person),
            },
            key=f"review:{review.policy.ref}:{review.due_on:%Y%m%d}:{stage}:{person.ref}",
        )
    return len(people) if stage else 0


def title_of(policy: Policy, language: str) -> str:
    """The title in force, in the reader's language where it exists."""
    texts = policy.current.renditions.values_list("language", "title") if policy.current else ()
    return in_language(dict(texts), language) or policy.slug


def recipient(person: Employee) -> Recipient:
    return Recipient(person.ref, person.email, person.language, person.name)


def _tell(kind: str, proposal: ReleaseProposal, person: Employee, *, key: str) -> None:
    if not person.email:
        return
    titles = dict(proposal.renditions.values_list("language", "title"))
    context = {
        "title": in_language(titles, person.language),
        "proposal": str(proposal.ref),
        "proposer": proposal.proposed_by.name,
        "decider": proposal.decided_by.name if proposal.decided_by else "",
        "state": ProposalState(proposal.state).value,
        "release_on": proposal.release_on.isoformat() if proposal.release_on else "",
        "note": proposal.decision_note[:NOTE_MAX],
    }
    send(kind, to=recipient(person), context=context, key=key)


@facts("policies.proposal_decided")
def _day_of_release(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"day": date.fromisoformat(context["release_on"])} if context["release_on"] else {}


@facts("policies.guideline_review")
def _day_of_review(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"day": date.fromisoformat(context["due_on"])}
