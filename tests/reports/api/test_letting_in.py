"""Who is let in: decided at every call, by the token alone, and told to nobody who brings a wrong one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client, override_settings
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import give_role, leave, take_role
from accounts.people.operations.details import change_details
from accounts.people.operations.suspension import suspend_sign_in
from guidelines.policies.operations import acknowledge
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted, RuleBroken
from reports.api.choices import Scope
from reports.api.limits import TOKEN_WAITS
from reports.api.models import ApiToken
from reports.api.operations import confirm_token, hash_of, make_token, revoke_token
from reports.api.rules import (
    AlreadyRevoked,
    NothingToRead,
    NotWaiting,
    OutsideYourPart,
    SecondPersonNeeded,
    TooLong,
)
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, department, signed_in
from tests.factories.policies import read, release, request_of
from tests.reports.api.reader import Reader, is_problem, new_token

pytestmark = pytest.mark.django_db
LIST = "acknowledgements"
AUSTRIA = "Hafenlicht Austria GmbH"


def in_days(days: int) -> dict:
    return {"expires_on": timezone.localdate() + timedelta(days=days)}


def made(by: Employee, **facts: object) -> tuple[ApiToken, str]:
    return make_token(
        **{"name": "Payroll", "scopes": [Scope.ACKNOWLEDGEMENTS], "by": by, **in_days(9), **facts}
    )


def confirmed_by(*signers: Employee) -> None:
    for person in signers:
        request = request_of(person)
        acknowledge(request=request, read=read(request), authenticated="passkey", by=person)


def test_only_a_hash_is_stored(cast: Cast) -> None:
    token, secret = new_token(cast)
    assert re.fullmatch(r"lp_[\w-]{43}", secret)
    assert token.token_hash == hash_of(secret)
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values()) + str(AuditEvent.objects.values())


def test_two_people_let_a_system_in(cast: Cast) -> None:
    """P3's four eyes hold for tokens: whoever made one cannot confirm it, and until then it opens nothing."""
    token, secret = made(cast.hanna)
    assert is_problem(Reader(secret).get(LIST), 401, "invalid_token")
    with pytest.raises(SecondPersonNeeded):
        confirm_token(token=token, by=cast.hanna)
    for somebody in (cast.dana, cast.cleo, cast.ada):
        with pytest.raises(NotPermitted):
            confirm_token(token=token, by=somebody)
    confirm_token(token=token, by=EmployeeFactory(roles=[Role.HR]))
    assert Reader(secret).get(LIST).status_code == 200
    with pytest.raises(NotWaiting):
        confirm_token(token=token, by=cast.ines)


def test_a_token_waits_two_weeks(cast: Cast) -> None:
    token, secret = made(cast.hanna, **in_days(100))
    with time_machine.travel(timezone.now() + TOKEN_WAITS, tick=False), pytest.raises(NotWaiting):
        confirm_token(token=token, by=cast.ines)
    assert is_problem(Reader(secret).get(LIST), 401, "invalid_token")


@pytest.mark.parametrize(
    "ends",
    [
        lambda cast, token: revoke_token(token=token, by=cast.ines),
        lambda cast, token: take_role(person=cast.hanna, role=Role.HR, by=cast.ines),
        lambda cast, token: leave(person=cast.hanna, on=timezone.localdate(), by=None),
        lambda cast, token: suspend_sign_in(person=cast.hanna, by=cast.ines),
    ],
    ids=["revoked", "no longer HR", "left", "suspended"],
)
def test_a_token_ends_at_once(cast: Cast, reader: Reader, ends: Callable) -> None:
    """A1's habit: what a token may is decided at the moment of use, and its maker must still be HR then."""
    assert reader.get(LIST).status_code == 200
    ends(cast, ApiToken.objects.get())
    assert is_problem(reader.get(LIST), 401, "invalid_token")


def test_a_token_is_good_up_to_the_end_of_its_last_day(cast: Cast) -> None:
    """In Hamburg, where its maker works."""
    with time_machine.travel("2026-11-28T12:00:00+00:00", tick=False):
        secret = new_token(cast, **in_days(1))[1]
    with time_machine.travel("2026-11-29T22:59:00+00:00", tick=False):
        assert Reader(secret).get(LIST).status_code == 200
    with time_machine.travel("2026-11-29T23:01:00+00:00", tick=False):
        assert is_problem(Reader(secret).get(LIST), 401, "invalid_token")


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"scopes": []}, NothingToRead),
        (in_days(366), TooLong),
        (in_days(-1), TooLong),
        ({"by": "ines"}, NotPermitted),
        ({"by": "dana"}, NotPermitted),
        ({"by": "ada"}, NotPermitted),
    ],
)
def test_what_is_refused_is_a_row(cast: Cast, facts: dict, refusal: type[RuleBroken]) -> None:
    by = getattr(cast, facts.get("by", "hanna"))
    with pytest.raises(refusal):
        made(**{**facts, "by": by})
    assert AuditEvent.objects.filter(verb="api.refused", actor=by.ref).count() == 1
    assert not ApiToken.objects.exists()


def test_a_second_revocation_is_refused(cast: Cast) -> None:
    token, _secret = new_token(cast)
    revoke_token(token=token, by=cast.hanna)
    with pytest.raises(AlreadyRevoked):
        revoke_token(token=token, by=cast.ines)


@pytest.fixture
def helga(cast: Cast) -> Employee:
    """HR of the Austrian company; Ben works in Hamburg, Cornelia in Vienna, and both have confirmed."""
    austria = EntityFactory(name=AUSTRIA)
    person = EmployeeFactory(name="Helga Gruber", entity=austria)
    give_role(person=person, role=Role.HR, by=None, entity=austria)
    cornelia = EmployeeFactory(name="Cornelia Wien", entity=austria)
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk)
    confirmed_by(cast.ben, cornelia)
    return Employee.objects.get(pk=person.pk)


def names(secret: str) -> set[str]:
    return {row["person"]["name"] for row in Reader(secret).rows(LIST)}


def test_hr_of_a_part_lets_systems_read_that_part(cast: Cast, helga: Employee) -> None:
    with pytest.raises(OutsideYourPart):
        made(helga)
    with pytest.raises(OutsideYourPart):
        made(helga, entity=cast.ben.entity)
    token, secret = made(helga, entity=helga.entity)
    confirm_token(token=token, by=cast.hanna)
    assert names(secret) == {"Cornelia Wien"}


def test_hr_of_a_part_does_not_answer_for_the_whole(cast: Cast, helga: Employee) -> None:
    for entity in (None, cast.ben.entity):
        token, _secret = made(cast.hanna, entity=entity)
        with pytest.raises(NotPermitted):
            confirm_token(token=token, by=helga)
        with pytest.raises(NotPermitted):
            revoke_token(token=token, by=helga)
        assert not ApiToken.objects.visible_to(helga).exists()
    token, secret = made(cast.hanna, entity=helga.entity)
    confirm_token(token=token, by=helga)
    assert names(secret) == {"Cornelia Wien"}
    assert list(ApiToken.objects.visible_to(helga)) == [token]


def test_a_smaller_role_makes_the_token_smaller(cast: Cast, helga: Employee) -> None:
    """And a larger one does not make it larger: two people agreed to the part that is written on it."""
    of_all, of_austria = new_token(cast)[1], new_token(cast, by=helga, entity=helga.entity)[1]
    assert names(of_all) == {"Cornelia Wien", cast.ben.name}
    take_role(person=cast.hanna, role=Role.HR, by=cast.ines)
    give_role(person=cast.hanna, role=Role.HR, by=None, department=department("Customer service"))
    assert names(of_all) == {cast.ben.name}
    give_role(person=helga, role=Role.HR, by=None)
    assert names(of_austria) == {"Cornelia Wien"}


def test_whoever_moves_is_read_by_their_new_employer(cast: Cast, helga: Employee) -> None:
    """As on HR's pages; what the row says of them stays as it was."""
    _token, secret = new_token(cast, by=helga, entity=helga.entity)
    change_details(person=cast.ben, by=cast.hanna, entity=helga.entity)
    rows = {row["person"]["name"]: row["person"]["entity"] for row in Reader(secret).rows(LIST)}
    assert rows == {"Cornelia Wien": AUSTRIA, cast.ben.name: "Hafenlicht GmbH"}


def test_a_token_reads_what_it_is_for(cast: Cast) -> None:
    reader = Reader(new_token(cast, scopes=(Scope.COMPLETIONS,))[1])
    assert reader.get("completions").status_code == 200
    refused = reader.get(LIST)
    assert is_problem(refused, 403, "insufficient_scope")
    assert 'error="insufficient_scope", scope="acknowledgements"' in refused["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({}, "token_needed"),
        ({"Authorization": ""}, "token_needed"),
        ({"Authorization": "Bearer"}, "invalid_token"),
        ({"Authorization": "Bearer lp_" + "x" * 43}, "invalid_token"),
        ({"Authorization": "Bearer " + "x" * 5000}, "invalid_token"),
        ({"Authorization": "Bearer lp_\u00e4\udcff"}, "invalid_token"),
        ({"Authorization": "Bearer \x00"}, "invalid_token"),
        ({"Authorization": "Basic aGFubmE6cGFzcw=="}, "invalid_token"),
    ],
)
def test_whoever_brings_no_token_is_told_how(cast: Cast, sent: dict, code: str) -> None:
    answer = Client(raise_request_exception=False).get(f"/api/v1/{LIST}", headers=sent)
    assert is_problem(answer, 401, code)
    assert answer["WWW-Authenticate"].startswith('Bearer realm="api"')
    assert AuditEvent.objects.filter(verb="api.token_refused").count() == (code == "invalid_token")


def test_a_cookie_opens_nothing(cast: Cast, client: Client) -> None:
    """Bearer alone, and no redirect to a second factor or a sign-in."""
    assert is_problem(signed_in(client, cast.hanna).get(f"/api/v1/{LIST}"), 401, "token_needed")
    assert is_problem(signed_in(client, cast.hanna, mfa=False).get(f"/api/v1/{LIST}"), 401, "token_needed")


@override_settings(API_CALLS_A_MINUTE=2)
def test_too_many_calls_have_to_wait(cast: Cast, reader: Reader) -> None:
    with time_machine.travel("2026-11-28T12:00:15+00:00", tick=False):
        assert [reader.get(LIST).status_code for _call in range(2)] == [200, 200]
        refused = reader.get(LIST)
        assert is_problem(refused, 429, "too_many_requests")
        assert refused["Retry-After"] == "45"
        assert Reader(new_token(cast)[1]).get(LIST).status_code == 200
    with time_machine.travel("2026-11-28T12:01:01+00:00", tick=False):
        assert reader.get(LIST).status_code == 200


@override_settings(API_REFUSALS_A_MINUTE=2)
def test_guessing_does_not_fill_the_trail(cast: Cast) -> None:
    guesses = [Reader(f"lp_{number}").get(LIST) for number in range(4)]
    assert [guess.status_code for guess in guesses] == [401, 401, 429, 429]
    assert AuditEvent.objects.filter(verb="api.token_refused").count() == 2


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_the_api_only_reads(reader: Reader, method: str) -> None:
    answer = getattr(reader.client, method)(f"/api/v1/{LIST}", headers=reader.headers)
    assert is_problem(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD"


def test_answers_are_kept_nowhere(reader: Reader) -> None:
    answer = reader.get(LIST)
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Language"] == "en"
    assert "Set-Cookie" not in answer
    assert reader.client.head(f"/api/v1/{LIST}", headers=reader.headers).content == b""


@pytest.mark.parametrize("path", ["", "v1", "v1/", "v1/people", "v1/acknowledgements/", "v2/x"])
def test_other_addresses_say_where_to_look(reader: Reader, path: str) -> None:
    answer = reader.client.get(f"/api/{path}", headers=reader.headers)
    assert is_problem(answer, 404, "not_found")


def test_the_first_run_page_is_not_for_systems(db: None) -> None:
    """Nobody can have made a token yet; still the answer is one for programs."""
    with override_settings(PORTAL_FIRST_RUN_PAGE=True):
        assert is_problem(Client().get(f"/api/v1/{LIST}"), 401, "token_needed")
