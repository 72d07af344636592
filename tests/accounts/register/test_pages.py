"""The pages of the register, as each of the cast meets them."""

import pytest
from django.urls import reverse

from accounts.people.choices import Role
from accounts.register.choices import RouteKind, SecondFactor, Terms
from accounts.register.models import CorporateAccount, Finding
from tests.factories.people import EmployeeFactory, EntityFactory, signed_in
from tests.factories.register import account, platform, route, sound_account

pytestmark = pytest.mark.django_db


def page(client, name, *refs, **query):
    return client.get(reverse(f"register:{name}", args=refs), query)


@pytest.fixture
def as_(client):
    return lambda person: signed_in(client, person)


def test_an_account_is_registered_and_gets_its_routes(as_, cast):
    browser = as_(cast.anton)
    facts = {
        "platform": platform().pk,
        "handle": " @hafenlicht ",
        "purpose": "News",
        "entity": EntityFactory().pk,
        "owner": cast.ada.email,
        "deputy": cast.mara.login_id,
        "is_live": "on",
    }
    answer = browser.post(reverse("register:account-add"), facts, follow=True)
    made = CorporateAccount.objects.get()
    assert (made.handle, made.owner, made.deputy) == ("@hafenlicht", cast.ada, cast.mara)
    assert "Jeder Zugangsweg braucht ein privates Konto" in answer.content.decode()
    way = {"kind": "delegated", "terms": "allowed", "steps_de": "Einladung annehmen"}
    answer = browser.post(reverse("register:route-add", args=[made.ref]), way, follow=True)
    body = answer.content.decode()
    assert "Einladung annehmen" in body
    assert not made.findings.standing().exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"deputy": "ada"}, "Verantwortung und Vertretung liegen bei zwei Personen"),
        ({"owner": "nobody"}, "Dazu wurde niemand gefunden"),
        ({"handle": ""}, "field has-error"),
        ({"handle": "x" * 201}, "200"),
    ],
)
def test_what_cannot_be_registered_is_said_beside_the_field(as_, cast, change, words):
    facts = {"platform": platform().pk, "handle": "@a", "purpose": "x", "entity": EntityFactory().pk}
    _ = cast.mara
    answer = as_(cast.anton).post(
        reverse("register:account-add"), {**facts, "owner": cast.ada.login_id, "deputy": "mara", **change}
    )
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not CorporateAccount.objects.exists()


def test_a_private_recovery_address_is_not_stored(as_, cast):
    """V7: what is private stays out of the portal, the address of a private mailbox too."""
    made = sound_account(cast)
    form = as_(cast.anton).get(reverse("register:account-edit", args=[made.ref])).context["form"]
    facts = {name: form[name].value() or "" for name in form.fields}
    facts |= {"recovery_mail": "private", "recovery_address": "ada@private.example"}
    answer = as_(cast.anton).post(reverse("register:account-edit", args=[made.ref]), facts)
    assert "Private Adressen werden hier nicht gespeichert" in answer.content.decode()
    assert "private" not in CorporateAccount.objects.get().recovery_address


def test_staff_see_routes_and_owners_and_nothing_of_what_is_wrong(as_, cast):
    made = account(
        cast, second_factor=SecondFactor.PRIVATE_PHONE, recovery_address="social@hafenlicht.example"
    )
    route(made, RouteKind.SHARED, by=cast.anton, terms=Terms.FORBIDDEN)
    for name, sees in (("ben", False), ("ada", True), ("dana", True), ("anton", True), ("hanna", False)):
        body = page(as_(getattr(cast, name)), "account-show", made.ref).content.decode()
        assert "Ada Lindqvist" in body
        assert ("social@hafenlicht.example" in body) is sees, name
        assert ("Was nicht stimmt" in body) is sees, name


def test_the_list_filters_and_stays_within_its_queries(as_, cast, django_assert_max_num_queries):
    """Fifteen queries whatever the number of accounts: one to count, one to read, the rest is the frame."""
    for number in range(60):
        account(cast, handle=f"@account-{number:02}", platform=platform(f"netz{number % 3}"))
    browser = as_(cast.anton)
    page(browser, "account-list")
    with django_assert_max_num_queries(15):
        answer = page(browser, "account-list")
    assert answer.content.decode().count("@account-") == 50
    assert "@account-59" in page(browser, "account-list", q="account-59").content.decode()
    assert "Kein Konto passt" in page(browser, "account-list", q="nothing like it").content.decode()
    assert page(browser, "account-list", page="99999", status="nonsense").status_code == 200


def test_an_empty_register_says_what_belongs_there(as_, cast):
    assert "Noch ist kein Konto eingetragen" in page(as_(cast.ben), "account-list").content.decode()


def test_a_finding_is_planned_proposed_and_confirmed_by_two(as_, cast):
    made = sound_account(cast, administrators=1)
    finding = made.findings.standing().get()
    act = {"reason": "Im Mai kommt jemand dazu.", "until": finding.due_on.isoformat()}
    as_(cast.ada).post(reverse("register:finding-accept", args=[finding.ref]), act)
    mine = page(as_(cast.ada), "finding-show", finding.ref).content.decode()
    assert "Im Mai kommt jemand dazu." in mine
    assert reverse("register:finding-confirm", args=[finding.ref]) not in mine
    legal = EmployeeFactory(roles=[Role.LEGAL])
    assert (
        reverse("register:finding-confirm", args=[finding.ref])
        in page(as_(legal), "finding-show", finding.ref).content.decode()
    )
    as_(legal).post(reverse("register:finding-confirm", args=[finding.ref]))
    assert Finding.objects.get(pk=finding.pk).state == "accepted"


def test_others_do_not_learn_that_a_finding_exists(as_, cast):
    finding = sound_account(cast, administrators=1).findings.standing().get()
    answer = page(as_(cast.ben), "finding-show", finding.ref)
    assert answer.status_code == 404
    assert "Administratoren" not in answer.content.decode()


def test_the_health_page_counts_and_draws(as_, cast):
    sound_account(cast)
    account(cast, handle="@b", second_factor=SecondFactor.PRIVATE_PHONE)
    body = page(as_(cast.cleo), "health-show").content.decode()
    assert "Zweiter Faktor auf einem privaten Telefon" in body
    assert "<svg" in body
    assert "<td" in body


def test_status_acts_and_hand_over(as_, cast):
    made = sound_account(cast)
    browser = as_(cast.anton)
    browser.post(reverse("register:account-status", args=[made.ref]), {"status": "dormant"})
    browser.post(reverse("register:account-status", args=[made.ref]), {"status": "nonsense"})
    people = {"owner": cast.ben.login_id, "deputy": cast.ada.login_id}
    browser.post(reverse("register:account-hand-over", args=[made.ref]), people)
    made.refresh_from_db()
    assert (made.status, made.owner, made.deputy) == ("dormant", cast.ben, cast.ada)
