"""Doing a course: exactly one completion, and what it says."""

import json
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from accounts.people.models import AudienceMember
from accounts.people.operations import define_audience
from portal.audit.models import AuditEvent
from portal.keys.commitments import commit
from tests.factories.people import EmployeeFactory, LocationFactory
from tests.factories.training import assignment_of, attempt, course, digest, do, require
from training.assignments import registry
from training.assignments.choices import AssignmentState, Basis, Enforcement
from training.assignments.models import Completion, CompletionRecord
from training.assignments.operations import complete
from training.assignments.operations.completing import passed
from training.assignments.registry import on_completed
from training.courses.models import AttemptAnswer, LessonVisit, Question, QuestionVersion

pytestmark = pytest.mark.django_db


class TestOnce:
    def test_passing_closes_what_is_open(self, cast, yearly, basics):
        (done,) = do(cast.ben, basics)
        assert done.assignment == assignment_of(cast.ben)
        assert done.assignment.state == AssignmentState.DONE
        assert (done.basis, done.actor, done.version) == (Basis.PASSED, cast.ben, basics.current)

    def test_a_second_click_gets_the_first_ones_row(self, cast, yearly, basics):
        """T4 and "exactly once": two clicks, two tabs and two workers write one completion."""
        gone = attempt(cast.ben, basics)
        passed(gone)
        passed(gone)
        assert Completion.objects.filter(employee=cast.ben).count() == 1
        assert AuditEvent.objects.filter(verb="completion.recorded").count() == 1

    def test_one_of_ones_own_accord_is_written_once_too(self, cast, basics):
        gone = attempt(cast.ben, basics)
        passed(gone)
        passed(gone)
        assert Completion.objects.filter(employee=cast.ben, requirement=None).count() == 1

    def test_two_requirements_get_a_row_each(self, cast, yearly, basics):
        mine = define_audience(slug="ben", name="Ben", clauses=[{"person": cast.ben}], by=None)
        second = require(basics, audience=mine, validity_months=6)
        done = do(cast.ben, basics)
        assert {row.requirement for row in done} == {yearly, second}
        assert len({row.valid_until for row in done}) == 2

    def test_another_course_stays_open(self, cast, yearly, basics):
        other = require(course("other", by=cast.edda))
        do(cast.ben, basics)
        assert assignment_of(cast.ben, other).state == AssignmentState.OPEN

    def test_nothing_of_lessons_is_proof(self, cast, yearly, basics):
        """T4: however many lessons somebody opened and finished, nothing is written of it."""
        now = timezone.now()
        for number in range(5):
            LessonVisit.objects.create(
                employee=cast.ben,
                course=basics,
                version=basics.current,
                lesson=f"lesson-{number}",
                opened_at=now,
                finished_at=now,
            )
        assert not Completion.objects.exists()
        assert assignment_of(cast.ben).state == AssignmentState.OPEN


class TestWhatItSays:
    def test_it_is_committed_to_under_the_persons_own_key(self, cast, yearly, basics):
        (done,) = do(cast.ben, basics)
        assert done.commitment == commit(cast.ben.ref, done.record.canonical.encode())

    def test_it_holds_everything_a_certificate_states(self, cast, yearly, basics):
        """T1: person as then, course and version, the guideline shown in a lesson, the result, the days."""
        LessonVisit.objects.create(
            employee=cast.ben,
            course=basics,
            version=basics.current,
            lesson="rules",
            opened_at=timezone.now(),
            guidelines={"social-media": ["2.0", digest("text")]},
        )
        (done,) = do(cast.ben, basics)
        said = json.loads(done.record.canonical)
        assert said["guidelines"] == {"social-media": ["2.0", digest("text")]}
        assert said["course"]["version"] == "1.0"
        assert said["course"]["binding"] == basics.current.binding
        assert said["attempt"] == {
            "ref": str(done.attempt.ref),
            "pass_percent": 80,
            "asked": 10,
        }
        assert said["subject"]["name"] == done.record.subject["name"] == cast.ben.name
        assert said["valid_until"] == done.valid_until.isoformat()
        assert said["assignment"]["cycle"] == 1

    def test_answers_are_nowhere_in_it(self, cast, yearly, basics):
        """T6: what somebody chose stands in their own answers and in nothing that is kept as proof."""
        question = Question.objects.create(course=basics, key="q1")
        asked = QuestionVersion.objects.create(
            question=question,
            number=1,
            kind="single",
            critical=True,
            lesson="rules",
            canonical='{"options": ["planted-a"], "right": ["planted-a"]}',
            sha256=digest("q"),
            made_at=timezone.now(),
        )
        gone = attempt(cast.ben, basics)
        AttemptAnswer.objects.create(
            attempt=gone, question=asked, choice=["planted-a"], confidence="guess", answered_at=timezone.now()
        )
        passed(gone)
        kept = "".join(
            [
                *CompletionRecord.objects.values_list("canonical", flat=True),
                *AuditEvent.objects.values_list("canonical", flat=True),
            ]
        )
        assert "planted-a" not in kept
        assert "guess" not in kept

    def test_the_day_is_the_one_where_somebody_works(self, cast, yearly, basics, time_machine):
        """Midnight in two zones: one moment, two days."""
        lisbon = EmployeeFactory(location=LocationFactory(lisbon=True))
        _ = cast.ben
        time_machine.move_to("2027-02-28T23:30:00Z", tick=False)
        (here,), (there,) = do(cast.ben, basics), do(lisbon, basics)
        assert (here.valid_from, there.valid_from) == (date(2027, 3, 1), date(2027, 2, 28))

    def test_higher_rooms_hear_of_it(self, cast, yearly, basics, monkeypatch):
        heard = []
        monkeypatch.setattr(registry, "_completed", [])
        on_completed(heard.append)
        done = do(cast.ben, basics)
        assert heard == done

    def test_a_retired_row_of_people_is_not_needed(self, cast, yearly, basics):
        """T1: the person may be gone from every audience; the row still says who it was."""
        (done,) = do(cast.ben, basics)
        AudienceMember.objects.filter(employee=cast.ben).delete()
        assert Completion.objects.valid_on(done.valid_from).get() == done


def test_elsewhere_than_in_a_quiz_needs_no_attempt(cast, yearly, basics):
    (done,) = complete(
        person=cast.ben, course=basics, basis=Basis.ATTENDED, on=date(2026, 11, 2), by=cast.hanna
    )
    assert (done.attempt, done.actor, done.valid_from) == (None, cast.hanna, date(2026, 11, 2))


def test_a_completion_takes_few_queries(cast, yearly, basics, django_assert_max_num_queries):
    gone = attempt(cast.ben, basics)
    with django_assert_max_num_queries(30):
        passed(gone)
    assert connection.vendor
    assert yearly.enforcement == Enforcement.REPORT
