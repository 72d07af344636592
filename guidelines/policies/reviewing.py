"""When a guideline is to be looked at again, and whom to remind of it.

The day is the page's review-by day or the one set by "reviewed, unchanged", whichever is later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from accounts.people.choices import Role, Status
from accounts.people.models import Employee
from guidelines.library.models import GuidelinePage
from guidelines.policies.models import Policy, PolicyReview

SOON_DAYS = 30
MONTH_DAYS = 30


@dataclass(frozen=True)
class Review:
    """One guideline and its day. `owner` is nobody when the page names none who works here at present."""

    policy: Policy
    due_on: date
    owner: Employee | None

    def days_left(self, today: date) -> int:
        """Days from `today` until the review is due; negative afterwards."""
        return (self.due_on - today).days

    def stage(self, today: date) -> str:
        """The reminder that fits `today`: "soon", "due", "late-1" after a month and so on; "" before."""
        return stage_of(self.due_on, today)


def stage_of(due_on: date, today: date) -> str:
    """The reminder of a review due on `due_on` that fits `today`; see `Review.stage`."""
    left = (due_on - today).days
    if left > SOON_DAYS:
        return ""
    if left > 0:
        return "soon"
    months = -left // MONTH_DAYS
    return f"late-{months}" if months else "due"


def reviews(policies: Iterable[Policy] | None = None) -> list[Review]:
    """All guidelines in force that have a review day, earliest first."""
    chosen = list(Policy.objects.in_force().select_related("current") if policies is None else policies)
    upkeep = _upkeep(chosen)
    postponed = _postponed(chosen)
    owners = Employee.objects.filter(status=Status.ACTIVE).select_related("location")
    people = owners.in_bulk([owner for _day, owner in upkeep.values() if owner])
    found = []
    for policy in chosen:
        day, owner = upkeep.get(policy.translation_key, (None, None))
        days = [one for one in (day, postponed.get(policy.pk)) if one]
        if days:
            found.append(Review(policy, max(days), people.get(owner) if owner else None))
    return sorted(found, key=lambda review: (review.due_on, review.policy.slug))


def review_of(policy: Policy) -> Review | None:
    return next(iter(reviews([policy])), None)


def due_reviews(today: date) -> list[Review]:
    """Those due within 30 days or overdue."""
    return [review for review in reviews() if review.stage(today)]


def responsible_for(review: Review) -> list[Employee]:
    """The content owner; without one at work, everybody who approves."""
    if review.owner:
        return [review.owner]
    approvers = Employee.objects.with_role(Role.APPROVER).filter(status=Status.ACTIVE)
    return list(approvers.select_related("location"))


def suggested_day(today: date) -> date:
    """A year from today."""
    return today + timedelta(days=365)


def _upkeep(policies: list[Policy]) -> dict[object, tuple[date | None, int | None]]:
    """Review-by day and owner of each guideline, from its latest draft: the page's own row may be older."""
    pages = GuidelinePage.objects.originals().filter(
        translation_key__in=[policy.translation_key for policy in policies]
    )
    found = {}
    for page in pages.select_related("latest_revision").only(
        "translation_key", "review_by", "content_owner", "latest_revision__content"
    ):
        content = page.latest_revision.content if page.latest_revision else None
        found[page.translation_key] = (
            from_draft(content) if content else (page.review_by, page.content_owner_id)
        )
    return found


def from_draft(content: dict[str, object]) -> tuple[date | None, int | None]:
    """Review-by day and the owner's id, as a revision of a page holds them."""
    day, owner = content.get("review_by"), content.get("content_owner")
    return (date.fromisoformat(str(day)) if day else None), (int(str(owner)) if owner else None)


def _postponed(policies: list[Policy]) -> dict[int, date]:
    """The day named by the latest "reviewed, unchanged" of each guideline."""
    rows = PolicyReview.objects.filter(version__policy__in=policies).values("version__policy")
    return dict(rows.annotate(day=Max("next_review_on")).values_list("version__policy", "day"))
