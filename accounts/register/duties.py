"""What DPO and legal owe here: a decision on each request that their side has not answered."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.people.registry import Duty
from accounts.register.models import ChannelApproval
from accounts.register.permissions import sides_of


def duties_of(person: Employee) -> Iterable[Duty]:
    """One query, and none for whoever decides for no side."""
    sides = sides_of(person)
    if not sides:
        return []
    return [_duty(approval) for approval in ChannelApproval.objects.to_decide(person, sides)]


def waiting_for(person: Employee) -> int:
    """How many requests wait for `person`, for the number beside the menu entry."""
    sides = sides_of(person)
    return len(ChannelApproval.objects.to_decide(person, sides)) if sides else 0


def _duty(approval: ChannelApproval) -> Duty:
    return Duty(
        key=f"approval:{approval.ref}",
        title=str(approval),
        action=_("Decide on a channel"),
        url=reverse("register:approval-show", args=[approval.ref]),
        due_on=None,
        overdue=False,
    )
