"""Codes of the HR desk: short-lived, single use, shown once, for reading and acknowledging only."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.desk import operations
from accounts.desk.models import DeskCode
from accounts.desk.operations import (
    CodeRefused,
    HasAPowerfulRole,
    NotForOneself,
    WorksElsewhere,
    hand_out_code,
    redeem_code,
    withdraw_code,
)
from accounts.people.choices import Role, Status
from accounts.people.models import Employee
from accounts.people.operations import give_role
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.accounts.people.signing_in import verbs_of
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, department, signed_in

pytestmark = pytest.mark.django_db


def test_a_code_is_stored_as_a_hash_only(cast: Cast) -> None:
    code = hand_out_code(person=cast.ben, by=cast.hanna)
    stored = DeskCode.objects.get()
    assert code.replace("-", "") not in stored.code_hash
    assert check_password(code.replace("-", ""), stored.code_hash)
    assert not AuditEvent.objects.filter(canonical__contains=code).exists()
    assert verbs_of(cast.ben)[-1] == "desk.code_handed_out"


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
@pytest.mark.parametrize("number", ["ben", "BEN", "4711"])
def test_the_person_redeems_it_with_their_own_number(number: str, typed, cast: Cast) -> None:
    Employee.objects.filter(pk=cast.ben.pk).update(personnel_number="4711")
    code = hand_out_code(person=cast.ben, by=cast.hanna)
    assert redeem_code(number=number, code=typed(code)) == cast.ben
    assert verbs_of(cast.ben)[-1] == "desk.signed_in"


def test_one_number_in_two_companies_of_the_group(cast: Cast) -> None:
    people = [EmployeeFactory(personnel_number="7", entity=EntityFactory(name=name)) for name in ("A", "B")]
    codes = [hand_out_code(person=person, by=cast.hanna) for person in people]
    assert [redeem_code(number="7", code=code) for code in codes] == people


def test_it_works_once(cast: Cast) -> None:
    code = hand_out_code(person=cast.ben, by=cast.hanna)
    redeem_code(number="ben", code=code)
    with pytest.raises(CodeRefused):
        redeem_code(number="ben", code=code)
    assert AuditEvent.objects.filter(verb="desk.refused").exists()


def test_a_new_code_ends_the_old_one_and_hr_can_withdraw_it(cast: Cast) -> None:
    old = hand_out_code(person=cast.ben, by=cast.hanna)
    new = hand_out_code(person=cast.ben, by=cast.hanna)
    with pytest.raises(CodeRefused):
        redeem_code(number="ben", code=old)
    withdraw_code(code=DeskCode.objects.usable().get(), by=cast.hanna)
    with pytest.raises(CodeRefused):
        redeem_code(number="ben", code=new)


@pytest.mark.parametrize("minutes", [14, 16])
def test_it_lives_for_minutes(minutes: int, cast: Cast) -> None:
    code = hand_out_code(person=cast.ben, by=cast.hanna)
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        if minutes < 15:
            assert redeem_code(number="ben", code=code) == cast.ben
            return
        with pytest.raises(CodeRefused):
            redeem_code(number="ben", code=code)


def test_wrong_tries_burn_nobodys_code(cast: Cast) -> None:
    """Otherwise anybody could lock anybody out."""
    code = hand_out_code(person=cast.ben, by=cast.hanna)
    for _ in range(10):
        with pytest.raises(CodeRefused):
            redeem_code(number="ben", code="AAAA-AAAA")
    assert redeem_code(number="ben", code=code) == cast.ben


def test_guessing_is_slowed_down_by_address(cast: Cast, client: Client, settings) -> None:
    settings.DESK_TRIES = "3/m/ip"
    code = hand_out_code(person=cast.ben, by=cast.hanna)
    guess = {"number": "ben", "code": "AAAA-AAAA"}
    answers = [client.post(reverse("desk:enter"), guess).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    elsewhere = client.post(reverse("desk:enter"), {"number": "ben", "code": code}, REMOTE_ADDR="203.0.113.7")
    assert elsewhere.status_code == 302


def test_known_and_unknown_numbers_get_the_same_answer_and_cost(cast: Cast, monkeypatch) -> None:
    hand_out_code(person=cast.ben, by=cast.hanna)
    hashed = []
    for name in ("check_password", "make_password"):
        real = getattr(operations, name)
        spy = lambda *args, real=real: hashed.append(1) or real(*args)  # noqa: E731
        monkeypatch.setattr(operations, name, spy)
    said = []
    for number in (cast.ben.login_id, "nobody", cast.ada.login_id):
        with pytest.raises(CodeRefused) as refusal:
            redeem_code(number=number, code="AAAA-AAAA")
        said.append((str(refusal.value), len(hashed)))
        hashed.clear()
    assert len(set(said)) == 1
    assert said[0][1] == 1


def test_who_may_hand_one_out_and_to_whom(cast: Cast) -> None:
    refusals = [
        (cast.ben, cast.mara, NotPermitted),
        (cast.ben, cast.ines, NotPermitted),
        (cast.dirk, cast.hanna, WorksElsewhere),
        (cast.hanna, cast.hanna, NotForOneself),
        (cast.edda, cast.hanna, HasAPowerfulRole),
    ]
    for person, by, rule in refusals:
        with pytest.raises(rule):
            hand_out_code(person=person, by=by)
    assert not DeskCode.objects.exists()


def test_a_role_given_meanwhile_makes_the_code_worthless(cast: Cast) -> None:
    code = hand_out_code(person=cast.ben, by=cast.hanna)
    give_role(person=cast.ben, role=Role.EDITOR, by=None)
    with pytest.raises(CodeRefused):
        redeem_code(number="ben", code=code)


def test_somebody_invited_joins_by_it(cast: Cast) -> None:
    person = EmployeeFactory(invited=True, without_email=True)
    redeem_code(number=person.login_id, code=hand_out_code(person=person, by=cast.hanna))
    person.refresh_from_db()
    assert person.status == Status.ACTIVE


def test_hr_sees_the_code_this_once(cast: Cast, client: Client) -> None:
    signed_in(client, cast.hanna)
    page = client.post(reverse("desk:hand-out"), {"person": cast.ben.login_id})
    code = page.context["code"]
    assert code in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    again = client.get(reverse("desk:hand-out")).content.decode()
    assert code not in again
    assert cast.ben.name in again
    client.post(reverse("desk:withdraw", args=[DeskCode.objects.get().ref]))
    assert not DeskCode.objects.usable().exists()


def test_hr_of_another_department_finds_nobody(cast: Cast, client: Client) -> None:
    hand_out_code(person=cast.ben, by=cast.hanna)
    limited = EmployeeFactory()
    give_role(person=limited, role=Role.HR, department=department("Sales"), by=None)
    signed_in(client, limited)
    page = client.post(reverse("desk:hand-out"), {"person": cast.ben.login_id})
    assert "code" not in page.context
    assert "person" in page.context["form"].errors
    address = reverse("desk:withdraw", args=[DeskCode.objects.get().ref])
    assert client.post(address).status_code == 404
    assert DeskCode.objects.usable().exists()


def test_handing_out_asks_for_a_recent_proof(cast: Cast, client: Client) -> None:
    signed_in(client, cast.hanna, seconds_ago=900)
    assert "reauthenticate" in client.post(reverse("desk:hand-out"), {"person": "ben"})["Location"]


def test_old_codes_are_forgotten(cast: Cast) -> None:
    from accounts.desk.jobs import forget_codes

    hand_out_code(person=cast.ben, by=cast.hanna)
    assert forget_codes(None) == {"forgotten": 0}
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert forget_codes(None) == {"forgotten": 1}
