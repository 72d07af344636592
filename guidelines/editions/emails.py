"""What this room mails: proposals that wait, how they were decided, and works to look at again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.people.calendar import is_working_day
from accounts.people.models import Employee
from guidelines.editions.choices import ProposalState
from guidelines.editions.models import EditionProposal
from guidelines.editions.permissions import who_could_decide
from guidelines.editions.reading import text_for
from guidelines.editions.reviewing import Review, responsible_for
from guidelines.policies.emails import recipient
from guidelines.policies.reading import in_language
from portal.mail.operations import send
from portal.mail.registry import facts

NOTE_MAX = 2000


def tell_approvers(proposal: EditionProposal) -> None:
    """A proposal waits: one mail to everybody who may decide on it."""
    for person in who_could_decide(proposal):
        _tell(
            "editions.proposal_waiting", proposal, person, key=f"edition-waiting:{proposal.ref}:{person.ref}"
        )


def tell_proposer(proposal: EditionProposal) -> None:
    """The proposal was decided: what, and what the approver noted."""
    person = proposal.proposed_by
    _tell("editions.proposal_decided", proposal, person, key=f"edition-{proposal.state}:{proposal.ref}")


def mail_review(review: Review, *, today: date) -> int:
    """Remind of a review, each stage once per person, on a working day of theirs; returns how many people."""
    stage = review.stage(today)
    people = [one for one in responsible_for(review) if one.email and is_working_day(today, one.location)]
    for person in people if stage else ():
        send(
            "editions.review",
            to=recipient(person),
            context={
                "title": text_for(review.edition, person.language).title,
                "genre": review.edition.work.genre,
                "slug": review.edition.work.slug,
                "due_on": review.due_on.isoformat(),
                "stage": stage.partition("-")[0],
                "is_owner": review.owner is not None,
            },
            key=f"edition-review:{review.edition.work.ref}:{review.due_on:%Y%m%d}:{stage}:{person.ref}",
        )
    return len(people) if stage else 0


def _tell(kind: str, proposal: EditionProposal, person: Employee, *, key: str) -> None:
    if not person.email:
        return
    titles = dict(proposal.texts.values_list("language", "title"))
    context = {
        "title": in_language(titles, person.language),
        "proposal": str(proposal.ref),
        "proposer": proposal.proposed_by.name,
        "decider": proposal.decided_by.name if proposal.decided_by else "",
        "state": ProposalState(proposal.state).value,
        "note": proposal.decision_note[:NOTE_MAX],
    }
    send(kind, to=recipient(person), context=context, key=key)


@facts("editions.review")
def _day_of_review(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"day": date.fromisoformat(context["due_on"])}
