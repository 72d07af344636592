"""What this room mails: what others have decided or recorded for somebody."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from accounts.people.choices import EMPLOYED
from accounts.people.emails import recipient
from accounts.people.models import Employee
from portal.mail.operations import Outgoing, send, send_many
from portal.mail.registry import facts
from training.assignments.choices import EvidenceState
from training.assignments.models import Completion, EquivalentEvidence
from training.courses.reading import titles_of

DECIDED, RECORDED = "assignments.evidence_decided", "assignments.recorded"
NOTE_MAX, NAMED = 1000, 10


def tell_decision(evidence: EquivalentEvidence, *, note: str) -> None:
    """To the learner: whether what they did elsewhere counts, and what was noted on a refusal."""
    person = evidence.assignment.employee
    if not person.email:
        return
    accepted = evidence.state == EvidenceState.ACCEPTED
    send(
        DECIDED,
        to=recipient(person),
        context={
            "title": title_of(evidence.assignment.course.current_id, person.language)
            or evidence.assignment.course.slug,
            "slug": evidence.assignment.course.slug,
            "done_on": evidence.done_on.isoformat(),
            "accepted": accepted,
            "note": "" if accepted else note[:NOTE_MAX],
        },
        key=f"evidence-decided:{evidence.ref}",
    )


def tell_recorded(completions: Iterable[Completion], *, batch: UUID) -> int:
    """One mail to everybody for whom something was recorded, however many courses; returns how many."""
    mine: dict[int, list[Completion]] = {}
    people: dict[int, Employee] = {}
    for completion in completions:
        person = completion.employee
        if person.email and person.status in EMPLOYED:
            people[person.pk] = person
            mine.setdefault(person.pk, []).append(completion)
    titles = _titles(mine.values())
    letters = [
        Outgoing(
            to=recipient(people[pk]),
            context={
                "courses": _named(theirs, titles.get(people[pk].language, {})),
                "count": len(_slugs(theirs)),
            },
            key=f"recorded:{batch}:{people[pk].ref}",
        )
        for pk, theirs in mine.items()
    ]
    send_many(RECORDED, letters)
    return len(letters)


def _named(theirs: Iterable[Completion], titles: Mapping[int, str]) -> list[dict[str, str]]:
    """Each course once, although it may count for several requirements."""
    found = {}
    for one in theirs:
        title = titles.get(one.course.current_id or 0, one.course.slug)
        found.setdefault((one.course_id, one.valid_from), {"title": title, "on": one.valid_from.isoformat()})
    return list(found.values())[:NAMED]


def _slugs(theirs: Iterable[Completion]) -> set[tuple[int, date]]:
    return {(one.course_id, one.valid_from) for one in theirs}


def _titles(groups: Iterable[Iterable[Completion]]) -> dict[str, dict[int, str]]:
    """The titles of the courses in every language somebody reads."""
    wanted: dict[str, set[int]] = {}
    for theirs in groups:
        for one in theirs:
            if one.course.current_id:
                wanted.setdefault(one.employee.language, set()).add(one.course.current_id)
    return {language: titles_of(versions, language) for language, versions in wanted.items()}


def title_of(version: int | None, language: str) -> str:
    return titles_of([version], language).get(version, "") if version else ""


@facts(DECIDED)
def _day(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"day": date.fromisoformat(context["done_on"])}


@facts(RECORDED)
def _days(context: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rows": [{"title": one["title"], "day": date.fromisoformat(one["on"])} for one in context["courses"]]
    }
