"""What this room mails. Subjects and contexts hold no number; links are made when the mail is sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from accounts.people.choices import Role
from accounts.people.emails import recipient
from accounts.people.models import Employee
from guidelines.editions.reading import text_for
from guidelines.playbooks.structure import plan_of
from guidelines.playbooks.tokens import PERSON, Subject, asked, token_of
from portal.mail.operations import Outgoing, Recipient, send, send_many
from portal.mail.registry import facts

STILL_RIGHT = "playbooks.still_right"
SOMETHING_CHANGED = "playbooks.something_changed"


def ask(subject: Subject, now: datetime) -> None:
    """One mail to one person or contact, whatever they stand for."""
    to = Recipient(
        ref=subject.ref if subject.kind == PERSON else None,
        address=subject.address,
        language=subject.language,
        name=subject.name,
    )
    context = {"kind": subject.kind, "subject": str(subject.ref)}
    send(STILL_RIGHT, to=to, context=context, key=f"still-right:{subject.ref}:{now:%Y%m%d%H%M}")


def tell_keepers(subject: Subject, now: datetime) -> None:
    """Crisis leads hear that an entry is no longer right; what it says stands on the page."""
    works = {row.work.slug: row.work for row in subject.rows}
    slug = next(iter(works))
    people = Employee.objects.who_may_sign_in().with_role(Role.CRISIS_LEAD).exclude(email=None)
    send_many(
        SOMETHING_CHANGED,
        [
            Outgoing(
                recipient(person),
                {"name": subject.name, "playbook": slug},
                f"something-changed:{subject.ref}:{person.ref}:{now:%Y%m%d%H%M%S}",
            )
            for person in people
        ],
    )


@facts(STILL_RIGHT)
def _still_right(context: Mapping[str, Any]) -> dict[str, Any]:
    subject = asked(context["kind"], UUID(context["subject"]))
    if subject is None:
        return {"link": settings.PORTAL_BASE_URL, "entries": []}
    path = reverse("playbooks:still-right", args=[token_of(subject)])
    return {
        "link": f"{settings.PORTAL_BASE_URL.rstrip('/')}{path}",
        "entries": entries_of(subject),
        "days": settings.CONTACT_LINK_VALID_DAYS,
    }


def entries_of(subject: Subject) -> list[str]:
    """What somebody stands for, in the language of the moment: "Shitstorm: Crisis lead"."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    found = []
    for row in subject.rows:
        if row.work.current is None:
            continue
        text = text_for(row.work.current, language)
        plan = plan_of(text.data)
        names = {one.key: one.name for one in (*plan.contacts, *plan.roles)}
        key = row.role if subject.kind == PERSON else row.key
        found.append(f"{text.title}: {names.get(key, key)}")
    return found
