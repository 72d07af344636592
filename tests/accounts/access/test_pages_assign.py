"""Assigning access to people and groups, page by page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access.models import AccessRequest
from accounts.access.operations.requests import MOST_AT_ONCE
from accounts.people.models import Audience, AudienceMember, Employee
from accounts.people.operations import define_audience
from accounts.register.choices import RouteKind
from portal.mail.models import Message
from tests.accounts.access.pages import beside, primary, words
from tests.factories.access import in_days
from tests.factories.people import EmployeeFactory, department
from tests.factories.register import route, sound_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(cast):
    return sound_account(cast, handle="@anderes")


def address(*accounts):
    return "?" + "&".join(f"account={one.ref}" for one in accounts)


def facts(*accounts, **more):
    ways = {f"route-{one.pk}": one.routes.first().pk for one in accounts}
    return {
        "starts_on": in_days(0).isoformat(),
        "ends_on": in_days(20).isoformat(),
        "reason": "Messe",
        **ways,
        **more,
    }


@pytest.fixture
def assign(cast, pages):
    """Anton sends the form for `accounts`."""

    def assign(*accounts, **more):
        where = reverse("access:access-assign") + address(*accounts)
        answer = pages.of(cast.anton).post(where, facts(*accounts, **more), follow=True)
        return pages._tree(answer)

    return assign


def marketing() -> Audience:
    clauses = [{"department": department("Marketing")}]
    return define_audience(slug="marketing", name="Marketing", clauses=clauses, by=None)


def test_it_begins_with_the_account(cast, channel, other, pages):
    page = pages.see(cast.anton, "access-assign")
    assert primary(page) == ["Weiter"]
    assert {option.get_text() for option in page.select("select[name=account] option")} == {
        "@hafenlicht (Bildnetz)",
        "@anderes (Bildnetz)",
    }
    page = pages.see(cast.anton, "access-assign", account=channel.ref)
    assert primary(page) == ["Antrag senden"]
    assert "@hafenlicht (Bildnetz)" in words(page)


def test_several_people_on_several_accounts(cast, channel, other, assign):
    """By login id, address or personnel number; somebody named twice counts once."""
    _ = cast.ben
    named = f"ben\n{cast.edda.email}, {cast.falk.personnel_number};ben"
    page = assign(channel, other, people=named)
    assert "6 Anträge" in page.get_text()
    made = AccessRequest.objects.all()
    assert made.count() == 6
    assert {request.requested_by for request in made} == {cast.anton}
    assert {request.person for request in made} == {cast.ben, cast.edda, cast.falk}


def test_many_requests_are_one_mail_to_each_who_decides(cast, channel, other, assign):
    _ = cast.ben, cast.edda, cast.hanna
    assign(channel, other, people="ben\nedda")
    to_ada = Message.objects.filter(recipient_ref=cast.ada.ref)
    assert [message.kind for message in to_ada] == ["access.requests_waiting"]
    assign(channel, people="hanna")
    assert to_ada.filter(kind="access.request_waiting").count() == 1


def test_a_group_of_people(cast, channel, assign):
    _ = cast.ada, cast.anton
    EmployeeFactory(department=department("Marketing"), invited=True)
    assign(channel, group=marketing().pk)
    assert {request.person for request in AccessRequest.objects.all()} == {cast.ada, cast.anton}


WRONG = [
    ({}, "people", "Bitte nennen Sie jemanden"),
    ({"people": "nobody, ben, nemo"}, "people", "nobody, nemo"),
    ({"people": "<script>alert(1)</script>"}, "people", "<script>alert(1)</script>"),
    ({"people": "dirk"}, "people", "dirk"),
    ({"people": "ben, kim.invited@hafenlicht.example"}, "people", "nicht anmelden: Kim Invited"),
    ({"people": "ben", "starts_on": "2020-01-01"}, "starts_on", "vorbei"),
    ({"people": "ben", "ends_on": ""}, "ends_on", "Dieses Feld"),
    ({"people": "ben", "group": "999"}, "group", "Auswahl"),
    ({"people": "x," * 15_000}, "people", "20000"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_wrong_is_said_beside_the_field(cast, channel, assign, wrong):
    more, field, said = wrong
    _ = cast.ben, cast.dirk
    EmployeeFactory(name="Kim Invited", email="kim.invited@hafenlicht.example", invited=True)
    assert said in beside(assign(channel, **more), field)
    assert not AccessRequest.objects.exists()


def test_201_people_are_too_many(cast, channel, assign):
    """The limit counts people times accounts, and nothing is done for the first 200 of them."""
    people = [EmployeeFactory() for _ in range(3)]
    named = "\n".join(person.login_id for person in people) + "\n" + "\n".join(f"p{n}" for n in range(198))
    assert f"mehr als {MOST_AT_ONCE}" in beside(assign(channel, people=named), "people")
    assert not AccessRequest.objects.exists()


def test_a_group_of_10_001_is_refused_at_once(cast, channel, assign, django_assert_max_num_queries):
    """Nobody's 10 001 rows are read to say so."""
    group = marketing()
    one = EmployeeFactory()
    fields = {field.attname: getattr(one, field.attname) for field in Employee._meta.concrete_fields}
    own = ("id", "ref", "login_id", "email", "personnel_number", "calendar_key")
    shared = {name: value for name, value in fields.items() if name not in own}
    Employee.objects.bulk_create(
        [Employee(**shared, login_id=f"m{n}", personnel_number=f"M{n}") for n in range(10_001)],
        batch_size=500,
    )
    now = timezone.now()
    people = Employee.objects.filter(login_id__startswith="m", personnel_number__startswith="M")
    AudienceMember.objects.bulk_create(
        [AudienceMember(audience=group, employee=person, since=now) for person in people], batch_size=500
    )
    with django_assert_max_num_queries(50):
        page = assign(channel, group=group.pk)
    assert f"mehr als {MOST_AT_ONCE}" in words(page)
    assert not AccessRequest.objects.exists()


def test_a_private_account_is_nobodys_to_assign(cast, channel, pages, assign):
    """A4: it is not among the choices, and posting it changes nothing."""
    private = route(channel, RouteKind.VOLUNTEERED, by=cast.anton)
    page = pages.see(cast.anton, "access-assign", account=channel.ref)
    assert str(private.pk) not in [button["value"] for button in page.select(f"[name=route-{channel.pk}]")]
    page = assign(channel, people="ben", **{f"route-{channel.pk}": private.pk})
    assert "Auswahl" in beside(page, f"route-{channel.pk}")
    assert not AccessRequest.objects.exists()


def test_whoever_has_it_already_is_left_out(cast, channel, assign):
    _ = cast.ben, cast.edda
    assign(channel, people="ben")
    page = assign(channel, people="ben")
    assert "gibt es schon" in words(page)
    assign(channel, people="ben\nedda")
    assert AccessRequest.objects.count() == 2


def test_nobody_else_assigns(cast, channel, pages):
    for person in (cast.ada, cast.ben, cast.cleo, cast.dana, cast.ines):
        assert pages.refuses(person, "access-assign", **facts(channel, people="ben"))
    assert not AccessRequest.objects.exists()


def test_strange_addresses_are_passed_over(cast, channel, pages):
    for text in ("x", "", "00000000-0000-0000-0000-000000000000", "<script>"):
        assert primary(pages.see(cast.anton, "access-assign", account=text)) == ["Weiter"]
