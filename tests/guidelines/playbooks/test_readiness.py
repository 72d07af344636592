"""One light per playbook, with the reason in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.people.choices import Role
from accounts.people.operations import give_role
from guidelines.playbooks.choices import Light
from guidelines.playbooks.judging import board
from guidelines.playbooks.readiness import Facts, RoleFacts, checks, light_of, reasons
from guidelines.playbooks.views.board import red_for
from tests.factories import playbooks
from tests.factories.people import signed_in

TODAY = date(2026, 11, 20)
LEAD = RoleFacts("Crisis lead", can_act=2, here=2)
READY = Facts(
    is_released=True,
    answered=5,
    review_by=TODAY + timedelta(days=90),
    slots=3,
    named=3,
    unconfirmed=0,
    objections=0,
    roles=(LEAD,),
    drilled_at=datetime(2026, 9, 1, tzinfo=UTC),
)


def test_all_is_green_when_nothing_is_missing() -> None:
    found = checks(READY, TODAY)
    assert light_of(found) == Light.GREEN
    assert reasons(found) == []
    assert all(one.reason for one in found)


@pytest.mark.parametrize(
    ("change", "light", "slug"),
    [
        ({"is_released": False}, Light.RED, "questions"),
        ({"answered": 4}, Light.RED, "questions"),
        ({"review_by": TODAY - timedelta(days=1)}, Light.RED, "review"),
        ({"review_by": None}, Light.AMBER, "review"),
        ({"expired": 1}, Light.RED, "templates"),
        ({"expiring": 2}, Light.AMBER, "templates"),
        ({"roles": (replace(LEAD, can_act=0, here=0),)}, Light.RED, "deputies"),
        ({"roles": (replace(LEAD, gone=("Dirk",)),)}, Light.RED, "deputies"),
        ({"roles": (replace(LEAD, can_act=1, here=1),)}, Light.AMBER, "deputies"),
        ({"roles": (replace(LEAD, here=1),)}, Light.AMBER, "deputies"),
        ({"roles": (replace(LEAD, untrained=("Ada",)),)}, Light.AMBER, "training"),
        ({"named": 2}, Light.AMBER, "contacts"),
        ({"unconfirmed": 1}, Light.AMBER, "contacts"),
        ({"objections": 1}, Light.RED, "contacts"),
        ({"drilled_at": None}, Light.AMBER, "drill"),
        ({"drilled_at": datetime(2026, 1, 1, tzinfo=UTC)}, Light.AMBER, "drill"),
    ],
)
def test_each_part_turns_the_light(change, light, slug) -> None:
    found = checks(replace(READY, **change), TODAY)
    assert light_of(found) == light
    turned = next(one for one in found if one.slug == slug)
    assert turned.light == light
    assert turned.reason in reasons(found)


@pytest.mark.parametrize(
    ("language", "gone", "said"),
    [
        ("de", ("Dirk",), "Dirk kann nicht mehr handeln."),
        ("de", ("Dirk", "Ada"), "Dirk und Ada können nicht mehr handeln."),
        ("en", ("Dirk", "Ben", "Ada"), "Dirk, Ben and Ada can no longer act."),
    ],
)
def test_one_or_several_can_no_longer_act(language, gone, said) -> None:
    with translation.override(language):
        found = checks(replace(READY, roles=(replace(LEAD, gone=gone),)), TODAY)
    assert f"Crisis lead: {said}" in reasons(found)


@pytest.mark.django_db
def test_the_board_has_the_worst_first_and_the_hint_costs_one_query(
    cast, storm, django_assert_num_queries
) -> None:
    playbooks.playbook("impersonation", editor=cast.edda, approver=cast.falk)
    entries = board("de")
    assert {entry.light for entry in entries} == {Light.RED}
    assert signed_in(Client(), cast.edda).get(reverse("playbooks:readiness")).status_code == 200
    ben, mara = cast.ben, cast.mara
    give_role(person=mara, role=Role.CRISIS_LEAD, by=None)
    assert mara.role_slugs
    assert not ben.role_slugs
    with django_assert_num_queries(0):
        assert red_for(ben) == 0
    with django_assert_num_queries(1):
        assert red_for(mara) == 2
