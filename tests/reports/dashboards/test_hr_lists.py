"""HR's list, overview and files: filters, past days, budgets, and the trace each look leaves."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.people.choices import Employment
from accounts.people.models import Employee
from accounts.people.operations import leave
from guidelines.policies.choices import RequestState, StatementKind
from guidelines.policies.models import AcknowledgementRequest, Policy
from guidelines.policies.operations import (
    acknowledge,
    acknowledge_under_reservation,
    exempt,
    extend_deadline,
)
from portal.audit.models import AuditEvent
from portal.mail.models import Message
from reports.dashboards.overview import overview
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.factories.policies import read, release, request_of
from tests.jobs_tools import drain

LIST = "/hr/acknowledgements/"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "\u202eevil",
    "e\u0301" * 150,
    "N" * 300,
    "🙂 Ω ع",
]


def names(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.context["form"].errors
    return [line.request.employee.name for line in answer.context["lines"]]


def confirm(request: AcknowledgementRequest) -> None:
    acknowledge(request=request, read=read(request), authenticated="passkey", by=request.employee)


def test_the_list_begins_with_what_is_open(hr: Client, cast: Cast, asked: AcknowledgementRequest) -> None:
    assert cast.ben.name in names(hr)
    confirm(asked)
    assert cast.ben.name not in names(hr)
    assert names(hr, "state=acknowledged") == [cast.ben.name]
    assert cast.ben.name in names(hr, "state=any")


@pytest.mark.parametrize(
    ("query", "finds_ben"),
    [
        ("q=öztürk", True),
        ("q=OZTURK", True),
        ("q=nobody", False),
        ("version=1.0", False),
        ("due_from=2026-11-01&due_to=2026-12-31", True),
        ("due_to=2026-11-05", False),
        ("manager=mara", True),
        ("manager=hanna", False),
        ("employment=internal", True),
        ("employment=external", False),
        ("state=overdue", False),
        ("after=junk&sort=-asked", True),
        ("before=~9999999&sort=asked", True),
    ],
)
def test_filters(query: str, finds_ben: bool, hr: Client, cast: Cast, asked: AcknowledgementRequest) -> None:
    if query.startswith("version"):
        query += f"&policy={asked.policy_id}"
        finds_ben = True
    assert (cast.ben.name in names(hr, query)) == finds_ben


def test_departments_take_in_those_below(hr: Client, cast: Cast, asked: AcknowledgementRequest) -> None:
    top = asked.department.get_root()
    assert cast.ben.name in names(hr, f"department={top.pk}")
    assert cast.ben.name in names(hr, f"department={asked.department_id}&location={asked.location_id}")
    assert cast.ben.name not in names(hr, f"department={cast.hanna.department_id}")
    assert cast.ben.name in names(hr, f"entity={asked.entity_id}")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("on=2031-01-01", "on"),
        ("on=yesterday", "on"),
        ("due_from=2026-12-02&due_to=2026-12-01", "due_to"),
        ("version=2.0", "version"),
        ("state=nonsense", "state"),
        ("policy=999999", "policy"),
        ("manager=nobody-at-all", "manager"),
        ("q=%00", "q"),
    ],
)
def test_a_wrong_filter_says_so_and_keeps_what_was_typed(
    query: str, field: str, hr: Client, policy: Policy
) -> None:
    answer = hr.get(f"{LIST}?due_from=2026-12-02&{query}")
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert 'value="2026-12-02"' in answer.content.decode()
    assert "lines" not in answer.context


def test_leavers_only_when_asked_for(hr: Client, cast: Cast, asked: AcknowledgementRequest) -> None:
    leave(person=cast.ben, on=date(2026, 11, 3), by=None)
    assert cast.ben.name not in names(hr, "state=any")
    assert cast.ben.name in names(hr, "state=any&leavers=on")


def test_overdue_is_never_a_consent_or_paused(
    hr: Client, cast: Cast, asked: AcknowledgementRequest, wednesday: time_machine.Traveller
) -> None:
    """K5: a consent request is never overdue."""
    release(editor=cast.edda, approver=cast.falk, slug="photos", statement_kind=StatementKind.CONSENT)
    AcknowledgementRequest.objects.filter(employee=cast.mara).update(paused_on=date(2026, 11, 5))
    wednesday.shift(timedelta(days=60))
    hr = signed_in(Client(), cast.hanna)
    found = names(hr, "state=overdue")
    assert found.count(cast.ben.name) == 1
    assert cast.mara.name not in found


def test_as_it_stood_on_a_past_day(
    cast: Cast, asked: AcknowledgementRequest, wednesday: time_machine.Traveller
) -> None:
    wednesday.shift(timedelta(days=2))
    confirm(asked)
    wednesday.shift(timedelta(days=5))
    hr = signed_in(Client(), cast.hanna)
    assert cast.ben.name in names(hr, "on=2026-11-05&state=open")
    assert cast.ben.name not in names(hr, "on=2026-11-06&state=open")
    assert cast.ben.name in names(hr, "on=2026-11-06&state=acknowledged")
    assert names(hr, "on=2026-11-01&state=any") == []


def test_a_past_day_knows_the_due_date_of_then(
    cast: Cast, asked: AcknowledgementRequest, wednesday: time_machine.Traveller
) -> None:
    due = asked.due_on
    wednesday.move_to(f"{due + timedelta(days=3)}T12:00Z")
    extend_deadline(request=asked, to=due + timedelta(days=30), reason="Was ill.", by=cast.hanna)
    wednesday.shift(timedelta(days=5))
    hr = signed_in(Client(), cast.hanna)
    assert cast.ben.name in names(hr, f"on={due + timedelta(days=2)}&state=overdue")
    assert cast.ben.name not in names(hr, "state=overdue")


def test_each_look_is_one_row_that_keeps_what_was_typed_to_itself(
    hr: Client, asked: AcknowledgementRequest
) -> None:
    hr.get(f"{LIST}?q=öztürk&policy={asked.policy_id}")
    event = AuditEvent.objects.filter(verb="person_data.viewed").get()
    assert "öztürk" not in event.canonical
    assert f"policy={asked.policy_id};state=open;q=*" in event.canonical
    assert event.actor == Employee.objects.get(login_id="hanna").ref


def test_the_list_in_few_queries(
    hr: Client, asked: AcknowledgementRequest, django_assert_max_num_queries: Callable
) -> None:
    for _ in range(60):
        EmployeeFactory()
    hr.get(LIST)
    # session, person, set up?, location, roles, second factor · choices: guidelines, titles, departments,
    # locations, entities · page: dated, undated, titles · count · the look: savepoint, head, row · team?
    with django_assert_max_num_queries(26):
        answer = hr.get(LIST)
    assert len(answer.context["lines"]) == 50
    assert answer.context["next"]


def test_csv_and_xlsx_hold_the_whole_list_and_no_formula(hr: Client, asked: AcknowledgementRequest) -> None:
    """E2: cells cannot start a formula."""
    for name in HOSTILE:
        EmployeeFactory(name=name)
    answer = hr.get(f"{LIST}list.csv?state=any")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][0] == "Name"
    found = {row[0] for row in rows[1:]}
    assert f"'{HOSTILE[0]}" in found
    assert set(HOSTILE[1:]) <= found
    book = load_workbook(io.BytesIO(b"".join(hr.get(f"{LIST}list.xlsx?state=any").streaming_content)))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert len(cells) == len(rows) - 1 == AcknowledgementRequest.objects.count()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_escaped_everywhere(
    name: str, hr: Client, cast: Cast, asked: AcknowledgementRequest
) -> None:
    Employee.objects.filter(pk=cast.ben.pk).update(name=name)
    for address in (LIST, reverse("dashboards:person-show", args=[cast.ben.ref])):
        assert "<script>alert" not in hr.get(address).content.decode()


def test_the_overview_counts_people_by_their_newest_request(
    hr: Client, cast: Cast, asked: AcknowledgementRequest
) -> None:
    confirm(asked)
    exempt(request=request_of(cast.mara), reason="Works abroad.", by=cast.hanna)
    other = request_of(cast.hanna)
    acknowledge_under_reservation(
        request=other, read=read(other), reason="?", authenticated="passkey", by=cast.hanna
    )
    people = AcknowledgementRequest.objects.count()
    (line,) = overview("de", date(2026, 11, 4))
    assert (line.confirmed, line.exempt, line.under_reservation, line.asked) == (1, 1, 1, people)
    from guidelines.policies.choices import Cause
    from guidelines.policies.operations.asking import ask_again

    ask_again(policy=asked.policy, only=cast.ben, cause=Cause.RETURN)
    (line,) = overview("de", date(2026, 11, 4))
    assert (line.confirmed, line.asked) == (0, people)
    (line,) = overview("de", date(2027, 3, 1))
    assert (line.open, line.overdue) == (0, people - 2)


def test_the_overview_in_few_queries(
    hr: Client, policy: Policy, cast: Cast, django_assert_num_queries: Callable
) -> None:
    for n in range(3):
        release(editor=cast.edda, approver=cast.falk, slug=f"more-{n}")
    with django_assert_num_queries(5):  # guidelines, titles, states, states before another cycle, overdue
        overview("de", date(2026, 11, 4))
    page = hr.get("/hr/").content.decode()
    assert page.count("<title id=") == page.count("<desc id=") == 4


def test_everybody_in_the_list_is_reminded_once_a_day(
    hr: Client, asked: AcknowledgementRequest, cast: Cast
) -> None:
    page = hr.get(f"{LIST}remind/?q=öztürk")
    assert page.context["people"] == 1
    for _ in range(2):
        answer = hr.post(f"{LIST}remind/?q=öztürk", follow=True)
    assert answer.status_code == 200
    drain()
    assert Message.objects.filter(kind="reminders.by_hand").count() == 1
    asked.refresh_from_db()
    assert asked.reminders_sent == 1
    again = hr.get(f"{LIST}remind/?q=öztürk")
    assert (again.context["owing"], again.context["people"]) == (1, 0)
    assert "Zurzeit kann niemand erinnert werden." in again.content.decode()
    assert "jetzt erinnern</button>" not in again.content.decode()


def test_nobody_is_promised_a_mail_on_a_day_off(hr: Client, asked: AcknowledgementRequest) -> None:
    with time_machine.travel(datetime(2026, 11, 8, 11, 0, tzinfo=UTC)):  # a Sunday
        page = hr.get(f"{LIST}remind/?q=öztürk")
    assert (page.context["owing"], page.context["people"]) == (1, 0)


def test_states_of_the_filter_are_those_of_the_requests() -> None:
    from reports.dashboards.choices import STATE_CHOICES

    assert set(RequestState.values) <= {value for value, _ in STATE_CHOICES}
    assert Employment.values
