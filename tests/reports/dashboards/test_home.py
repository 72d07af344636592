"""Home: what do I owe, what have I done, what waits for me because of my role."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people.registry import Duty
from guidelines.policies.choices import StatementKind
from guidelines.policies.models import AcknowledgementRequest, Policy
from guidelines.policies.operations import acknowledge, acknowledge_under_reservation
from reports.dashboards.choices import Urgency
from reports.dashboards.home import sorted_by_urgency
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.factories.policies import read, release, request_of

TODAY = date(2026, 11, 4)


def duty(title: str, due: int | None, *, required: bool = True, paused: bool = False) -> Duty:
    """A duty due in so many days."""
    day = TODAY + timedelta(days=due) if due is not None else None
    overdue = required and not paused and due is not None and due < 0
    return Duty(title, title, "Read", "/x/", day, overdue, required, minutes=4, paused=paused)


def test_what_presses_most_comes_first() -> None:
    owed = sorted_by_urgency(
        [
            duty("later", 30),
            duty("offer", None, required=False),
            duty("soon", 7),
            duty("late", -1),
            duty("later still", 40),
        ],
        TODAY,
    )
    assert owed.next is not None
    assert owed.next.title == "late"
    named = [(urgency, [one.title for one in duties]) for urgency, duties in owed.groups]
    assert named == [
        (Urgency.SOON, ["soon"]),
        (Urgency.LATER, ["later", "later still"]),
        (Urgency.OFFER, ["offer"]),
    ]
    assert (owed.count, owed.minutes, owed.overdue) == (4, 16, 1)


def test_k5_an_offer_is_never_the_one_thing_to_do() -> None:
    """K5: a consent is an offer; it is never overdue and never pressed."""
    owed = sorted_by_urgency([duty("offer", None, required=False)], TODAY)
    assert owed.next is None
    assert owed.count == 0


def test_what_is_paused_is_no_next_thing() -> None:
    owed = sorted_by_urgency([duty("paused", -3, paused=True)], TODAY)
    assert owed.next is None
    assert [urgency for urgency, _ in owed.groups] == [Urgency.LATER]


def test_home_shows_the_duty_and_then_the_receipt(cast: Cast, asked: AcknowledgementRequest) -> None:
    client = signed_in(Client(), cast.ben, mfa=False)
    page = client.get("/")
    assert page.context["owed"].next.url == reverse("policies:acknowledge", args=[asked.ref])
    given = acknowledge(request=asked, read=read(asked), authenticated="passkey", by=cast.ben)
    page = client.get("/")
    assert page.context["owed"].next is None
    assert reverse("policies:acknowledgement-detail", args=[given.ref]) in page.content.decode()
    assert page.context["work"] == []


def test_home_in_few_queries(
    cast: Cast, asked: AcknowledgementRequest, django_assert_max_num_queries: Callable
) -> None:
    client = signed_in(Client(), cast.ben, mfa=False)
    client.get("/")
    # session, person, company set up?, location · requests with versions, their texts · receipts · roles ·
    # does anybody report to me (for the list of work) · savepoint and end of the session's touch ·
    # requests for access: those that wait, in the menu and as duties, and questions to answer ·
    # access to review · courses to do · courses done lately
    with django_assert_max_num_queries(17):
        client.get("/")


def test_the_number_of_people_costs_nothing(cast: Cast, asked: AcknowledgementRequest) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(Client(), cast.ben, mfa=False)
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get("/")
    for _ in range(15):
        EmployeeFactory()
    with CaptureQueriesContext(connection) as after:
        client.get("/")
    assert len(after) == len(before)


def test_hr_sees_what_waits(cast: Cast, asked: AcknowledgementRequest, hr: Client) -> None:
    acknowledge_under_reservation(
        request=asked, read=read(asked), reason="Unclear.", authenticated="passkey", by=cast.ben
    )
    work = {item.url: item.count for item in hr.get("/").context["work"]}
    assert work[reverse("dashboards:reservation-list")] == 1
    assert work[reverse("dashboards:paper-list")] == 0


def test_home_does_not_say_that_all_is_done_while_work_waits(
    cast: Cast, asked: AcknowledgementRequest, hr: Client
) -> None:
    own = request_of(cast.hanna)
    acknowledge(request=own, read=read(own), authenticated="passkey", by=cast.hanna)
    assert "Nichts zu tun" in hr.get("/").text
    acknowledge_under_reservation(
        request=asked, read=read(asked), reason="Unclear.", authenticated="passkey", by=cast.ben
    )
    page = hr.get("/").text
    assert "Nichts zu tun" not in page
    assert "Sie haben alles erledigt" in page


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("falk", "policies:release-list"),
        ("edda", "policies:release-list"),
        ("ines", "people:set-up-check"),
        ("mara", "dashboards:team-show"),
        ("wolf", "dashboards:figures-show"),
    ],
)
def test_each_role_is_led_to_its_work(who: str, address: str, cast: Cast, policy: Policy) -> None:
    person = getattr(cast, who)
    urls = [item.url for item in signed_in(Client(), person).get("/").context["work"]]
    assert reverse(address) in urls


def test_a_consent_stands_under_voluntary(cast: Cast, policy: Policy) -> None:
    release(editor=cast.edda, approver=cast.falk, slug="photos", statement_kind=StatementKind.CONSENT)
    owed = signed_in(Client(), cast.ben, mfa=False).get("/").context["owed"]
    assert owed.count == 1
    assert [urgency for urgency, _ in owed.groups] == [Urgency.OFFER]
    assert request_of(cast.ben).due_on is None
