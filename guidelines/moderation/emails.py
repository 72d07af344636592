"""What this room mails. No mail carries a name from outside, a quote or a link to a post."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.dateparse import parse_datetime

from accounts.people.choices import Role
from accounts.people.emails import recipient
from accounts.people.models import Employee
from accounts.people.registrations import holders
from guidelines.moderation.models import Appeal, Ban, Matter, Notice, ReviewCase
from guidelines.moderation.permissions import appeal_deciders
from portal.mail.operations import Outgoing, send_many
from portal.mail.registry import facts

CLOSE_TO_IT = (Role.ACCOUNT_ADMIN,)
EVERYBODY = (Role.ACCOUNT_ADMIN, Role.CRISIS_LEAD, Role.LEGAL)


def tell_of_notice(notice: Notice) -> None:
    roles = EVERYBODY if notice.is_urgent else CLOSE_TO_IT
    _tell("moderation.notice_received", notice, people_of(notice, *roles), urgent=notice.is_urgent)


def warn_of_notice(notice: Notice) -> None:
    """The later, the wider: first who is close to it, then legal and crisis leads too."""
    roles = CLOSE_TO_IT if notice.warnings == 1 else EVERYBODY
    people = people_of(notice, *roles)
    _tell("moderation.notice_due", notice, people, key=str(notice.warnings), degree=notice.warnings)


def remind_of_ban(ban: Ban) -> None:
    case = ban.decision.case
    people = people_of(case, Role.ACCOUNT_ADMIN, Role.CRISIS_LEAD)
    key = f"{ban.ref}:{ban.due_at:%Y%m%d%H%M}"
    due, for_good = ban.due_at.isoformat(), ban.is_permanent
    _tell("moderation.ban_ending", case, people, key=key, due_at=due, for_good=for_good)


def ask_for_appeal(appeal: Appeal) -> None:
    """Whoever may decide it; nobody who has decided in the case before."""
    _about("moderation.appeal_waiting", appeal, appeal_deciders(appeal))


def appeal_is_overdue(appeal: Appeal) -> None:
    case = appeal.decision.case
    _about(
        "moderation.appeal_overdue", appeal, [*appeal_deciders(appeal), *people_of(case, Role.CRISIS_LEAD)]
    )


def tell_operator_is_silent(review: ReviewCase) -> None:
    key, people = f"{review.reminders}:{review.due_at:%Y%m%d}", people_of(review, Role.ACCOUNT_ADMIN)
    _tell("moderation.operator_silent", review, people, key=key)


def people_of(matter: Matter, *roles: Role) -> list[Employee]:
    """Who hears of a matter: who looks after it, owner and deputy of the account, holders of `roles`."""
    close = [matter.looked_after_by]
    if matter.account:
        close += [matter.account.owner, matter.account.deputy]
    return [*(one for one in close if one and one.is_active), *holders(*roles)]


def _about(kind: str, appeal: Appeal, people: Iterable[Employee]) -> None:
    facts = {"appeal": str(appeal.ref), "due_at": appeal.due_at.isoformat()}
    _tell(kind, appeal.decision.case, people, key=str(appeal.ref), **facts)


def _tell(kind: str, matter: Matter, people: Iterable[Employee], *, key: str = "", **facts: Any) -> None:
    context = {"number": matter.number, "ref": str(matter.ref), "where": matter.where}
    if matter.due_at:
        context["due_at"] = matter.due_at.isoformat()
    letters = [
        Outgoing(recipient(person), {**context, **facts}, f"{kind}:{matter.ref}:{key}:{person.ref}")
        for person in {one.pk: one for one in people}.values()
        if person.email
    ]
    send_many(kind, letters)


@facts("moderation.notice_received")
@facts("moderation.notice_due")
@facts("moderation.ban_ending")
@facts("moderation.appeal_waiting")
@facts("moderation.appeal_overdue")
@facts("moderation.operator_silent")
def _due(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"due": parse_datetime(context.get("due_at", ""))}
