"""Required courses beside guidelines: home, a manager's team, and figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Organisation
from reports.dashboards.figures import tables
from reports.dashboards.team import members_of, totals_of
from tests.factories.people import Cast, EmployeeFactory, department, signed_in
from tests.factories.training_rows import TITLES, assignment_row, completion_row, course_row, requirement_row
from training.assignments.choices import AssignmentState
from training.assignments.models import Requirement

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 4)


@pytest.fixture
def required(wednesday, cast: Cast) -> Requirement:
    _ = cast.ben, cast.mara
    return requirement_row(course_row(by=cast.edda))


def test_home_shows_what_was_learned_lately(cast: Cast, required: Requirement) -> None:
    completion = completion_row(assignment_row(cast.ben, required))
    page = signed_in(Client(), cast.ben, mfa=False).get("/").content.decode()
    assert TITLES["de"] in page
    assert f"/learning/certificates/{completion.ref}/" in page


def test_a_manager_sees_done_or_not_done(cast: Cast, required: Requirement) -> None:
    """T6: managers see done / not done, never per cent, attempts or answers."""
    assignment_row(cast.ben, required, due_on=TODAY - timedelta(days=1))
    [member] = members_of(cast.mara, "de", TODAY)
    assert member.owed == [(TITLES["de"], date(2026, 11, 3), True)]
    page = signed_in(Client(), cast.mara, mfa=False).get("/team/").content.decode()
    assert TITLES["de"] in page
    assert not any(word in page for word in (" %", "bestanden", "Quiz"))


def test_a_course_owed_twice_is_named_once(cast: Cast, required: Requirement) -> None:
    from accounts.people.operations import define_audience

    other = define_audience(slug="other", name="Other", clauses=[], by=None)
    assignment_row(cast.ben, required, due_on=date(2026, 12, 1))
    assignment_row(cast.ben, requirement_row(required.course, other), due_on=date(2026, 11, 20))
    [member] = members_of(cast.mara, "de", TODAY)
    assert member.owed == [(TITLES["de"], date(2026, 11, 20), False)]
    completion_row(assignment_row(cast.edda, required), TODAY)
    assert all(one.person != cast.edda for one in members_of(cast.mara, "de", TODAY))


@pytest.mark.parametrize(("done", "not_done", "shown"), [(10, 10, (10, 10)), (19, 1, None), (10, 0, (10, 0))])
def test_in_works_council_mode_totals_of_enough_people(
    cast: Cast, required: Requirement, done: int, not_done: int, shown: tuple | None
) -> None:
    Organisation.objects.update(works_council_mode=True)
    for n in range(done + not_done):
        assignment = assignment_row(EmployeeFactory(manager=cast.mara), required)
        if n < done:
            completion_row(assignment)
    [total] = totals_of(cast.mara, "de", 10)
    assert (total.title, total.is_course, total.cells) == (TITLES["de"], True, shown)
    assert TITLES["de"] in signed_in(Client(), cast.mara, mfa=False).get("/team/").content.decode()


def test_figures_stand_still_for_a_week_and_hide_the_few(cast: Cast, required: Requirement) -> None:
    """Everything is as it was at the end of last Sunday, 1 November."""
    long_ago = {"assigned_on": date(2026, 10, 1), "due_on": date(2026, 12, 1)}
    sales, service = department("Sales"), department("Customer service")
    for n in range(24):
        person = EmployeeFactory(department=sales if n < 20 else service)
        assignment = assignment_row(person, required, **long_ago)
        if n < 10:
            completion_row(assignment, date(2026, 10, 20))
        elif n < 20:
            completion_row(assignment, date(2026, 11, 3))
    now = datetime(2026, 11, 4, 12, tzinfo=UTC)
    [table] = [one for one in tables("de", now, k=10) if one.is_course]
    assert table.published.rows == ()
    assert (table.published.rest, table.published.total) == ((10, 14), 24)


def test_what_was_withdrawn_is_in_no_figure(cast: Cast, required: Requirement) -> None:
    closed = {"state": AssignmentState.WITHDRAWN, "closed_at": datetime(2026, 10, 5, tzinfo=UTC)}
    for _ in range(12):
        assignment_row(EmployeeFactory(), required, assigned_on=date(2026, 10, 1), **closed)
    assert tables("de", timezone.now(), k=10) == []
