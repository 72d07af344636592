"""A6: who reviews what. Neither the holder, nor who asked, nor who approved.

`reviewable_by` in the permissions decides it for grants at hand, `items_for` finds what waits for one
person; a test holds the two together.
"""

from django.db.models import Exists, OuterRef, Q

from accounts.access.choices import ReviewState
from accounts.access.models import AccessReview, RequestDecision, ReviewItem
from accounts.access.permissions import can_review, may_decide_item
from accounts.access.querysets import ItemQuerySet
from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.registrations import holders
from accounts.register.permissions import works_here


def items_for(person: Employee) -> ItemQuerySet:
    """Undecided items of open reviews that `person` may decide."""
    open_items = ReviewItem.objects.not_settled().filter(review__state=ReviewState.OPEN)
    if not works_here(person):
        return open_items.none()
    if not can_review(person):
        open_items = open_items.filter(Q(grant__account__owner=person) | Q(grant__account__deputy=person))
    approved = RequestDecision.objects.filter(decided_by=person, approves=True).filter(
        Q(request__grant=OuterRef("grant")) | Q(request__extends=OuterRef("grant"))
    )
    others = open_items.exclude(Q(grant__person=person) | Q(grant__request__requested_by=person))
    return others.filter(~Exists(approved))


def others_for(item: ReviewItem, by: Employee) -> list[Employee]:
    """Who may decide on `item` instead of `by`."""
    account = item.grant.account
    people = {*holders(Role.ACCOUNT_ADMIN), account.owner, account.deputy} - {by}
    return [person for person in people if person.is_active and may_decide_item(person, item.grant)]


def reviewers_of(review: AccessReview) -> dict[Employee, int]:
    """Everybody for whom something of `review` waits, and how much."""
    answering = Q(pk__in=review.items.values("grant__account__owner")) | Q(
        pk__in=review.items.values("grant__account__deputy")
    )
    people = {*holders(Role.ACCOUNT_ADMIN), *Employee.objects.who_may_sign_in().filter(answering)}
    counted = {person: items_for(person).filter(review=review).count() for person in people}
    return {person: count for person, count in counted.items() if count}
