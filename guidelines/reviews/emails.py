"""What this room mails: an action that was given to somebody, and that it is due."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import override

from accounts.people.choices import MAY_SIGN_IN
from accounts.people.emails import recipient
from guidelines.incidents.choices import Mode
from guidelines.reviews.models import Action
from portal.mail.operations import Outgoing, send_many

AGAIN_AFTER_DAYS = 7


def tell_owner(action: Action, kind: str) -> None:
    """One mail about one action."""
    if action.owner.email:
        send_many(kind, [_letter(action, f"{kind}:{action.ref}")])


def remind_of_actions(today: date) -> int:
    """Remind owners of open actions on the day they are due and once a week after; the number of mails."""
    due = (
        Action.objects.due_by(today)
        .filter(owner__status__in=MAY_SIGN_IN)
        .select_related("owner", "finding__review__incident")
    )
    letters = [
        _letter(action, f"reviews.action_due:{action.ref}:{today.isoformat()}")
        for action in due
        if action.owner.email and (today - action.due_on).days % AGAIN_AFTER_DAYS == 0
    ]
    if letters:
        send_many("reviews.action_due", letters)
    return len(letters)


def _letter(action: Action, key: str) -> Outgoing:
    """The incident's title stays inside: the owner may not be one of those who know it."""
    incident = action.finding.review.incident
    with override(action.owner.language):
        due = date_format(action.due_on, "DATE_FORMAT")
    context = {
        "what": action.what,
        "due": due,
        "action": str(action.ref),
        "is_drill": incident.mode == Mode.DRILL,
    }
    return Outgoing(recipient(action.owner), context, key)
