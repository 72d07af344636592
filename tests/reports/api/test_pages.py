"""The pages for people: a secret shown once, two who agree, overseers who see how much is read."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import give_role, take_role
from accounts.people.registry import all_stored_facts, my_data_of, two_person_duties
from guidelines.policies.operations import acknowledge
from portal.upkeep.registry import concerns
from reports.api.choices import Scope
from reports.api.models import ApiToken
from reports.api.operations import make_token, revoke_token
from reports.api.rules import SecondPersonNeeded
from reports.dashboards.registry import work_of
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, signed_in
from tests.factories.policies import read, release, request_of
from tests.reports.api.reader import Reader, new_token

pytestmark = pytest.mark.django_db
LIST, ADD = "/hr/api/", "/hr/api/new/"


def form(**changes: object) -> dict[str, object]:
    until = (timezone.localdate() + timedelta(days=90)).isoformat()
    return {"name": "Payroll", "scopes": ["acknowledgements"], "part": "0-0", "expires_on": until, **changes}


def test_a_token_is_made_shown_once_confirmed_and_revoked(cast: Cast) -> None:
    hanna, ines = signed_in(Client(), cast.hanna), signed_in(Client(), cast.ines)
    made = hanna.post(ADD, form())
    secret = re.findall(r"lp_[\w-]{43}", made.content.decode())
    assert len(set(secret)) == 1
    assert "no-store" in made["Cache-Control"]
    token = ApiToken.objects.get()
    page = reverse("api:token-show", args=[token.ref])
    assert "lp_" + secret[0][3:] not in hanna.get(page).content.decode() + hanna.get(LIST).content.decode()
    assert not hanna.get(page).context["may_confirm"]
    assert Reader(secret[0]).get("acknowledgements").status_code == 401
    refused = hanna.post(f"{page}confirm/", follow=True).content.decode()
    with translation.override("de"):
        assert str(SecondPersonNeeded.message) in refused
    ines.post(f"{page}confirm/")
    assert Reader(secret[0]).get("acknowledgements").status_code == 200
    hanna.post(f"{page}revoke/")
    assert Reader(secret[0]).get("acknowledgements").status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "n" * 101},
        {"name": "a\x00b"},
        {"scopes": []},
        {"scopes": ["secrets"]},
        {"part": "999-0"},
        {"part": ""},
        {"expires_on": "2020-01-01"},
        {"expires_on": "2199-01-01"},
        {"expires_on": "soon"},
    ],
)
def test_a_form_that_is_wrong_makes_nothing(cast: Cast, client: Client, changes: dict) -> None:
    answer = signed_in(client, cast.hanna).post(ADD, form(**changes))
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_tokens_ask_for_a_recent_proof(cast: Cast, client: Client) -> None:
    token, _secret = new_token(cast)
    late = signed_in(client, cast.hanna, seconds_ago=3600)
    assert late.get(LIST).status_code == 200
    for address in (ADD, f"{LIST}{token.ref}/confirm/", f"{LIST}{token.ref}/revoke/"):
        assert "reauthenticate" in late.post(address, form())["Location"]
    assert ApiToken.objects.get().revoked_at is None


def test_hr_of_a_part_chooses_among_its_parts(cast: Cast, client: Client) -> None:
    austria = EntityFactory(name="Hafenlicht Austria GmbH")
    helga = EmployeeFactory(name="Helga Gruber", entity=austria)
    give_role(person=helga, role=Role.HR, by=None, entity=austria)
    answer = signed_in(client, helga).get(ADD)
    assert [label for _key, label in answer.context["form"].fields["part"].choices] == [austria.name]
    assert signed_in(client, helga).post(ADD, form()).status_code == 422
    assert signed_in(client, helga).post(ADD, form(part=f"{austria.pk}-0")).status_code == 200
    assert ApiToken.objects.get().entity == austria


@pytest.mark.parametrize("who", ["dana", "cleo", "ines", "hanna"])
def test_overseers_see_how_much_is_read(cast: Cast, client: Client, who: str) -> None:
    """The data protection officer and auditors see tokens and calls a day, and can change nothing."""
    _ = cast.ada
    release(editor=cast.edda, approver=cast.falk)
    request = request_of(cast.ada)
    acknowledge(request=request, read=read(request), authenticated="passkey", by=cast.ada)
    token, secret = new_token(cast)
    for _call in range(3):
        Reader(secret).get("acknowledgements")
    person = signed_in(client, getattr(cast, who))
    assert [line["token"] for line in person.get(LIST).context["lines"]] == [token]
    shown = person.get(f"{LIST}{token.ref}/")
    assert [(day.calls, day.rows) for day in shown.context["days"]] == [(3, 3)]
    assert shown.context["may_revoke"] == (who in ("hanna", "ines"))
    assert cast.ada.name not in shown.content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_says_how_to_call(cast: Cast, client: Client, language: str) -> None:
    Employee.objects.filter(pk=cast.hanna.pk).update(language=language)
    page = signed_in(client, Employee.objects.get(pk=cast.hanna.pk)).get(LIST).content.decode()
    assert "curl -H" in page
    assert "http://127.0.0.1:8000/api/v1/acknowledgements?limit=100" in page
    assert ("Schnittstelle" in page) == (language == "de")


def test_the_list_asks_the_same_whatever_it_holds(
    cast: Cast, client: Client, django_assert_num_queries
) -> None:
    hanna = signed_in(client, cast.hanna)
    hanna.get(LIST)
    for count, maker in (
        (1, cast.hanna),
        (2, EmployeeFactory(roles=[Role.HR])),
        (3, EmployeeFactory(roles=[Role.HR])),
    ):
        new_token(cast, by=maker)
        # session, person, their place, roles, tokens with their people, roles of who made them, menu
        with django_assert_num_queries(7):
            assert len(hanna.get(LIST).context["lines"]) == count


def test_who_may_confirm_finds_it_at_home(cast: Cast) -> None:
    expires_on = timezone.localdate() + timedelta(days=9)
    facts = {"name": "Payroll", "scopes": [Scope.COMPLETIONS], "expires_on": expires_on}
    token, _secret = make_token(**facts, by=cast.hanna)
    second = EmployeeFactory(roles=[Role.HR])
    waiting = {
        person.name: [work.count for work in work_of(person) if work.url == LIST]
        for person in (cast.ines, second, cast.hanna, cast.dana, cast.ada)
    }
    assert waiting == {
        cast.ines.name: [1],
        second.name: [1],
        "Hanna Krüger": [],
        "Dana Petrescu": [],
        "Ada Lindqvist": [],
    }
    revoke_token(token=token, by=second)
    assert [work for work in work_of(cast.ines) if work.url == LIST] == []


def test_the_set_up_check_watches_the_second_person(cast: Cast) -> None:
    (duty,) = [duty for duty in two_person_duties() if "API" in str(duty.title)]
    assert set(duty.holders()) == set()
    _ = cast.hanna, cast.ines, cast.dana
    assert set(duty.holders()) == {cast.hanna, cast.ines}


def test_a_token_that_ends_soon_is_a_concern(cast: Cast) -> None:
    token, _secret = new_token(cast, expires_on=timezone.localdate() + timedelta(days=20))
    assert [found.slug for found in concerns() if token.name in str(found.text)] == ["api_token_ends"]
    revoke_token(token=token, by=cast.ines)
    new_token(cast, expires_on=timezone.localdate() + timedelta(days=200))
    assert "api_token_ends" not in [found.slug for found in concerns()]


def test_what_leaves_is_said_to_the_works_council_and_to_the_maker(cast: Cast) -> None:
    assert any("API" in str(row.place) for row in all_stored_facts())
    new_token(cast)
    rows = [row for section in my_data_of(cast.hanna) if "API" in str(section.title) for row in section.rows]
    assert [list(map(str, row.values()))[::3] for row in rows] == [["Data warehouse", "valid"]]
    take_role(person=cast.hanna, role=Role.HR, by=cast.ines)
    hanna = Employee.objects.get(pk=cast.hanna.pk)
    rows = [row for section in my_data_of(hanna) if "API" in str(section.title) for row in section.rows]
    assert "ended" in str(list(rows[0].values())[3])
    assert isinstance(list(rows[0].values())[2], date)
