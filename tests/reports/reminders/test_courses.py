"""Required courses in the daily mail: beside the guidelines, never in a second mail."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.people.models import Absence, Employee
from accounts.people.operations import leave
from guidelines.policies.models import AcknowledgementRequest
from portal.mail.models import Message
from reports.reminders.models import Mention
from reports.reminders.my_data import stored_about
from tests.factories.training_rows import TITLES, assignment_row, completion_row, course_row, requirement_row
from tests.reports.reminders.mornings import clock, daily, post, to, told
from training.assignments.choices import AssignmentState, Cause
from training.assignments.models import Assignment

pytestmark = pytest.mark.django_db

ASKED, DUE = date(2026, 11, 2), date(2026, 11, 16)


def days(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(days=n)).isoformat() for n in range((end - start).days + 1)]


@pytest.fixture
def assigned(cast):
    """Ben has to have done the course by 16 November; other facts of row or requirement may be named."""

    def assign(person: Employee | None = None, slug: str = "social-media-basics", **facts) -> Assignment:
        rules = {"remind_days": facts.pop("remind_days", 7)}
        with clock(ASKED.isoformat()):
            requirement = requirement_row(course_row(slug), **rules)
            facts = {"assigned_on": ASKED, "due_on": DUE, **facts}
            return assignment_row(person or cast.ben, requirement, **facts)

    return assign


def said(person: Employee) -> list[tuple[str, str]]:
    mentions = Mention.objects.filter(letter__employee=person).order_by("letter__day", "pk")
    return [(f"{one.letter.day:%m-%d}", one.topic) for one in mentions.select_related("letter")]


def test_the_whole_course_of_an_assignment_nobody_does(cast, assigned, settings):
    """T5: new, a week before, the working day before, overdue, then weekly, and capped."""
    settings.REMINDER_OVERDUE_MAX = 3
    assignment = assigned()
    for day in days("2026-11-02", "2027-01-31"):
        daily(day)
    assert said(cast.ben) == [
        ("11-02", "asked"),
        ("11-09", "soon"),
        ("11-13", "last_call"),
        ("11-17", "overdue"),
        ("11-24", "overdue"),
        ("12-01", "overdue"),
    ]
    assignment.refresh_from_db()
    assert (assignment.reminders_sent, assignment.last_reminded_on) == (5, date(2026, 12, 1))


@pytest.mark.parametrize(
    ("remind_days", "expected"),
    [
        (30, [("11-02", "coming"), ("12-11", "last_call")]),
        (14, [("11-02", "asked"), ("11-30", "coming"), ("12-11", "last_call")]),
        (3, [("11-02", "asked"), ("12-11", "last_call")]),
        (0, [("11-02", "asked"), ("12-11", "last_call")]),
    ],
)
def test_a_requirement_says_how_early_it_reminds(cast, assigned, remind_days, expected):
    """T5: once, so many days before; the last call comes on the working day before."""
    due = date(2026, 12, 2) if remind_days == 30 else date(2026, 12, 14)
    expected = [(day.replace("12-11", "12-01") if remind_days == 30 else day, t) for day, t in expected]
    assigned(remind_days=remind_days, due_on=due)
    for day in days("2026-11-02", due.isoformat()):
        daily(day)
    assert said(cast.ben) == expected


def test_courses_and_guidelines_share_one_mail(cast, asked, assigned):
    """T5: mail carries training beside acknowledgements, without a second mail on the same day."""
    assigned()
    daily("2026-11-02")
    assert daily("2026-11-02", "15:00") == 0
    [mail] = to(cast.ben)
    assert told(cast.ben) == ["asked", "asked"]
    assert mail.subject == "2 Richtlinien und Schulungen bis 16. November"
    for part in (mail.body, mail.alternatives[0].content):
        assert "Soziale Medien" in part
        assert TITLES["de"] in part
        assert "/courses/social-media-basics/" in part
        assert "Sie dauert etwa 20 Minuten." in part
    assert Message.objects.of_kind("reminders.daily").to_person(cast.ben.ref).count() == 1


def test_the_mail_leads_to_the_one_course(cast, assigned):
    assigned()
    daily("2026-11-02")
    [mail] = to(cast.ben)
    assert mail.subject == f"Bitte bis 16. November machen: {TITLES['de']}"
    assert "eine Schulung wartet auf Sie." in mail.body
    assert "Schulung machen: http" in mail.body


def test_in_english(cast, assigned):
    Employee.objects.filter(pk=cast.ben.pk).update(language="en")
    assigned()
    daily("2026-11-17")
    [mail] = to(cast.ben)
    assert mail.subject == f"Still to be done: {TITLES['en']}"
    assert "one course is waiting for you." in mail.body
    assert "Was due on" in mail.body


def _left(ben):
    leave(person=ben, on=date(2026, 11, 1), by=None)


def _absent(ben):
    Absence.objects.create(employee=ben, first_day=date(2026, 11, 3), last_day=date(2026, 11, 3))


def _done(ben):
    for assignment in Assignment.objects.of(ben):
        completion_row(assignment, ASKED)


def _paused(ben):
    Assignment.objects.of(ben).update(paused_on=ASKED)


@pytest.mark.parametrize("excuse", [_left, _absent, _done, _paused])
def test_no_mail_to(cast, assigned, excuse):
    """T5: no reminder to leavers, people on leave or for finished duties."""
    assigned()
    excuse(cast.ben)
    daily("2026-11-03")
    assert told(cast.ben) == []


def test_no_mail_on_a_day_off(cast, assigned):
    """T5: 7 November 2026 is a Saturday."""
    assigned()
    assert daily("2026-11-07") == 0


def test_what_was_done_between_writing_and_sending_is_left_out(cast, asked, assigned):
    assignment = assigned()
    daily("2026-11-02")
    completion_row(assignment, ASKED)
    [mail] = to(cast.ben)
    assert TITLES["de"] not in mail.body
    assert "Soziale Medien" in mail.body


def test_a_renewal_says_that_no_day_is_lost(cast, assigned):
    """T3, T5"""
    assigned(cause=Cause.RECERTIFICATION, due_on=date(2026, 12, 31))
    daily("2026-11-02")
    [mail] = to(cast.ben)
    assert told(cast.ben) == ["renew"]
    assert "KANN JETZT ERNEUERT WERDEN" in mail.body
    assert "verlieren Sie keinen Tag" in mail.body


@pytest.mark.parametrize("state", [AssignmentState.WITHDRAWN, AssignmentState.EXEMPT])
def test_whoever_heard_of_it_hears_that_it_ended(cast, assigned, state):
    assignment = assigned()
    daily("2026-11-02")
    post()
    reason = "Works in the warehouse." if state == AssignmentState.EXEMPT else ""
    with clock("2026-11-03"):
        Assignment.objects.filter(pk=assignment.pk).update(
            state=state, closed_at=timezone.now(), exempt_reason=reason
        )
    daily("2026-11-04")
    daily("2026-11-05")
    [mail] = to(cast.ben)
    assert told(cast.ben) == ["asked", "dropped"]
    assert mail.subject == f"Nicht mehr nötig: {TITLES['de']}"
    assert "es gibt Neues zu Ihren Schulungen" in mail.body
    assert "warehouse" not in mail.body


def test_what_is_asked_anew_is_not_called_ended(cast, assigned):
    assignment = assigned()
    daily("2026-11-02")
    with clock("2026-11-03"):
        Assignment.objects.filter(pk=assignment.pk).update(
            state=AssignmentState.WITHDRAWN, closed_at=timezone.now()
        )
        assignment_row(cast.ben, assignment.requirement, cause=Cause.COURSE_CHANGED)
    daily("2026-11-04")
    assert told(cast.ben) == ["asked", "asked"]


def test_what_nobody_heard_of_ends_in_silence(cast, assigned):
    assigned(state=AssignmentState.WITHDRAWN, closed_at=timezone.now())
    daily("2026-11-03")
    assert told(cast.ben) == []


def test_the_person_finds_the_mentions_among_their_data(cast, asked, assigned):
    assigned()
    daily("2026-11-02")
    rows = next(iter(stored_about(cast.ben))).rows
    assert {str(key): value for row in rows for key, value in row.items()}["Course"] == TITLES["de"]
    assert len(rows) == 2


def test_a_mention_is_about_one_thing(cast, asked, assigned):
    assignment = assigned()
    daily("2026-11-02")
    mention = Mention.objects.get(letter__employee=cast.ben, assignment=assignment)
    mention.request, mention.version_id = asked, AcknowledgementRequest.objects.first().version_id
    with pytest.raises(IntegrityError):
        mention.save()
