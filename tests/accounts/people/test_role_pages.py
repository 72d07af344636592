"""The page of roles: what waits, who decides, and the rules of directories."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people import registry
from accounts.people.choices import Role
from accounts.people.models import Employee, RoleProposal, RoleRule
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, signed_in

pytestmark = pytest.mark.django_db
URL = "/people/roles/"


@pytest.fixture
def other_admin(cast: Cast) -> Employee:
    _ = cast.ines
    return EmployeeFactory(name="Otto Admin", roles=[Role.SYSTEM_ADMIN])


def test_p3_one_proposes_the_other_sees_and_confirms(cast: Cast, other_admin: Employee) -> None:
    """P3: a powerful role needs a second person as soon as two admins exist."""
    ines, otto = (signed_in(Client(), person) for person in (cast.ines, other_admin))
    ines.post(reverse("people:person-give-role", args=[cast.ben.ref]), {"role": Role.HR})
    proposal = RoleProposal.objects.get()
    confirm = reverse("people:role-confirm", args=[proposal.ref])
    assert confirm not in ines.get(URL).content.decode()
    assert confirm in otto.get(URL).content.decode()
    ines.post(confirm)
    assert not Employee.objects.get(pk=cast.ben.pk).role_slugs
    otto.post(confirm)
    assert Employee.objects.get(pk=cast.ben.pk).role_slugs == {"hr"}
    assert cast.ben.name in otto.get(URL).content.decode()


def test_home_says_that_somebody_waits(cast: Cast, other_admin: Employee) -> None:
    ines, otto = (signed_in(Client(), person) for person in (cast.ines, other_admin))
    ines.post(reverse("people:person-give-role", args=[cast.ben.ref]), {"role": Role.HR})
    waiting = "Rollen und Regeln, die auf Sie warten"
    counts = {
        name: next(work.count for work in client.get("/").context["work"] if work.label == waiting)
        for name, client in (("ines", ines), ("otto", otto))
    }
    assert counts == {"ines": 0, "otto": 1}


def test_a_role_for_one_entity_is_given_on_the_page(cast: Cast, client: Client) -> None:
    entity = EntityFactory(name="Hafenlicht Austria GmbH")
    signed_in(client, cast.ines)
    address = reverse("people:person-give-role", args=[cast.ben.ref])
    client.post(address, {"role": Role.HR, "entity": entity.pk})
    assert cast.ben.holdings.get().entity == entity
    refused = client.post(address, {"role": Role.DPO, "entity": entity.pk})
    assert refused.status_code == 422
    assert cast.ben.holdings.count() == 1
    page = client.get(reverse("people:person-show", args=[cast.ben.ref])).content.decode()
    assert "nur Hafenlicht Austria GmbH" in page


def test_a_rule_is_proposed_confirmed_and_ended(
    cast: Cast, other_admin: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P3: mapping rules are themselves confirmed by two."""
    monkeypatch.setattr(registry, "_role_sources", [lambda: [("corp", "Company directory")]])
    ines, otto = (signed_in(Client(), person) for person in (cast.ines, other_admin))
    facts = {"source": "corp", "group": "People Ops", "role": Role.HR}
    ines.post(reverse("people:role-rule-add"), facts)
    rule = RoleRule.objects.get()
    ines.post(reverse("people:role-rule-confirm", args=[rule.ref]))
    assert not RoleRule.objects.in_force().exists()
    otto.post(reverse("people:role-rule-confirm", args=[rule.ref]))
    assert RoleRule.objects.in_force().get() == rule
    assert "People Ops" in ines.get(URL).content.decode()
    ines.post(reverse("people:role-rule-end", args=[rule.ref]))
    assert not RoleRule.objects.in_force().exists()


def test_deciding_asks_for_recent_proof(cast: Cast, other_admin: Employee) -> None:
    signed_in(Client(), cast.ines).post(
        reverse("people:person-give-role", args=[cast.ben.ref]), {"role": Role.HR}
    )
    stale = signed_in(Client(), other_admin, seconds_ago=600)
    answer = stale.post(reverse("people:role-confirm", args=[RoleProposal.objects.get().ref]))
    assert "reauthenticate" in answer.url
