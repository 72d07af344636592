"""From the sign-in page to the provider and back: who is let in, as whom, and who is not."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role, Status
from accounts.people.models import Employee
from accounts.people.operations import confirm_role_rule, leave, propose_role_rule
from accounts.people.operations.sign_in import reset_sign_in
from accounts.sso.models import Identity
from portal.audit.models import AuditEvent
from tests.accounts.people.signing_in import HOME, is_in, verbs_of
from tests.accounts.sso.local_provider import LocalProvider
from tests.factories.people import COMPANY, Cast, EmployeeFactory, add_totp, department, signed_in

pytestmark = pytest.mark.django_db
OURS = {"domains": ["hafenlicht.example"]}
CREATES = {"creates": True, "entity": COMPANY, "location": "Hamburg"}
BEN = {"email": "ben@hafenlicht.example", "email_verified": True, "name": "Ben Öztürk"}


def depart(client: Client, next_url: str = "", *, again: bool = False) -> str:
    """The address at the provider that the browser is sent to."""
    url = reverse("sso:prove" if again else "sso:depart", args=["hafen"])
    return client.get(url, {"next": next_url} if next_url else {})["Location"]


def sign_in(client: Client, provider: LocalProvider, next_url: str = "", **claims) -> HttpResponse:
    provider.claims = claims
    return client.get(provider.authorize(depart(client, next_url)))


def refused(answer: HttpResponse, client: Client, words: str) -> bool:
    """Back at the sign-in page, which says why."""
    assert answer["Location"] == reverse("account_login")
    return words in client.get(answer["Location"], headers={"Accept-Language": "en"}).content.decode()


def test_the_sign_in_page_offers_it_first(provider: LocalProvider, client: Client) -> None:
    page = client.get(reverse("account_login"), {"next": HOME}).content.decode()
    assert page.index("Hafenlicht") < page.index("passkey_login") < page.index('name="password"')
    assert "/signin/company/hafen/?next=%2Fmy%2Fsettings%2F" in page


def test_state_nonce_and_pkce_are_sent(provider: LocalProvider, client: Client) -> None:
    first, second = (parse_qs(urlsplit(depart(client)).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 43
        assert first[name] != second[name]
    assert first["code_challenge_method"] == ["S256"]


def test_the_first_time_links_by_the_work_address_the_provider_vouches_for(
    provider: LocalProvider, cast: Cast, client: Client
) -> None:
    provider.configure(**OURS)
    ben = cast.ben
    answer = sign_in(client, provider, HOME, **BEN)
    assert answer["Location"] == HOME
    assert is_in(client)
    assert Identity.objects.get().subject == "subject-1"
    assert verbs_of(ben)[-2:] == ["sso.linked", "person.signed_in"]


def test_after_that_only_the_subject_counts(provider: LocalProvider, cast: Cast) -> None:
    """The address may pass on to somebody else; the link stays with the person."""
    provider.configure(**OURS)
    _ = cast.ben, cast.ada
    sign_in(Client(), provider, **BEN)
    client = Client()
    sign_in(client, provider, email="ada@hafenlicht.example", email_verified=True)
    assert client.get(HOME).wsgi_request.user == cast.ben
    other = Client()
    answer = sign_in(other, provider, **BEN, sub="subject-2")
    assert refused(answer, other, "already connected with another company account")


@pytest.mark.parametrize(
    ("config", "claims"),
    [
        ({}, BEN),
        ({"domains": ["other.example"]}, BEN),
        (OURS, {**BEN, "email_verified": False}),
        (OURS, {"email": BEN["email"]}),
        (OURS, {**BEN, "email_verified": "true"}),
        ({**OURS, **CREATES}, {**BEN, "email_verified": False}),
    ],
)
def test_an_equal_address_never_merges_silently(
    config: dict, claims: dict, provider: LocalProvider, cast: Cast, client: Client
) -> None:
    provider.configure(**config)
    _ = cast.ben
    answer = sign_in(client, provider, **claims)
    assert refused(answer, client, "not allowed to vouch")
    assert not Identity.objects.exists()
    assert AuditEvent.objects.filter(verb="sso.refused", canonical__contains="AddressNotProven").exists()


@pytest.mark.parametrize(
    ("config", "claims"),
    [
        ({"personnel_number_claim": "employee_no"}, {"employee_no": "4711"}),
        ({"login_id_claim": "preferred_username"}, {"preferred_username": "BEN"}),
    ],
)
def test_personnel_number_or_login_id_link_where_configured(
    config: dict, claims: dict, provider: LocalProvider, cast: Cast, client: Client
) -> None:
    Employee.objects.filter(pk=cast.ben.pk).update(personnel_number="4711")
    provider.configure(**config)
    sign_in(client, provider, **claims)
    assert client.get(HOME).wsgi_request.user == cast.ben


def test_who_has_no_record_is_refused_unless_the_provider_may_create(
    provider: LocalProvider, cast: Cast, client: Client
) -> None:
    _ = cast.ben
    new = {"email": "nia@hafenlicht.example", "email_verified": True, "name": "Nia", "locale": "en-GB"}
    assert refused(sign_in(client, provider, **new), client, "belongs to nobody in this portal")
    provider.configure(**OURS, **CREATES, department_claim="dept")
    sign_in(client, provider, **new, dept="customer SERVICE")
    nia = Employee.objects.get(email="nia@hafenlicht.example")
    assert client.get(HOME).wsgi_request.user == nia
    assert (nia.status, nia.language, nia.department.name) == (Status.ACTIVE, "en", "Customer service")
    assert not nia.has_usable_password()


def test_somebody_invited_needs_no_invitation(provider: LocalProvider, cast: Cast, client: Client) -> None:
    provider.configure(**OURS)
    person = EmployeeFactory(email="nia@hafenlicht.example", invited=True)
    _ = cast
    sign_in(client, provider, email="nia@hafenlicht.example", email_verified=True)
    person.refresh_from_db()
    assert is_in(client)
    assert person.status == Status.ACTIVE


def test_who_has_left_is_out_on_the_next_request_and_stays_out(
    provider: LocalProvider, cast: Cast, client: Client
) -> None:
    provider.configure(**OURS)
    ben = cast.ben
    sign_in(client, provider, **BEN)
    leave(person=ben, on="2026-03-01", by=None)
    assert not is_in(client)
    assert refused(sign_in(client, provider, **BEN), client, "cannot sign in here any more")


def test_p3_groups_give_roles_by_confirmed_rules(provider: LocalProvider, cast: Cast, client: Client) -> None:
    """P3: an SSO group gives a role once two admins confirmed the rule, and takes it back."""
    provider.configure(**OURS, groups_claim="groups", second_factor_amr=["mfa"])
    _ = cast.ben
    second = EmployeeFactory(roles=[Role.SYSTEM_ADMIN])
    rule = propose_role_rule(source="sso:hafen", group="editors", role=Role.EDITOR, by=cast.ines)
    sign_in(client, provider, **BEN, groups=["editors"], amr=["mfa"])
    assert not Employee.objects.get(pk=cast.ben.pk).role_slugs
    confirm_role_rule(rule=rule, by=second)
    sign_in(client, provider, **BEN, groups=["editors"], amr=["mfa"])
    assert is_in(client)
    assert Employee.objects.get(pk=cast.ben.pk).role_slugs == {"editor"}
    sign_in(client, provider, **BEN, groups=["editors"], _claim_names={"groups": "elsewhere"}, amr=["mfa"])
    assert Employee.objects.get(pk=cast.ben.pk).role_slugs == {"editor"}
    sign_in(client, provider, **BEN, groups=[], amr=["mfa"])
    assert not Employee.objects.get(pk=cast.ben.pk).role_slugs


@pytest.mark.parametrize("amr", [["pwd", "mfa"], ["pwd"]])
def test_a_role_needs_an_attested_or_an_own_second_factor(
    amr: list[str], provider: LocalProvider, cast: Cast, client: Client
) -> None:
    provider.configure(**OURS, second_factor_amr=["mfa"])
    _ = cast.hanna
    sign_in(client, provider, email="hanna@hafenlicht.example", email_verified=True, amr=amr)
    if "mfa" in amr:
        assert client.get("/people/").status_code == 200
    else:
        assert client.get("/people/")["Location"] == reverse("people:second-factor")


@pytest.mark.parametrize("amr", [["mfa"], []])
def test_an_own_factor_is_asked_for_only_without_attestation(
    amr: list[str], provider: LocalProvider, cast: Cast, client: Client
) -> None:
    provider.configure(**OURS, second_factor_amr=["mfa"])
    add_totp(cast.ben)
    answer = sign_in(client, provider, **BEN, amr=amr)
    assert is_in(client) is bool(amr)
    assert answer["Location"].startswith(reverse("mfa_authenticate")) is not bool(amr)


def test_the_same_answer_opens_nothing_twice(provider: LocalProvider, cast: Cast, client: Client) -> None:
    """Neither the way back in the same browser, nor the same way back in another one."""
    provider.configure(**OURS)
    provider.claims = {**BEN, "sub": "subject-1"}
    _ = cast.ben
    back = provider.authorize(depart(client))
    stolen = Client()
    assert refused(stolen.get(back), stolen, "begun in another window")
    client.get(back)
    assert is_in(client)
    client.logout()
    assert refused(client.get(back), client, "begun in another window")


def test_a_token_of_another_round_trip_fails(provider: LocalProvider, cast: Cast, client: Client) -> None:
    provider.configure(**OURS)
    provider.claims = dict(BEN)
    _ = cast.ben
    provider.forge = lambda token, claims: provider.sign({**claims, "nonce": "of another round trip"})
    answer = client.get(provider.authorize(depart(client)))
    assert refused(answer, client, "could not be checked")
    assert not is_in(client)
    assert AuditEvent.objects.filter(verb="person.sign_in_refused", canonical__contains="sso:hafen").exists()


@pytest.mark.parametrize("down", [500, None])
def test_a_provider_that_is_down_leaves_the_other_ways(
    down: int | None, provider: LocalProvider, cast: Cast, client: Client
) -> None:
    _ = cast.ben
    if down:
        provider.broken = down
    else:
        provider.stop()
    answer = client.get(reverse("sso:depart", args=["hafen"]))
    assert refused(answer, client, "does not answer at the moment")
    assert 'name="password"' in client.get(reverse("account_login")).content.decode()


def test_cancelled_there_is_said_here(provider: LocalProvider, client: Client) -> None:
    state = parse_qs(urlsplit(depart(client)).query)["state"][0]
    answer = client.get(reverse("sso:arrive", args=["hafen"]), {"error": "access_denied", "state": state})
    assert refused(answer, client, "was not finished")


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_away_afterwards(bad: str, provider: LocalProvider, cast: Cast, client: Client) -> None:
    provider.configure(**OURS)
    _ = cast.ben
    assert "evil" not in sign_in(client, provider, bad, **BEN)["Location"]


def test_who_has_only_the_company_sign_in_proves_it_there_again(
    provider: LocalProvider, cast: Cast, client: Client
) -> None:
    """The trap: allauth takes these people at their word."""
    provider.configure(**OURS)
    cast.ben.set_unusable_password()
    cast.ben.save()
    sign_in(client, provider, **BEN, auth_time=1000)
    sensitive = reverse("mfa_add_webauthn")
    wanted = client.get(sensitive)["Location"]
    assert wanted.startswith(reverse("sso:prove", args=["hafen"]))
    there = client.get(wanted)["Location"]
    asked = parse_qs(urlsplit(there).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["60"])
    answer = client.get(provider.authorize(there))
    assert answer["Location"] == reverse("mfa_index")
    assert sensitive in client.get(sensitive)["Location"].replace("%2F", "/")
    provider.claims = dict(BEN)
    assert client.get(provider.authorize(client.get(wanted)["Location"]))["Location"] == sensitive
    assert client.get(sensitive).status_code == 200


def test_somebody_elses_sign_in_proves_nothing(provider: LocalProvider, cast: Cast, client: Client) -> None:
    provider.configure(**OURS)
    _ = cast.ada
    sign_in(Client(), provider, email="ada@hafenlicht.example", email_verified=True)
    signed_in(client, cast.ben, mfa=False, seconds_ago=900)
    client.get(provider.authorize(depart(client, again=True)))
    assert "reauthenticate" in client.get(reverse("mfa_add_webauthn"))["Location"]


def test_taking_every_way_in_away_unlinks_too(provider: LocalProvider, cast: Cast, client: Client) -> None:
    provider.configure(**OURS)
    _ = cast.ben
    sign_in(client, provider, **BEN)
    reset_sign_in(person=cast.ben, by=cast.hanna)
    assert not Identity.objects.exists()
    assert "sso.unlinked" in verbs_of(cast.ben)


@pytest.mark.parametrize("told", ["Sales", "de-4711 vertrieb"])
def test_the_department_follows_the_directory(told, provider: LocalProvider, cast: Cast, client: Client):
    provider.configure(**OURS, department_claim="dept")
    department("Sales").other_names.create(name="DE-4711 Vertrieb")
    _ = cast.ben
    for dept in (told, "Unknown here"):
        sign_in(client, provider, **BEN, dept=dept)
        assert Employee.objects.get(pk=cast.ben.pk).department.name == "Sales"
