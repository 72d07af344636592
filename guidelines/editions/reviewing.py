"""When a work is to be looked at again, and whom to remind of it.

The day and the owner are those of the newest draft: an owner moves the day on without a release.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.people.choices import Role, Status
from accounts.people.models import Employee
from guidelines.editions.models import Edition, Work
from guidelines.editions.registry import genres
from guidelines.policies.reviewing import from_draft, stage_of


@dataclass(frozen=True)
class Review:
    """One work in force and its day. `owner` is nobody when the page names none who works here at present."""

    edition: Edition
    due_on: date
    owner: Employee | None

    def stage(self, today: date) -> str:
        return stage_of(self.due_on, today)


def reviews(works: Iterable[Work] | None = None) -> list[Review]:
    """All works in force that have a review day, earliest first; five statements and one per genre."""
    chosen = list(Work.objects.in_force().with_texts() if works is None else works)
    upkeep = upkeep_of(chosen)
    owners = Employee.objects.filter(status=Status.ACTIVE).select_related("location")
    people = owners.in_bulk([owner for _day, owner in upkeep.values() if owner])
    found = []
    for work in chosen:
        day, owner = upkeep.get(work.translation_key, (None, None))
        if day and work.current:
            found.append(Review(work.current, day, people.get(owner) if owner else None))
    return sorted(found, key=lambda review: (review.due_on, review.edition.work.slug))


def due_reviews(today: date) -> list[Review]:
    """Those due within 30 days or overdue."""
    return [review for review in reviews() if review.stage(today)]


def responsible_for(review: Review) -> list[Employee]:
    """The content owner; without one at work, everybody who approves."""
    if review.owner:
        return [review.owner]
    approvers = Employee.objects.with_role(Role.APPROVER).filter(status=Status.ACTIVE)
    return list(approvers.select_related("location"))


def upkeep_of(works: Iterable[Work]) -> Mapping[UUID, tuple[date | None, int | None]]:
    """Review-by day and the owner's id of each work, by translation key."""
    keys = [work.translation_key for work in works]
    found: dict[UUID, tuple[date | None, int | None]] = {}
    for genre in genres():
        pages: Any = genre.page.objects.filter(
            translation_key__in=keys, locale__language_code=F("authoritative_language")
        )
        for page in pages.select_related("latest_revision"):
            content = page.latest_revision.content if page.latest_revision else None
            found[page.translation_key] = (
                from_draft(content) if content else (page.review_by, page.content_owner_id)
            )
    return found
