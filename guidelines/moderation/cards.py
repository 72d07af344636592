"""What the card of an account says of moderation, and the part of the incident room."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from accounts.register.permissions import works_here
from accounts.register.registry import CardPart
from guidelines.incidents.models import Incident
from guidelines.moderation.models import ModerationCase, Notice
from guidelines.moderation.permissions import can_open, keeps_register

REGION = "moderation"


def of_account(account: CorporateAccount, person: Employee) -> CardPart | None:
    """Everybody who works here can pass on what they were told; cases are for who works on the channel."""
    if not works_here(person):
        return None
    may_open = can_open(person, account)
    cases = ModerationCase.objects.filter(account=account).exclude(due_at=None) if may_open else None
    context = {"account": account, "may_open": may_open, "waiting": cases.count() if cases else 0}
    return CardPart("moderation/card.html", context)


def of_incident(request: HttpRequest, incident: Incident) -> str:
    """Cases and notices that belong to an incident; whoever is in its room sees what was decided."""
    cases = ModerationCase.objects.filter(incident=incident).select_related("account__platform")
    notices = Notice.objects.filter(incident=incident).select_related("account__platform")
    context = {
        "incident": incident,
        "cases": cases.prefetch_related("decisions").order_by("-pk")[:20],
        "notices": notices.order_by("-pk")[:20],
        "keeps": keeps_register(request.user),
    }
    return render_to_string("moderation/room.html", context, request=request)
