"""The mails of this room. Their rows hold an id; what they say is looked up when they leave."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from accounts.people.emails import recipient
from guidelines.policies.choices import Method
from guidelines.policies.models import Acknowledgement, PaperConfirmation
from portal.mail.operations import Outgoing, send, send_many
from portal.mail.registry import facts
from reports.reminders.choices import LetterKind
from reports.reminders.composing import compose
from reports.reminders.models import Letter
from reports.reminders.wording import spoken_day

DAILY = "reminders.daily"
BY_HAND = "reminders.by_hand"
RECORDED = "reminders.recorded"
KINDS = {LetterKind.DAILY: DAILY, LetterKind.BY_HAND: BY_HAND}


def send_letters(letters: Iterable[Letter], kind: LetterKind) -> None:
    """Write the mails of `letters`, all of one kind, in the caller's transaction."""
    by_key = {f"letter:{kind}:{letter.day}:{letter.employee.ref}": letter for letter in letters}
    wanted = (
        Outgoing(recipient(letter.employee), {"letter": letter.pk}, key) for key, letter in by_key.items()
    )
    for key, message in send_many(KINDS[kind], wanted).items():
        by_key[key].message = message
    Letter.objects.bulk_update(by_key.values(), ["message"])


def tell_recorded(given: Acknowledgement) -> None:
    """Tell somebody what was recorded for them; without an address the row is there and HR sees it."""
    send(
        RECORDED,
        to=recipient(given.employee),
        context={"acknowledgement": str(given.ref)},
        key=f"recorded:{given.ref}",
    )


@facts(DAILY)
@facts(BY_HAND)
def letter_facts(context: Mapping[str, Any]) -> dict[str, Any]:
    letter = Letter.objects.select_related("employee__location").get(pk=context["letter"])
    return {
        "overdue_max": settings.REMINDER_OVERDUE_MAX,
        **compose(letter, str(get_language()), settings.PORTAL_BASE_URL.rstrip("/")),
    }


@facts(RECORDED)
def recorded_facts(context: Mapping[str, Any]) -> dict[str, Any]:
    given = Acknowledgement.objects.select_related("rendition", "version").get(ref=context["acknowledgement"])
    paper = PaperConfirmation.objects.filter(request=given.request_id, decided_at__isnull=False).latest("pk")
    path = reverse("policies:acknowledgement-detail", args=[given.ref])
    return {
        "title": given.rendition.title,
        "title_language": given.rendition.language,
        "number": given.version.number,
        "on_paper": given.method == Method.PAPER,
        "signed_on": spoken_day(paper.signed_on),
        "recorded_by": given.actor.name,
        "link": f"{settings.PORTAL_BASE_URL.rstrip('/')}{path}",
    }
