"""What waits for a person here: appeals to decide, notices to deal with."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from accounts.people.registry import Duty
from guidelines.moderation.deadlines import last_day
from guidelines.moderation.models import Appeal, ModerationDecision, Notice

MOST = 20


def duties_of(person: Employee) -> Iterable[Duty]:
    """One query for a role that decides here, none for anybody else."""
    if has_role(person, Role.LEGAL):
        yield from (_appeal(one) for one in appeals_for(person))
    elif has_role(person, Role.ACCOUNT_ADMIN, Role.CRISIS_LEAD):
        notices = Notice.objects.waiting().select_related("account__platform")
        yield from (_notice(one) for one in notices[:MOST])


def appeals_for(person: Employee) -> list[Appeal]:
    """Those in whose case `person` has decided nothing; the operation looks at every step again."""
    mine = ModerationDecision.objects.filter(case=OuterRef("decision__case"), decided_by=person)
    return list(Appeal.objects.waiting().exclude(Exists(mine)).with_parts().order_by("due_at")[:MOST])


def _appeal(appeal: Appeal) -> Duty:
    return Duty(
        key=f"moderation-appeal:{appeal.ref}",
        title=f"{appeal.decision.case.number} · {appeal.decision.case.where}",
        action=_("Decide an appeal"),
        url=reverse("moderation:appeal-show", args=[appeal.ref]),
        due_on=last_day(appeal.due_at),
        overdue=appeal.due_at < timezone.now(),
    )


def _notice(notice: Notice) -> Duty:
    return Duty(
        key=f"moderation-notice:{notice.ref}",
        title=f"{notice.number} · {notice.where}",
        action=_("Deal with a notice"),
        url=reverse("moderation:notice-show", args=[notice.ref]),
        due_on=last_day(notice.answer_by),
        overdue=notice.answer_by < timezone.now(),
    )
