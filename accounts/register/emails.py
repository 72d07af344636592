"""What this room mails: requests to whoever decides for a side, decisions to whoever asked and answers."""

from collections.abc import Mapping
from typing import Any

from accounts.people.emails import recipient
from accounts.people.models import Employee
from accounts.people.registrations import holders
from accounts.register.choices import ApprovalState, ChannelUse
from accounts.register.models import ChannelApproval, CorporateAccount
from accounts.register.permissions import SIDES
from portal.mail.operations import send
from portal.mail.registry import facts

NOTE_MAX = 2000


def ask_sides(approval: ChannelApproval) -> None:
    """A request waits: one mail to everybody who decides for a side."""
    for person in holders(*SIDES.values()):
        _tell("register.approval_waiting", approval, person)


def tell_decision(approval: ChannelApproval) -> None:
    """To who asked, and to owners and deputies of the platform's accounts."""
    told = {approval.requested_by_id: approval.requested_by}
    accounts = CorporateAccount.objects.open_to_staff().filter(platform=approval.platform_id)
    for account in accounts.select_related("owner", "deputy"):
        told |= {account.owner_id: account.owner, account.deputy_id: account.deputy}
    for person in told.values():
        if person.is_active:
            _tell("register.approval_decided", approval, person)


def _tell(kind: str, approval: ChannelApproval, person: Employee) -> None:
    if not person.email:
        return
    last = approval.decisions.order_by("-pk").first()
    context = {
        "approval": str(approval.ref),
        "platform": approval.platform.name_for(person),
        "use": approval.use,
        "is_approved": approval.state == ApprovalState.APPROVED,
        "note": last.note[:NOTE_MAX] if last else "",
        "asks": approval.requested_by.name,
    }
    send(kind, to=recipient(person), context=context, key=f"{kind}:{approval.ref}:{person.ref}")


@facts("register.approval_waiting")
@facts("register.approval_decided")
def _use_in_words(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"use_in_words": ChannelUse(context["use"]).label}
