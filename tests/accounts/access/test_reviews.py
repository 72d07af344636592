"""Access reviews: a snapshot, verdicts by people who gave nothing, closed when all is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access.choices import EndReason, GrantState, ReviewState, Suspension, TaskKind, Verdict
from accounts.access.duties import duties_of
from accounts.access.jobs import tidy
from accounts.access.models import AccessReview, PlatformTask, ReviewItem
from accounts.access.operations import (
    close_review,
    decide_item,
    decide_request,
    extend_grant,
    finish_task,
    open_review,
    plan_review,
)
from accounts.access.permissions import may_decide_item
from accounts.access.reviewing import items_for, reviewers_of
from accounts.access.rules import (
    InThePast,
    NothingToReview,
    NotTheReviewer,
    ReviewIsNotOpen,
    ReviewUnfinished,
    ShorterOnly,
)
from accounts.people.choices import Role
from accounts.people.operations import move
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from portal.mail.rendering import build
from tests.factories.access import granted, in_days
from tests.factories.people import EmployeeFactory, department
from tests.factories.register import sound_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant(cast):
    """Ben's, approved by Ada."""
    return granted(sound_account(cast).routes.get(), to=cast.ben, by=cast.ada)


def planned(cast, **facts):
    review = AccessReview(**{"title": "Spring", "due_on": in_days(14), **facts})
    return plan_review(review=review, by=cast.anton)


def opened(cast, **facts):
    return open_review(review=planned(cast, **facts), by=cast.anton)


def test_the_snapshot_holds_what_was_granted_then(cast, grant):
    review = opened(cast)
    later = granted(sound_account(cast, handle="@later").routes.get(), to=cast.edda, by=cast.ada)
    assert [item.grant for item in review.items.all()] == [grant]
    assert later.is_running
    with pytest.raises(ReviewIsNotOpen):
        open_review(review=review, by=cast.anton)


def test_a_scope_without_access_is_not_opened(cast):
    with pytest.raises(NothingToReview):
        opened(cast)
    assert AccessReview.objects.get().state == ReviewState.PLANNED
    with pytest.raises(InThePast):
        planned(cast, due_on=in_days(-1))


def test_a_scope_is_a_platform(cast, grant):
    from tests.factories.register import platform

    elsewhere = sound_account(cast, handle="@x", platform=platform("anders"))
    there = granted(elsewhere.routes.get(), to=cast.ben, by=cast.ada)
    review = opened(cast, platform=elsewhere.platform)
    assert [item.grant for item in review.items.all()] == [there]


@pytest.mark.parametrize("who", ["ben", "ada", "hanna", "cleo", "edda"])
def test_reviewer_is_neither_subject_nor_granter(cast, grant, who):
    """A6: the holder, who approved, and whoever has nothing to do with it are refused."""
    item = opened(cast).items.get()
    with pytest.raises(NotTheReviewer):
        decide_item(item=item, verdict=Verdict.KEEP, by=getattr(cast, who))
    item.refresh_from_db()
    assert item.verdict == Verdict.PENDING


def test_the_account_admin_who_approved_does_not_review(cast):
    """A6"""
    grant = granted(sound_account(cast).routes.get(), to=cast.ben, by=cast.anton)
    item = opened(cast).items.get()
    with pytest.raises(NotTheReviewer):
        decide_item(item=item, verdict=Verdict.KEEP, by=cast.anton)
    assert decide_item(item=item, verdict=Verdict.KEEP, by=cast.mara).decided_by == cast.mara
    assert grant.is_running


def test_revoking_ends_at_once_and_holds_the_review_until_it_is_removed_there(cast, grant):
    """A6: a review closes only when every item is decided and every revoke carried out."""
    review = opened(cast)
    with pytest.raises(ReviewUnfinished):
        close_review(review=review, by=cast.anton)
    decide_item(item=review.items.get(), verdict=Verdict.REVOKE, by=cast.anton, note="Not needed")
    grant.refresh_from_db()
    assert (grant.state, grant.end_reason) == (GrantState.ENDED, EndReason.REVIEW)
    with pytest.raises(ReviewUnfinished):
        close_review(review=review, by=cast.anton)
    finish_task(task=PlatformTask.objects.open().get(kind=TaskKind.REMOVE), note="Gone", by=cast.anton)
    assert close_review(review=review, by=cast.anton).state == ReviewState.CLOSED
    with pytest.raises(ReviewIsNotOpen):
        decide_item(item=review.items.get(), verdict=Verdict.KEEP, by=cast.anton)


def test_shortening_never_lengthens(cast, grant):
    item = opened(cast).items.get()
    with pytest.raises(ShorterOnly):
        decide_item(item=item, verdict=Verdict.REDUCE, until=in_days(300), by=cast.anton)
    for wrong in (None, in_days(-1)):
        with pytest.raises(InThePast):
            decide_item(item=item, verdict=Verdict.REDUCE, until=wrong, by=cast.anton)
    decide_item(item=item, verdict=Verdict.REDUCE, until=in_days(2), by=cast.anton)
    before = grant.ends_at
    grant.refresh_from_db()
    assert grant.ends_at < before


def test_what_is_undecided_at_the_due_date_rests_until_somebody_decides(cast, grant):
    review = opened(cast)
    AccessReview.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    tidy(None)
    grant.refresh_from_db()
    assert (grant.state, grant.suspension) == (GrantState.SUSPENDED, Suspension.REVIEW)
    decide_item(item=review.items.get(), verdict=Verdict.KEEP, by=cast.anton)
    grant.refresh_from_db()
    assert grant.state == GrantState.ACTIVE
    tidy(None)
    grant.refresh_from_db()
    assert grant.state == GrantState.ACTIVE, "it is suspended once"


def test_escalated_is_not_decided(cast, grant):
    review = opened(cast)
    decide_item(item=review.items.get(), verdict=Verdict.ESCALATED, by=cast.anton)
    with pytest.raises(ReviewUnfinished):
        close_review(review=review, by=cast.anton)
    decide_item(item=review.items.get(), verdict=Verdict.KEEP, by=cast.mara)
    assert close_review(review=review, by=cast.anton).state == ReviewState.CLOSED


@pytest.mark.parametrize("who", ["ben", "ada", "cleo", "hanna", "dana"])
def test_only_account_admins_plan_open_and_close(cast, grant, who):
    review, person = planned(cast), getattr(cast, who)
    for act in (open_review, close_review):
        with pytest.raises(NotPermitted):
            act(review=review, by=person)
    with pytest.raises(NotPermitted):
        plan_review(review=AccessReview(title="x", due_on=in_days(1)), by=person)


def test_items_are_decided_once(cast, grant):
    item = opened(cast).items.get()
    decide_item(item=item, verdict=Verdict.KEEP, by=cast.anton)
    second = EmployeeFactory(roles=[Role.ACCOUNT_ADMIN])
    with pytest.raises(ReviewIsNotOpen):
        decide_item(item=item, verdict=Verdict.REVOKE, by=second)
    assert ReviewItem.objects.get().verdict == Verdict.KEEP


def told(kind, *people):
    """Who of `people` got a mail of this kind, and how many."""
    return [Message.objects.filter(kind=kind, recipient_ref=person.ref).count() for person in people]


def test_what_waits_for_somebody_is_what_they_may_decide(cast):
    """A6: the list of a person and the rule for one grant say the same, for everybody."""
    security = EmployeeFactory(roles=[Role.SECURITY_OFFICER])
    own = sound_account(cast, handle="@own").routes.get()
    theirs = sound_account(cast, handle="@theirs", owner=cast.mara, deputy=cast.edda).routes.get()
    grants = [
        granted(own, to=cast.ben, by=cast.ada),
        granted(own, to=cast.edda, by=cast.mara),
        granted(own, to=cast.ada, by=cast.anton),
        granted(theirs, to=cast.ben, by=cast.anton),
        granted(theirs, to=cast.falk, by=cast.edda),
    ]
    longer = extend_grant(grant=grants[0], ends_on=in_days(60), reason="More", by=cast.ben)
    decide_request(request=longer, approves=True, note="", by=cast.mara)
    review = opened(cast)
    found = {}
    for person in (cast.ada, cast.mara, cast.edda, cast.anton, cast.ben, cast.hanna, cast.cleo, security):
        items = items_for(person)
        found[person] = {item.grant for item in items}
        assert found[person] == {grant for grant in grants if may_decide_item(person, grant)}, person
        assert reviewers_of(review).get(person, 0) == len(items)
    assert [len(found[person]) for person in (cast.ada, cast.mara, cast.edda, cast.ben)] == [1, 3, 1, 0]


def test_reviewers_are_told_reminded_and_see_it_at_home(cast, grant):
    """A6: what nobody decides is suspended, so everybody who may decide is told in time, and nobody else."""
    review = opened(cast, due_on=in_days(10))
    told_now = [cast.anton, cast.mara, cast.ada, cast.ben, cast.hanna]
    assert told("access.review_opened", *told_now) == [1, 1, 0, 0, 0]
    assert [duty.key for duty in duties_of(cast.mara)] == [f"access-review:{review.ref}"]
    assert not list(duties_of(cast.ben))
    tidy(None)
    assert told("access.review_reminder", cast.mara) == [0]
    AccessReview.objects.update(due_on=in_days(3))
    tidy(None)
    assert told("access.review_reminder", cast.mara) == [0], "they have only just been told"
    AccessReview.objects.update(opened_at=timezone.now() - timedelta(days=2))
    tidy(None)
    tidy(None)
    assert told("access.review_reminder", *told_now) == [1, 1, 0, 0, 0]
    text = build(Message.objects.get(kind="access.review_reminder", recipient_ref=cast.mara.ref)).body
    assert str(review.ref) in text
    decide_item(item=review.items.get(), verdict=Verdict.KEEP, by=cast.anton)
    assert not list(duties_of(cast.mara))


def test_what_is_handed_on_is_told_to_the_others_once_a_day(cast, grant):
    """A6: neither to who handed it on, nor to who approved it."""
    second = granted(sound_account(cast, handle="@x").routes.get(), to=cast.ben, by=cast.ada)
    review = opened(cast)
    for item in review.items.all():
        decide_item(item=item, verdict=Verdict.ESCALATED, by=cast.anton)
    assert told("access.review_handed_on", cast.mara, cast.anton, cast.ada) == [1, 0, 0]
    assert {item.grant for item in items_for(cast.mara)} == {grant, second}


def test_a_review_after_a_move_is_told_to_who_may_decide_it(cast, grant):
    move(person=cast.ben, department=department("Logistics"), by=cast.hanna)
    assert told("access.mover_review", cast.anton, cast.mara, cast.ada, cast.ben) == [1, 1, 0, 0]
