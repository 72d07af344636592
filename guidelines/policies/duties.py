"""What a person owes or is offered here, for home, digest and calendar."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from accounts.people.registry import Duty
from guidelines.policies.models import AcknowledgementRequest, Rendition
from guidelines.policies.querysets import word_count
from guidelines.policies.reading import choose, minutes_of
from guidelines.policies.standing import is_overdue
from guidelines.policies.wording import words_of


def duties_of(person: Employee) -> Iterable[Duty]:
    """Open requests; a consent is an offer, never required and never overdue (K5). Two queries."""
    requests = list(AcknowledgementRequest.objects.open().of(person).select_related("version"))
    texts = texts_of({request.version_id for request in requests}) if requests else {}
    today = local_day(timezone.now(), person.location)
    return [_duty(request, person, texts[request.version_id], today) for request in requests]


def texts_of(versions: set[int]) -> dict[int, list[Rendition]]:
    """Titles and lengths of the given versions in every language, in one query."""
    found: dict[int, list[Rendition]] = {}
    renditions = Rendition.objects.filter(version__in=versions).annotate(words=word_count("text"))
    for rendition in renditions.only("version", "language", "title", "summary"):
        found.setdefault(rendition.version_id, []).append(rendition)
    return found


def _duty(request: AcknowledgementRequest, person: Employee, texts: list[Rendition], today: date) -> Duty:
    version = request.version
    rendition = choose(texts, version, wanted=person.language).rendition
    return Duty(
        key=f"acknowledgement:{request.ref}",
        title=rendition.title,
        action=words_of(version.statement_kind).task,
        url=reverse("policies:acknowledge", args=[request.ref]),
        due_on=request.due_on,
        overdue=version.required and is_overdue(request, today),
        required=version.required,
        minutes=minutes_of(rendition.words),
        paused=request.paused_on is not None,
    )
