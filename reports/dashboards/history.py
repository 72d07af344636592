"""Everything about one person, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.people.models import AudienceEntry, Employee
from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest
from portal.mail.choices import MessageState
from portal.mail.models import Message
from reports.dashboards.standing import Standing, standing_on
from reports.dashboards.titles import titles_of

REQUESTS, ENTRIES, MAILS = 300, 100, 50
MAIL_TONES = {
    MessageState.SENT: "success",
    MessageState.REFUSED: "danger",
    MessageState.FAILED: "danger",
    MessageState.QUEUED: "info",
}


@dataclass(frozen=True)
class Chapter:
    """One request with all that happened to it."""

    request: AcknowledgementRequest
    title: str
    standing: Standing

    @property
    def is_open(self) -> bool:
        return self.request.state == RequestState.OPEN

    @property
    def can_be_handled(self) -> bool:
        """A consent is free: nobody is exempt from it, it has no deadline, and HR reminds of nothing."""
        return self.is_open and self.request.version.required

    @property
    def acknowledgement(self) -> Any:
        return getattr(self.request, "acknowledgement", None)

    @property
    def reservation(self) -> Any:
        return getattr(self.acknowledgement, "reservation", None)

    @property
    def withdrawal(self) -> Any:
        return getattr(self.acknowledgement, "withdrawal", None)

    @property
    def waiting_paper(self) -> Any:
        return next((paper for paper in self.request.paper.all() if paper.decided_at is None), None)


def chapters_of(person: Employee, language: str, today: date) -> list[Chapter]:
    """Requests, open ones first, then the newest. Four queries."""
    requests = AcknowledgementRequest.objects.of(person).select_related(
        "policy", "version", "audience", "department", "acknowledgement__version",
        "acknowledgement__reservation", "acknowledgement__withdrawal", "acknowledgement__actor",
    )  # fmt: skip
    rows = list(
        requests.prefetch_related(
            "extensions__extended_by", "paper__recorded_by", "paper__decided_by"
        ).order_by("-asked_at", "-pk")[:REQUESTS]
    )
    titles = titles_of((row.version_id for row in rows), language)
    chapters = [Chapter(row, titles[row.version_id], standing_on(row, today)) for row in rows]
    return sorted(chapters, key=lambda chapter: not chapter.is_open)


def audience_history(person: Employee) -> list[AudienceEntry]:
    """Why somebody was asked: when they came into an audience or left it, newest first."""
    return list(person.audience_entries.select_related("audience").order_by("-at", "-pk")[:ENTRIES])


def mails_to(person: Employee) -> list[tuple[Message, str]]:
    """What was sent to them, newest first, each with the tone of its state. The text is never stored."""
    mails = Message.objects.to_person(person.ref).order_by("-queued_at", "-pk")[:MAILS]
    return [(mail, MAIL_TONES[MessageState(mail.state)]) for mail in mails]
