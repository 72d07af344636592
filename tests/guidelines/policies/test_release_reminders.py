"""Who hears of proposals and reviews, and how often."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from accounts.people.choices import Status
from guidelines.library.models import GuidelinePage
from guidelines.policies.jobs import remind_of_reviews
from guidelines.policies.models import PolicyVersion
from guidelines.policies.operations import confirm_unchanged, schedule_release, send_back, withdraw_proposal
from guidelines.policies.reviewing import due_reviews, review_of
from portal.mail.models import Message
from tests.factories.drafts import proposed, released, write, written
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db

# A Wednesday in Hamburg.
DUE = date(2027, 3, 10)


@pytest.fixture
def version(cast) -> PolicyVersion:
    """A guideline that Edda owns, to be reviewed on a Wednesday."""
    page = written(cast)
    draft = page.get_latest_revision_as_object()
    draft.review_by, draft.content_owner = DUE, cast.edda
    draft.save_revision(user=cast.edda)
    return released(cast, GuidelinePage.objects.get(pk=page.pk))


def reminders() -> list[Any]:
    return [
        mail.recipient_ref for mail in Message.objects.filter(kind="policies.guideline_review").order_by("pk")
    ]


def on(day: date) -> None:
    with time_machine.travel(day.isoformat() + "T05:10:00+00:00"):
        remind_of_reviews(None)


@pytest.mark.parametrize(
    ("days", "stage"),
    [(-31, ""), (-30, "soon"), (-1, "soon"), (0, "due"), (29, "due"), (30, "late-1"), (60, "late-2")],
)
def test_each_day_has_its_stage(version, days, stage):
    assert review_of(version.policy).stage(DUE + timedelta(days=days)) == stage


def test_the_owner_is_reminded_a_month_before_on_the_day_and_then_monthly(cast, version):
    """Each stage once, however often the clock strikes; missed days are caught up."""
    for days, count in ((-40, 0), (-30, 1), (-29, 1), (0, 2), (1, 2), (30, 3), (61, 4)):
        on(DUE + timedelta(days=days))
        assert len(reminders()) == count, days
    assert set(reminders()) == {cast.edda.ref}


def test_nothing_is_sent_on_a_day_off(cast, version):
    saturday = DUE + timedelta(days=3)
    on(saturday)
    assert reminders() == []
    on(saturday + timedelta(days=2))
    assert reminders() == [cast.edda.ref]


def test_without_an_owner_at_work_the_approvers_hear_of_it(cast, version):
    type(cast.edda).objects.filter(pk=cast.edda.pk).update(status=Status.ON_LEAVE)
    on(DUE)
    assert reminders() == [cast.falk.ref]


def test_reviewed_unchanged_moves_the_day(cast, version):
    confirm_unchanged(policy=version.policy, next_review_on=DUE + timedelta(days=365), by=cast.falk)
    assert due_reviews(DUE) == []
    on(DUE)
    assert reminders() == []


def test_the_mails_read_well_in_both_languages(cast, version):
    cast.edda.language = "en"
    cast.edda.save(update_fields=["language"])
    on(DUE)
    write(cast, text="Noch ein neuer Satz für die nächste Fassung.")
    page = GuidelinePage.objects.get(locale__language_code="de")
    proposal = proposed(cast, page)
    send_back(proposal=proposal, note="Bitte kürzer.", by=cast.falk)
    with time_machine.travel(DUE.isoformat() + "T09:00:00+00:00"):
        drain()
    sent = {one.subject: one.body for one in mail.outbox}
    assert "is to be reviewed by 10 March 2027" in sent["To be reviewed now: Social media"]
    assert "Edda Brandt schlägt vor" in sent["Wartet auf Ihre Entscheidung: Soziale Medien"]
    assert "Bitte kürzer." in sent["Sent back: Social media"]
    assert f"/releases/{proposal.ref}/" in sent["Sent back: Social media"]


def test_the_proposer_hears_of_every_decision_of_others(cast):
    page = written(cast)
    proposal = proposed(cast, page)
    schedule_release(proposal=proposal, on=date(2099, 1, 5), by=cast.falk)
    withdraw_proposal(proposal=proposal, by=cast.falk)
    withdraw_own = proposed(cast, page)
    withdraw_proposal(proposal=withdraw_own, by=cast.edda)
    decided = Message.objects.filter(kind="policies.proposal_decided").order_by("pk")
    assert [(one.recipient_ref, one.context["state"]) for one in decided] == [
        (cast.edda.ref, "scheduled"),
        (cast.edda.ref, "withdrawn"),
    ]
