"""What is required of whom: seen before it is made, changed and ended by HR, with a trail."""

from datetime import date

import pytest
from django.test import Client

from accounts.people.choices import Role
from accounts.people.models import Audience
from accounts.people.operations import define_audience, give_role
from portal.audit.models import AuditEvent
from reports.training.overview import overview
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, signed_in
from tests.factories.training_rows import TITLES, assignment_row, completion_row, course_row, requirement_row
from training.assignments.choices import AssignmentState, Enforcement
from training.assignments.models import Assignment, Requirement
from training.courses.models import Course

pytestmark = pytest.mark.django_db

URL = "/hr/training/requirements/"
TODAY = date(2026, 11, 4)
TERMS = {
    "due_kind": "joining",
    "due_days": 30,
    "validity_kind": "months",
    "validity_months": 24,
    "expires_month": 1,
    "expires_day": 31,
    "window_days": 60,
    "grace_days": 0,
    "remind_days": 7,
    "enforcement": "report",
}


@pytest.fixture
def course(wednesday, cast: Cast) -> Course:
    _ = cast.ben, cast.hanna
    return course_row()


@pytest.fixture
def service(course: Course, cast: Cast) -> Audience:
    """Ben and Mara."""
    clauses = [{"department": cast.ben.department}]
    return define_audience(slug="service", name="Customer service", clauses=clauses, by=None)


def test_first_it_says_whom_it_concerns(hr: Client, cast: Cast, course: Course, service: Audience) -> None:
    completion_row(assignment_row(cast.mara, requirement_row(course)), TODAY)
    answer = hr.post(f"{URL}new/", {**TERMS, "course": course.pk, "audience": service.pk})
    assert answer.status_code == 200
    forecast = answer.context["forecast"]
    assert (forecast.people, forecast.proven, forecast.owing) == (2, 1, 0)
    assert "2 Personen müssen diese Schulung machen." in answer.content.decode()
    assert not Requirement.objects.filter(audience=service).exists()


def test_then_it_is_made(hr: Client, cast: Cast, course: Course, service: Audience) -> None:
    chosen = {**TERMS, "course": course.pk, "audience": service.pk, "enforcement": "block"}
    seen = hr.post(f"{URL}new/", chosen).context["form"]["seen"].value()
    answer = hr.post(f"{URL}new/", {**chosen, "seen": seen, "confirm": "1"}, follow=True)
    made = Requirement.objects.get(audience=service)
    assert made.enforcement == Enforcement.BLOCK
    assert made.made_by == cast.hanna
    assert {one.employee for one in Assignment.objects.open()} == {cast.ben, cast.mara}
    assert "2 Personen müssen diese Schulung jetzt machen." in answer.content.decode()
    assert AuditEvent.objects.get(verb="training.required").actor == cast.hanna.ref


def test_nothing_is_made_of_what_was_not_shown(hr: Client, course: Course, service: Audience) -> None:
    chosen = {**TERMS, "course": course.pk, "audience": service.pk, "confirm": "1", "seen": "0:0"}
    answer = hr.post(f"{URL}new/", chosen)
    assert "forecast" in answer.context
    assert not Requirement.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"due_kind": "date"}, "due_on"),
        ({"due_days": 900}, "due_days"),
        ({"course": ""}, "course"),
        ({"audience": 99999}, "audience"),
        ({"expires_month": 13}, "expires_month"),
        ({"enforcement": "fire"}, "enforcement"),
    ],
)
def test_what_makes_no_sense_is_refused(
    change: dict, field: str, hr: Client, course: Course, service: Audience
) -> None:
    answer = hr.post(f"{URL}new/", {**TERMS, "course": course.pk, "audience": service.pk, **change})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_second_requirement_of_the_same_kind_says_why_not(
    hr: Client, course: Course, service: Audience
) -> None:
    requirement_row(course, service)
    chosen = {**TERMS, "course": course.pk, "audience": service.pk}
    answer = hr.post(f"{URL}new/", {**chosen, "confirm": "1", "seen": f"{course.pk}:{service.pk}"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert Requirement.objects.count() == 1


def test_terms_change_and_proof_stays(hr: Client, cast: Cast, course: Course) -> None:
    """T2"""
    requirement = requirement_row(course)
    done = completion_row(assignment_row(cast.mara, requirement), TODAY)
    answer = hr.post(f"{URL}{requirement.ref}/change/", {**TERMS, "validity_months": 6, "grace_days": 14})
    assert answer.status_code == 302
    requirement.refresh_from_db()
    assert (requirement.validity_months, requirement.grace_days) == (6, 14)
    assert type(done).objects.get(pk=done.pk).valid_until == done.valid_until


def test_it_ends_after_a_question(hr: Client, cast: Cast, course: Course) -> None:
    requirement = requirement_row(course)
    assignment = assignment_row(cast.ben, requirement)
    assert "Bei einer Person ist sie noch offen" in hr.get(f"{URL}{requirement.ref}/end/").content.decode()
    page = hr.post(f"{URL}{requirement.ref}/end/", follow=True).content.decode()
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.WITHDRAWN
    assert "Beendet am" in page
    assert TITLES["de"] in hr.get(URL).content.decode()


def test_the_overview_adds_up(cast: Cast, course: Course) -> None:
    requirement = requirement_row(course)
    assignment_row(cast.ben, requirement, due_on=date(2026, 11, 3))
    completion_row(assignment_row(cast.mara, requirement), date(2025, 1, 1))
    assignment_row(cast.mara, requirement)
    completion_row(assignment_row(cast.hanna, requirement), TODAY)
    assignment_row(cast.edda, requirement, state=AssignmentState.EXEMPT)
    assignment_row(cast.falk, requirement, state=AssignmentState.WITHDRAWN)
    [line] = overview("de", TODAY)
    assert (line.held, line.done, line.open, line.overdue, line.exempt) == (4, 1, 1, 1, 1)
    assert line.percent == 25


def test_the_overview_in_few_queries(
    hr: Client, cast: Cast, course: Course, django_assert_max_num_queries
) -> None:
    for n in range(5):
        assignment_row(cast.ben, requirement_row(course_row(f"course-{n}")))
    with django_assert_max_num_queries(5):  # requirements, states, followed rounds, overdue, titles
        overview("de", TODAY)
    assert f"{URL}" in hr.get("/hr/").content.decode()


def test_hr_of_one_entity_looks_but_does_not_require(cast: Cast, course: Course) -> None:
    limited = EmployeeFactory()
    give_role(person=limited, role=Role.HR, entity=EntityFactory(name="Other"), by=None)
    requirement = requirement_row(course)
    assignment_row(cast.ben, requirement)
    client = signed_in(Client(), limited)
    assert client.get(URL).context["lines"][0].held == 0
    assert client.get(f"{URL}new/").status_code == 403
    assert client.post(f"{URL}{requirement.ref}/end/").status_code == 403


def test_without_a_course_it_says_what_comes_first(hr: Client, wednesday) -> None:
    assert "Noch ist keine Schulung freigegeben" in hr.get(URL).content.decode()
    assert "Noch ist keine Schulung freigegeben" in hr.get(f"{URL}new/").content.decode()
