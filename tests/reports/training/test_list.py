"""HR's list of training: filters, pages, files, budgets, and the trace each look leaves."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import give_role, leave
from portal.audit.models import AuditEvent
from reports.exports.models import Export
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, signed_in
from tests.factories.training_rows import (
    TITLES,
    assignment_row,
    completion_row,
    course_row,
    requirement_row,
)
from tests.jobs_tools import drain
from tests.reports.dashboards.listed import HOSTILE, fetched, read_xlsx, shown
from training.assignments.choices import AssignmentState
from training.assignments.models import Assignment

pytestmark = pytest.mark.django_db

LIST = "/hr/training/"
TODAY = date(2026, 11, 4)


def label(state: AssignmentState) -> str:
    with override("de"):
        return str(state.label)


def names(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.context["form"].errors
    return [line.employee.name for line in answer.context["lines"]]


def test_the_list_begins_with_what_is_to_do(hr: Client, cast: Cast, assigned: Assignment) -> None:
    assert names(hr) == [cast.ben.name]
    completion_row(assigned, TODAY)
    assert names(hr) == []
    assert names(hr, "state=done") == names(hr, "state=any") == [cast.ben.name]


@pytest.mark.parametrize(
    ("query", "finds_ben"),
    [
        ("q=öztürk", True),
        ("q=nobody", False),
        ("state=soon", False),
        ("state=overdue", False),
        ("state=exempt", False),
        ("state=any", True),
        ("due_from=2026-12-01&due_to=2026-12-31", True),
        ("due_to=2026-12-01", False),
        ("sort=-due&after=junk", True),
        ("history=on", True),
    ],
)
def test_filters(query: str, finds_ben: bool, hr: Client, cast: Cast, assigned: Assignment) -> None:
    assert (cast.ben.name in names(hr, query)) == finds_ben


def test_by_course_requirement_and_place(hr: Client, cast: Cast, assigned: Assignment) -> None:
    other = assignment_row(cast.ben, requirement_row(course_row("photos")))
    for query in (
        f"course={assigned.course_id}",
        f"requirement={assigned.requirement_id}",
        f"course={assigned.course_id}&entity={assigned.entity_id}&location={assigned.location_id}",
        f"course={other.course_id}&department={assigned.department.get_root().pk}",
    ):
        assert names(hr, query) == [cast.ben.name]
    assert len(names(hr)) == 2
    assert names(hr, f"department={cast.hanna.department_id}") == []


@pytest.mark.parametrize(
    ("due_on", "soon", "overdue"),
    [
        (TODAY - timedelta(days=1), False, True),
        (TODAY, True, False),
        (TODAY + timedelta(days=7), True, False),
        (TODAY + timedelta(days=8), False, False),
    ],
)
def test_soon_and_overdue(hr: Client, assigned: Assignment, due_on: date, soon: bool, overdue: bool) -> None:
    Assignment.objects.update(due_on=due_on)
    assert (len(names(hr, "state=soon")), len(names(hr, "state=overdue"))) == (soon, overdue)
    Assignment.objects.update(paused_on=TODAY)
    assert names(hr, "state=overdue") == []


def test_earlier_rounds_are_listed_when_asked_for(hr: Client, cast: Cast, assigned: Assignment) -> None:
    """T2: an earlier round stays as it was."""
    completion_row(assigned, date(2025, 1, 7))
    renewal = assignment_row(cast.ben, assigned.requirement)
    assert names(hr, "state=any") == [cast.ben.name]
    assert names(hr, "state=done") == []
    assert names(hr, "state=any&history=on") == [cast.ben.name] * 2
    completion_row(renewal, TODAY)
    assert names(hr, "state=done") == [cast.ben.name]


def test_leavers_only_when_asked_for(hr: Client, cast: Cast, assigned: Assignment) -> None:
    completion_row(assigned, TODAY)
    leave(person=cast.ben, on=date(2026, 11, 3), by=None)
    assert names(hr, "state=done") == []
    assert names(hr, "state=done&leavers=on") == [cast.ben.name]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("due_from=2026-12-02&due_to=2026-12-01", "due_to"),
        ("state=nonsense", "state"),
        ("course=999999", "course"),
        ("requirement=x", "requirement"),
        ("q=%00", "q"),
    ],
)
def test_a_wrong_filter_says_so(query: str, field: str, hr: Client, assigned: Assignment) -> None:
    answer = hr.get(f"{LIST}?{query}")
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "lines" not in answer.context


def test_pages_follow_each_other_and_lead_back(hr: Client, cast: Cast, assigned: Assignment) -> None:
    for n in range(60):
        person = EmployeeFactory(name=f"Kim {n:02}")
        assignment_row(person, assigned.requirement, due_on=TODAY + timedelta(days=n // 3))
    first = hr.get(LIST)
    second = hr.get(f"{LIST}{first.context['next']}")
    seen = [line.assignment.pk for page in (first, second) for line in page.context["lines"]]
    assert len(seen) == len(set(seen)) == 61
    back = hr.get(f"{LIST}{second.context['previous']}")
    assert [line.assignment.pk for line in back.context["lines"]] == seen[:50]
    upside_down = hr.get(f"{LIST}?sort=-due")
    assert [line.assignment.pk for line in upside_down.context["lines"]] == seen[::-1][:50]


def test_the_query_budget(
    hr: Client, cast: Cast, assigned: Assignment, django_assert_max_num_queries
) -> None:
    """Session, person, roles (3); courses with titles, requirements with titles (4), departments, locations,
    entities (3); count, page, titles of its courses (3); the look with the chain (5); nothing per row."""
    for _ in range(10):
        completion_row(assignment_row(EmployeeFactory(), assigned.requirement), TODAY)
    with django_assert_max_num_queries(22):
        hr.get(f"{LIST}?state=any")


def test_hr_of_one_entity_sees_its_own(cast: Cast, assigned: Assignment) -> None:
    limited = EmployeeFactory()
    give_role(person=limited, role=Role.HR, entity=EntityFactory(name="Other"), by=None)
    assert names(signed_in(Client(), limited)) == []


def test_a_look_is_a_row(hr: Client, cast: Cast, assigned: Assignment) -> None:
    """Looks at person-level data by somebody else can be read by the data protection officer."""
    names(hr, "q=Öztürk&state=any")
    event = AuditEvent.objects.filter(verb="person_data.viewed").latest("seq")
    assert '"list":"training"' in event.canonical
    assert "state=any;q=*" in event.canonical
    assert "ztürk" not in event.canonical


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_as_a_file(kind: str, hr: Client, cast: Cast, assigned: Assignment) -> None:
    """E2: cells cannot start a formula. T6: no attempts, per cent or answers."""
    Employee.objects.filter(pk=cast.ben.pk).update(name=HOSTILE)
    completion_row(assigned, TODAY)
    head, row = shown(fetched(hr, "training", kind, "state=any"), kind)
    line = dict(zip(head, row, strict=True))
    assert (line["Schulung"], line["Status"]) == (TITLES["de"], label(AssignmentState.DONE))
    assert line["Gilt ab"] == "2026-11-04"
    assert line["Fassung der Schulung"] == "1.0"
    assert not any(word in " ".join(head) for word in ("Prozent", "Versuch", "Antwort"))
    if kind == "csv":
        assert line["Name"] == f"'{HOSTILE}"
    else:
        [_, cells] = read_xlsx(fetched(hr, "training", kind, "state=any"))
        assert cells[0].data_type == "s"
    assert (
        '"list":"training-file"'
        in AuditEvent.objects.filter(verb="person_data.viewed").latest("seq").canonical
    )


def test_a_long_list_is_made_by_a_job(hr: Client, cast: Cast, assigned: Assignment, monkeypatch) -> None:
    monkeypatch.setattr("reports.dashboards.views.files.AT_ONCE_ROWS", 0)
    assert hr.get("/hr/training/list.csv?state=any").status_code == 200
    answer = hr.post("/hr/training/list.csv?state=any")
    assert answer.status_code == 302
    drain()
    export = Export.objects.get()
    assert (export.rows, export.ready_at is not None) == (1, True)


def test_an_empty_list_says_what_will_be_here(hr: Client, wednesday) -> None:
    assert "Niemand muss eine Schulung machen" in hr.get(LIST).content.decode()
    assert "Niemand passt" in hr.get(f"{LIST}?state=done").content.decode()


def test_the_states_have_names(hr: Client, cast: Cast, required) -> None:
    assignment_row(cast.ben, required, state=AssignmentState.EXEMPT)
    completion_row(assignment_row(cast.mara, required), date(2024, 1, 1), valid_until=date(2025, 1, 1))
    page = hr.get(f"{LIST}?state=any").content.decode()
    assert label(AssignmentState.EXEMPT) in page
    assert "Erledigt, abgelaufen" in page
