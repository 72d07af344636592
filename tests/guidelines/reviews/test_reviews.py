"""After the fire: findings lead to actions, actions to what they changed."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.people.operations import leave
from guidelines.incidents.operations import close_incident
from guidelines.reviews.choices import ActionState
from guidelines.reviews.emails import remind_of_actions
from guidelines.reviews.models import Review
from guidelines.reviews.operations import (
    add_action,
    add_finding,
    close_review,
    leave_it,
    settle_action,
    write_review,
)
from guidelines.reviews.permissions import visible_actions
from guidelines.reviews.rules import (
    FindingWithoutAction,
    NotHeldYet,
    OwnerGone,
    ReviewClosed,
    SettledAlready,
    TextRequired,
)
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories.incidents import crisis_lead, edition_of, playbook, reported, running
from tests.factories.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast: Cast):
    return crisis_lead()


@pytest.fixture
def work(cast: Cast):
    return playbook(cast)


@pytest.fixture
def review(cast: Cast, lead, work):
    incident = running(cast, by=lead, work=work)
    close_incident(incident=incident, reason="It is quiet again", by=lead)
    return Review.objects.get(incident=incident)


def finding(review, by, text="Nobody had the number of the agency"):
    return add_finding(review=review, text=text, by=by)


def action(review, by, owner, due_on=None):
    due_on = due_on or timezone.localdate() + timedelta(days=7)
    return add_action(finding=finding(review, by), what="Note the number", owner=owner, due_on=due_on, by=by)


def test_what_ran_and_was_closed_is_looked_back_at(review):
    assert review.is_open
    assert review.due_on > timezone.localdate()
    assert review.incident.entries.filter(kind="reviews.opened").exists()


def test_what_never_ran_has_no_review(cast, lead):
    from guidelines.incidents.operations import cancel_incident

    incident = reported(cast.ben)
    cancel_incident(incident=incident, reason="A joke", by=lead)
    assert not Review.objects.exists()


def test_a_review_is_closed_when_every_finding_has_led_somewhere(review, lead, cast):
    found = finding(review, lead)
    with pytest.raises(NotHeldYet):
        close_review(review=review, by=lead)
    write_review(review=review, held_on=timezone.localdate(), went_well="", went_badly="", by=lead)
    with pytest.raises(FindingWithoutAction):
        close_review(review=review, by=lead)
    leave_it(finding=found, reason="The agency is gone", by=lead)
    action(review, lead, cast.edda)
    assert not close_review(review=review, by=lead).is_open
    with pytest.raises(ReviewClosed):
        finding(review, lead)


def test_an_action_leads_to_the_edition_that_came_of_it(review, lead, work, cast):
    given = action(review, lead, cast.edda)
    edition = edition_of(work, cast)
    settled = settle_action(action=given, is_done=True, note="", by=cast.edda, edition=edition)
    assert (settled.state, settled.edition) == (ActionState.DONE, edition)
    entry = review.incident.entries.get(kind="reviews.action-settled")
    assert entry.facts["what"] == f"{work.slug} {edition.number}"
    with pytest.raises(SettledAlready):
        settle_action(action=given, is_done=True, note="", by=cast.edda)


def test_dropping_an_action_needs_a_word(review, lead, cast):
    with pytest.raises(TextRequired):
        settle_action(action=action(review, lead, cast.edda), is_done=False, note=" ", by=cast.edda)


def test_whoever_has_left_gets_nothing_to_do(review, lead, cast):
    leave(person=cast.ben, on=timezone.localdate(), by=None)
    with pytest.raises(OwnerGone):
        action(review, lead, cast.ben)


def test_the_owner_sees_the_action_and_nothing_else(review, lead, cast):
    given = action(review, lead, cast.edda)
    assert list(visible_actions(cast.edda)) == [given]
    assert list(visible_actions(cast.ben)) == []
    with pytest.raises(NotPermitted):
        finding(review, cast.edda)
    with pytest.raises(NotPermitted):
        settle_action(action=given, is_done=True, note="", by=cast.ben)


def test_the_owner_is_told_without_the_name_of_the_incident(review, lead, cast):
    review.incident.title = "Secret storm"
    review.incident.save(update_fields=["title"])
    action(review, lead, cast.edda)
    message = Message.objects.get(kind="reviews.action_given")
    assert "Secret storm" not in str(message.context)
    assert mail.outbox == []


@pytest.mark.parametrize(("days", "mails"), [(-1, 0), (0, 1), (3, 0), (7, 1), (14, 1)])
def test_an_action_reminds_on_its_day_and_every_week_after_once_each(review, lead, cast, days, mails):
    due = date(2026, 12, 1)
    action(review, lead, cast.edda, due_on=due)
    for _twice in range(2):
        remind_of_actions(due + timedelta(days=days))
    assert Message.objects.filter(kind="reviews.action_due").count() == mails
