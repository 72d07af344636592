"""HR's page of a person: what they were held to, what they have done, and how it stood on a past day."""

from datetime import date

import pytest
from django.test import Client

from tests.factories.people import Cast, EmployeeFactory
from tests.factories.training_rows import (
    assignment_row,
    completion_row,
    course_row,
    requirement_row,
    version_row,
)
from training.assignments.choices import AssignmentState, Cause, RevocationCause
from training.assignments.models import Assignment, CompletionRevocation, Requirement

pytestmark = pytest.mark.django_db


def facts(hr: Client, person, query: str = "") -> dict:
    answer = hr.get(f"/hr/people/{person.ref}/?{query}")
    assert answer.status_code == 200
    [part] = [part for part in answer.context["parts"] if part.template == "training/hr/person.html"]
    return part.facts


def on(hr: Client, person, day: str) -> list[tuple[str, str]]:
    """Title, and the version of the proof that counted, or "-"."""
    lines = facts(hr, person, f"on={day}")["on_day"]
    return [(line.title, line.proof.version_number if line.proof else "-") for line in lines]


def test_open_first_then_what_was_done(hr: Client, cast: Cast, assigned: Assignment) -> None:
    done = completion_row(assignment_row(cast.ben, requirement_row(course_row("photos"))))
    found = facts(hr, cast.ben)
    assert [chapter.assignment for chapter in found["open"]] == [assigned]
    assert [chapter.completion for chapter in found["closed"]] == [done]
    page = hr.get(f"/hr/people/{cast.ben.ref}/").content.decode()
    assert f"/learning/certificates/{done.ref}/" in page


def test_a_past_day_has_an_answer(hr: Client, cast: Cast, required: Requirement) -> None:
    """T1: also after three rounds and a change of the course, whatever department somebody is in by now."""
    again = {"cause": Cause.RECERTIFICATION}
    first = assignment_row(cast.ben, required, assigned_on=date(2022, 1, 3), due_on=date(2022, 2, 1))
    completion_row(first, date(2022, 1, 20), valid_until=date(2023, 1, 31))
    second = assignment_row(
        cast.ben,
        required,
        assigned_on=date(2022, 12, 1),
        due_on=date(2023, 1, 31),
        **again,
    )
    completion_row(second, date(2023, 2, 10), valid_until=date(2025, 1, 31))
    version_row(required.course, titles={"de": "Neu", "en": "New"})
    third = assignment_row(
        cast.ben,
        required,
        assigned_on=date(2024, 12, 1),
        due_on=date(2025, 1, 31),
        **again,
    )
    completion_row(third, date(2025, 1, 15), valid_until=date(2027, 1, 31))
    EmployeeFactory._meta.model.objects.filter(pk=cast.ben.pk).update(department=cast.hanna.department)
    assert on(hr, cast.ben, "2021-12-31") == []
    assert on(hr, cast.ben, "2022-01-10") == [("Neu", "-")]
    assert on(hr, cast.ben, "2022-06-01") == [("Neu", "1.0")]
    assert on(hr, cast.ben, "2023-02-05") == [("Neu", "-")]
    assert on(hr, cast.ben, "2024-06-01") == [("Neu", "1.0")]
    assert on(hr, cast.ben, "2026-11-04") == [("Neu", "2.0")]


def test_what_was_revoked_counted_until_then(hr: Client, cast: Cast, assigned: Assignment) -> None:
    """T2: what was true before stays true."""
    Assignment.objects.update(assigned_on=date(2026, 1, 5))
    completion = completion_row(assigned, date(2026, 2, 1))
    CompletionRevocation.objects.create(
        completion=completion,
        ends_on=date(2026, 6, 1),
        cause=RevocationCause.MISTAKE,
        reason="The wrong person.",
        revoked_by=cast.hanna,
        revoked_at=completion.at,
    )
    assert [version for _, version in on(hr, cast.ben, "2026-05-31")] == ["1.0"]
    assert [version for _, version in on(hr, cast.ben, "2026-06-01")] == ["-"]
    assert "The wrong person." in hr.get(f"/hr/people/{cast.ben.ref}/").content.decode()


def test_what_was_withdrawn_is_no_duty_afterwards(hr: Client, cast: Cast, assigned: Assignment) -> None:
    Assignment.objects.update(
        assigned_on=date(2026, 1, 5), state=AssignmentState.WITHDRAWN, closed_at=assigned.assigned_at
    )
    assert len(on(hr, cast.ben, "2026-03-01")) == 1
    assert on(hr, cast.ben, "2026-11-04") == []


@pytest.mark.parametrize("day", ["2031-01-01", "yesterday", "0001-01-01", ""])
def test_a_wrong_day_says_so(day: str, hr: Client, cast: Cast, assigned: Assignment) -> None:
    answer = hr.get(f"/hr/people/{cast.ben.ref}/?on={day}")
    assert answer.status_code == 200
    assert "aria-invalid" in answer.content.decode()


def test_attempts_and_answers_are_nobodys_business(hr: Client, cast: Cast, assigned: Assignment) -> None:
    """T6"""
    completion_row(assigned)
    text = hr.get(f"/hr/people/{cast.ben.ref}/").content.decode()
    assert not any(word in text for word in ("Prozent", "Versuche", " % "))


def test_the_query_budget(hr: Client, cast: Cast, wednesday, django_assert_max_num_queries) -> None:
    """The page of before (28 at most); assignments with three kinds of events, what was done without one,
    titles of courses and versions (8); nothing per row."""
    for n in range(6):
        completion_row(assignment_row(cast.ben, requirement_row(course_row(f"course-{n}"))))
    hr.get(f"/hr/people/{cast.ben.ref}/")
    with django_assert_max_num_queries(36):
        hr.get(f"/hr/people/{cast.ben.ref}/")
