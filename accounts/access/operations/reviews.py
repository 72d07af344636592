"""Access reviews: planned, opened with a snapshot, decided item by item, closed (A6)."""

from datetime import date

from django.utils import timezone

from accounts.access import emails
from accounts.access.choices import EndReason, GrantState, ReviewState, Suspension, TaskKind, Verdict
from accounts.access.models import AccessGrant, AccessReview, PlatformTask, ReviewItem
from accounts.access.operations.grants import end_grant, go_on, suspend
from accounts.access.permissions import can_review, may_decide_item
from accounts.access.rules import (
    InThePast,
    NothingToReview,
    NotTheReviewer,
    ReviewIsNotOpen,
    ReviewUnfinished,
    ShorterOnly,
)
from accounts.people.calendar import end_of_day
from accounts.people.models import Employee
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="review.refused")
def plan_review(*, review: AccessReview, by: Employee) -> AccessReview:
    """Note a review that is to come; `review` has been validated by its form."""
    if not can_review(by):
        raise NotPermitted
    if review.due_on < timezone.localdate():
        raise InThePast
    review.planned_by = by
    review.save()
    record("review.planned", by=by, obj=review)
    return review


@operation(refused="review.refused")
def open_review(*, review: AccessReview, by: Employee) -> AccessReview:
    """Take the snapshot: one item per grant that runs now in the scope. Raises `NothingToReview`."""
    if not can_review(by):
        raise NotPermitted
    review = _locked(review)
    if review.state != ReviewState.PLANNED:
        raise ReviewIsNotOpen
    grants = AccessGrant.objects.running().select_related("route")
    if review.platform_id:
        grants = grants.filter(account__platform=review.platform_id)
    items = [
        ReviewItem(review=review, grant=grant, route_kind=grant.route.kind, ends_at=grant.ends_at)
        for grant in grants.order_by("account__platform__slug", "account__handle", "person__name", "pk")
    ]
    if not items:
        raise NothingToReview
    ReviewItem.objects.bulk_create(items, batch_size=500)
    review.state, review.opened_at = ReviewState.OPEN, timezone.now()
    review.save(update_fields=["state", "opened_at"])
    record("review.opened", by=by, obj=review, details={"count": len(items)})
    emails.tell_review(review)
    return review


@operation(refused="review.refused")
def decide_item(
    *, item: ReviewItem, verdict: Verdict, by: Employee, note: str = "", until: date | None = None
) -> ReviewItem:
    """Keep, shorten, revoke or escalate one grant; it takes effect at once.

    Raises `NotTheReviewer` (A6), `ReviewIsNotOpen`, `ShorterOnly`.
    """
    locked = ReviewItem.objects.select_for_update(of=("self",), no_key=True).with_parts()
    item = locked.select_related("review").get(pk=item.pk)
    if item.review.state != ReviewState.OPEN or item.verdict not in (Verdict.PENDING, Verdict.ESCALATED):
        raise ReviewIsNotOpen
    grant = (
        AccessGrant.objects.select_for_update(of=("self",), no_key=True).with_parts().get(pk=item.grant_id)
    )
    if not may_decide_item(by, grant):
        raise NotTheReviewer
    _carry_out(grant, verdict, until, by)
    item.verdict, item.note, item.until = verdict, note, until if verdict == Verdict.REDUCE else None
    item.decided_by, item.decided_at = by, timezone.now()
    item.save()
    record("review.decided", by=by, obj=grant, details={"verdict": verdict.value})
    if verdict == Verdict.ESCALATED:
        emails.tell_handed_on(item, by)
    return item


@operation
def remind_reviewers(*, review: AccessReview) -> None:
    """Once, some days before the undecided is suspended."""
    review = _locked(review)
    if review.state == ReviewState.OPEN and review.reminded_at is None:
        review.reminded_at = timezone.now()
        review.save(update_fields=["reminded_at"])
        emails.remind_of_review(review)


@operation
def suspend_undecided(*, review: AccessReview) -> int:
    """The due date has passed: what nobody decided rests until somebody does."""
    review = _locked(review)
    if review.state != ReviewState.OPEN or review.overdue_at is not None:
        return 0
    pending = review.items.not_settled().values("grant")
    locked = AccessGrant.objects.select_for_update(of=("self",), no_key=True).with_parts()
    grants = locked.filter(pk__in=pending, state__in=(GrantState.ACTIVE, GrantState.PENDING)).order_by("pk")
    count = 0
    for grant in grants:
        suspend(grant=grant, why=Suspension.REVIEW, by=None)
        count += 1
    review.overdue_at = timezone.now()
    review.save(update_fields=["overdue_at"])
    record("review.overdue", by=None, obj=review, details={"count": count})
    return count


@operation(refused="review.refused")
def close_review(*, review: AccessReview, by: Employee) -> AccessReview:
    """A6: everything is decided, and everything revoked is removed on the platform."""
    if not can_review(by):
        raise NotPermitted
    review = _locked(review)
    if review.state != ReviewState.OPEN:
        raise ReviewIsNotOpen
    if review.items.not_settled().exists() or open_removals(review):
        raise ReviewUnfinished
    review.state, review.closed_at, review.closed_by = ReviewState.CLOSED, timezone.now(), by
    review.save(update_fields=["state", "closed_at", "closed_by"])
    record("review.closed", by=by, obj=review)
    return review


def open_removals(review: AccessReview) -> int:
    """How much of what was revoked still stands on a platform."""
    revoked = review.items.filter(verdict=Verdict.REVOKE).values("grant")
    return PlatformTask.objects.open().filter(kind=TaskKind.REMOVE, grant__in=revoked).count()


def _carry_out(grant: AccessGrant, verdict: Verdict, until: date | None, by: Employee) -> None:
    if not grant.is_running:
        return
    if verdict == Verdict.REVOKE:
        end_grant(grant=grant, reason=EndReason.REVIEW, by=by)
        return
    if verdict == Verdict.REDUCE:
        _shorten(grant, until)
    rests = grant.state == GrantState.SUSPENDED and grant.suspension == Suspension.REVIEW
    if rests and verdict in (Verdict.KEEP, Verdict.REDUCE):
        go_on(grant=grant, by=by)


def _shorten(grant: AccessGrant, until: date | None) -> None:
    if until is None or until < timezone.localdate():
        raise InThePast
    ends_at = end_of_day(until, grant.person.location)
    if ends_at > grant.ends_at:
        raise ShorterOnly
    grant.ends_at = ends_at
    grant.save(update_fields=["ends_at"])


def _locked(review: AccessReview) -> AccessReview:
    return AccessReview.objects.select_for_update(of=("self",), no_key=True).get(pk=review.pk)
