"""What this room mails: proposals that wait, and how they were decided."""

from accounts.people.emails import recipient
from accounts.people.models import Employee
from guidelines.policies.reading import in_language
from portal.mail.operations import send
from training.courses.choices import ProposalState
from training.courses.models import CourseProposal
from training.courses.permissions import who_could_decide

NOTE_MAX = 2000


def tell_approvers(proposal: CourseProposal) -> None:
    """A proposal waits: one mail to everybody who may decide on it."""
    for person in who_could_decide(proposal):
        _tell("courses.proposal_waiting", proposal, person, key=f"course-waiting:{proposal.ref}:{person.ref}")


def tell_proposer(proposal: CourseProposal) -> None:
    """The proposal was decided: what, and what the approver noted."""
    _tell(
        "courses.proposal_decided",
        proposal,
        proposal.proposed_by,
        key=f"course-{proposal.state}:{proposal.ref}",
    )


def _tell(kind: str, proposal: CourseProposal, person: Employee, *, key: str) -> None:
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
