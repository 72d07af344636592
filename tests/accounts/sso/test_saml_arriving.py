"""With SAML: from the sign-in page to the provider and back. Who that is here is decided as with OpenID."""

import subprocess
import sys

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import etree

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import confirm_role_rule, propose_role_rule
from accounts.sso.checks import check_providers
from accounts.sso.models import Identity
from accounts.sso.providers import saml
from accounts.sso.saml.names import PERSISTENT, SAMLP
from tests.accounts.people.signing_in import HOME, is_in, verbs_of
from tests.accounts.sso.local_idp import HERE, LocalIdp, asked, posted, respond, stamp
from tests.factories.people import COMPANY, Cast, EmployeeFactory

pytestmark = pytest.mark.django_db
BEN = {"mail": "ben@hafenlicht.example", "displayName": "Ben Öztürk"}
MFA = "https://refeds.org/profile/mfa"
TWO_FACTORS = {"domains": ["hafenlicht.example"], "second_factor_contexts": [MFA]}


def depart(client: Client, next_url: str = "", *, again: bool = False) -> str:
    """The address at the provider that the browser is sent to."""
    url = reverse("sso:prove" if again else "sso:depart", args=["hafen"])
    return client.get(url, {"next": next_url} if next_url else {})["Location"]


def bring(client: Client, answer: str) -> HttpResponse:
    """The provider's page posts, and the browser keeps the session to itself; then it goes on with it."""
    back = Client(enforce_csrf_checks=True).post(
        reverse("sso:receive", args=["hafen"]), {"SAMLResponse": answer}
    )
    assert back.status_code == 302
    assert not back.cookies
    return client.get(back["Location"])


def sign_in(client: Client, idp: LocalIdp, next_url: str = "", attributes: dict | None = None, **facts):
    said = BEN if attributes is None else attributes
    return bring(client, idp.answer(depart(client, next_url), attributes=said, **facts))


def refused(answer: HttpResponse, client: Client, words: str) -> bool:
    assert answer["Location"] == reverse("account_login")
    return words in client.get(answer["Location"], headers={"Accept-Language": "en"}).content.decode()


def test_the_request_says_who_asks_and_where_to_answer(idp: LocalIdp, client: Client) -> None:
    first, second = (asked(depart(client)) for _ in range(2))
    assert first.get("AssertionConsumerServiceURL") == f"{HERE}/answer/"
    assert first.get("Destination") == "https://idp.hafenlicht.example/sso"
    assert first.get("ForceAuthn") is None
    assert first.find(f"{SAMLP}NameIDPolicy").get("Format") == PERSISTENT
    assert len(first.get("ID")) >= 44
    assert first.get("ID") != second.get("ID")


def test_the_first_time_links_by_the_address_the_provider_may_vouch_for(
    idp: LocalIdp, cast: Cast, client: Client
) -> None:
    ben = cast.ben
    assert sign_in(client, idp, HOME)["Location"] == HOME
    assert client.get(HOME).wsgi_request.user == ben
    assert (Identity.objects.get().provider, Identity.objects.get().subject) == ("hafen", "subject-1")
    assert verbs_of(ben)[-2:] == ["sso.linked", "person.signed_in"]


def test_an_equal_address_of_another_domain_never_merges(idp: LocalIdp, cast: Cast, client: Client) -> None:
    idp.configure(domains=["other.example"])
    _ = cast.ben
    assert refused(sign_in(client, idp), client, "not allowed to vouch")


def test_who_has_no_record_may_be_put_on_record(idp: LocalIdp, cast: Cast, client: Client) -> None:
    _ = cast.ben
    new = {"mail": "nia@hafenlicht.example", "displayName": "Nia", "preferredLanguage": "en-GB"}
    assert refused(sign_in(client, idp, attributes=new), client, "belongs to nobody in this portal")
    idp.configure(domains=["hafenlicht.example"], creates=True, entity=COMPANY, location="Hamburg")
    sign_in(client, idp, attributes=new)
    nia = Employee.objects.get(email="nia@hafenlicht.example")
    assert client.get(HOME).wsgi_request.user == nia
    assert nia.language == "en"


def test_p3_groups_give_roles_by_confirmed_rules(idp: LocalIdp, cast: Cast, client: Client) -> None:
    """P3: a group in an assertion gives a role once two admins confirmed the rule, and takes it back."""
    idp.configure(**TWO_FACTORS, groups_attribute="groups")
    _ = cast.ben
    rule = propose_role_rule(source="sso:hafen", group="editors", role=Role.EDITOR, by=cast.ines)
    confirm_role_rule(rule=rule, by=EmployeeFactory(roles=[Role.SYSTEM_ADMIN]))
    sign_in(client, idp, attributes={**BEN, "groups": ["staff", "editors"]}, context=MFA)
    assert Employee.objects.get(pk=cast.ben.pk).role_slugs == {"editor"}
    sign_in(client, idp, context=MFA)
    assert not Employee.objects.get(pk=cast.ben.pk).role_slugs


@pytest.mark.parametrize("context", [MFA, "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"])
def test_a_role_needs_an_attested_or_an_own_second_factor(
    context: str, idp: LocalIdp, cast: Cast, client: Client
) -> None:
    idp.configure(**TWO_FACTORS)
    _ = cast.hanna
    sign_in(client, idp, attributes={"mail": "hanna@hafenlicht.example"}, context=context)
    if context == MFA:
        assert client.get("/people/").status_code == 200
    else:
        assert client.get("/people/")["Location"] == reverse("people:second-factor")


def test_the_same_answer_opens_nothing_twice(idp: LocalIdp, cast: Cast, client: Client) -> None:
    """Not in another browser, not again in the same one, and its ticket works once."""
    _ = cast.ben
    answer = idp.answer(depart(client), attributes=BEN)
    receive = reverse("sso:receive", args=["hafen"])
    ticket = Client().post(receive, {"SAMLResponse": answer})["Location"]
    again = Client().post(receive, {"SAMLResponse": answer})["Location"]
    assert "refused=" in again
    assert "ticket=" not in again
    stolen = Client()
    assert refused(stolen.get(ticket), stolen, "begun in another window")
    assert refused(client.get(ticket), client, "begun in another window")


def test_an_assertion_is_remembered_by_its_id(idp: LocalIdp, cast: Cast, client: Client) -> None:
    """Even where the round trip were still open: the id alone refuses it."""
    _ = cast.ben
    sign_in(client, idp, id="_once")
    client.logout()
    assert refused(sign_in(client, idp, id="_once"), client, "could not be checked")
    cache.clear()
    sign_in(client, idp, id="_once")
    assert is_in(client)


def test_an_answer_to_another_browsers_question_fails(idp: LocalIdp, cast: Cast, client: Client) -> None:
    _ = cast.ben
    depart(client)
    answer = idp.answer(depart(Client()), attributes=BEN)
    assert refused(bring(client, answer), client, "begun in another window")
    assert not is_in(client)


def test_who_is_sent_here_without_asking_begins_here(idp: LocalIdp, cast: Cast, client: Client) -> None:
    """What is called IdP-initiated: anybody could be signed in as somebody else by it."""
    _ = cast.ben
    path = ".//{*}SubjectConfirmationData"
    response = idp.response(attributes=BEN, change=lambda one: one.find(path).attrib.pop("InResponseTo"))
    assert refused(bring(client, posted(response)), client, "without having asked")


def test_a_forged_answer_is_refused_and_noted(idp: LocalIdp, cast: Cast, client: Client) -> None:
    _ = cast.ben
    answer = LocalIdp().answer(depart(client), attributes=BEN)
    assert refused(bring(client, answer), client, "could not be checked")
    assert not is_in(client)


def test_nothing_is_kept_for_strangers(idp: LocalIdp, client: Client) -> None:
    back = client.post(reverse("sso:receive", args=["hafen"]), {"SAMLResponse": "bm9uc2Vuc2U="})
    assert back["Location"] == f"{reverse('sso:arrive', args=['hafen'])}?refused=TokenRefused"
    assert not cache._cache


def test_cancelled_there_is_said_here(idp: LocalIdp, client: Client) -> None:
    no = respond(status="urn:oasis:names:tc:SAML:2.0:status:Responder")
    assert refused(bring(client, posted(no)), client, "was not finished")


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_away_afterwards(bad: str, idp: LocalIdp, cast: Cast, client: Client) -> None:
    _ = cast.ben
    assert "evil" not in sign_in(client, idp, bad)["Location"]


def test_who_has_only_this_sign_in_proves_it_there_again(idp: LocalIdp, cast: Cast, client: Client) -> None:
    cast.ben.set_unusable_password()
    cast.ben.save()
    sign_in(client, idp, authenticated=stamp(-900))
    sensitive = reverse("mfa_add_webauthn")
    wanted = client.get(sensitive)["Location"]
    assert wanted.startswith(reverse("sso:prove", args=["hafen"]))
    there = client.get(wanted)["Location"]
    assert asked(there).get("ForceAuthn") == "true"
    bring(client, idp.answer(there, attributes=BEN, authenticated=stamp(-900)))
    assert sensitive in client.get(sensitive)["Location"].replace("%2F", "/")
    answer = bring(client, idp.answer(client.get(wanted)["Location"], attributes=BEN))
    assert answer["Location"] == sensitive
    assert client.get(sensitive).status_code == 200


def test_the_metadata_says_that_assertions_must_be_signed(idp: LocalIdp, client: Client) -> None:
    about = etree.fromstring(client.get(reverse("sso:metadata", args=["hafen"])).content)
    assert about.get("entityID") == f"{HERE}/metadata/"
    assert about[0].get("WantAssertionsSigned") == "true"
    assert about.find(".//{*}AssertionConsumerService").get("Location") == f"{HERE}/answer/"


@pytest.mark.parametrize("name", ["receive", "metadata"])
def test_a_provider_that_speaks_openid_takes_no_assertion(name: str, provider, client: Client) -> None:
    method = "POST" if name == "receive" else "GET"
    assert client.generic(method, reverse(f"sso:{name}", args=["hafen"])).status_code == 404


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"entity_id": ""}, "ENTITY_ID is missing"),
        ({"sign_in_url": "http://idp.hafenlicht.example/sso"}, "https address"),
        ({"sign_in_url": ""}, "HTTP-Redirect"),
        ({"certificates": ""}, "CERT_FILE"),
        ({"certificates": "no certificate"}, "CERT_FILE"),
        ({"creates": True}, "ENTITY and LOCATION"),
    ],
)
def test_what_is_missing_is_said_and_how_to_put_it_right(facts: dict, why: str, idp: LocalIdp) -> None:
    assert check_providers() == []
    idp.configure(**facts)
    (said,) = check_providers()
    assert said.msg.startswith("PORTAL_SAML_HAFEN_… ")
    assert why in said.msg


def test_a_missing_extra_is_said_with_the_command(idp: LocalIdp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saml, "CHECKER", "signxml_that_nobody_has")
    assert "requirements/saml.lock" in check_providers()[0].msg


def test_one_name_is_one_provider_whatever_it_speaks(provider, idp: LocalIdp) -> None:
    assert [problem.id for problem in check_providers()] == ["sso.E002"]


def test_nothing_of_it_is_imported_when_it_is_off() -> None:
    look = (
        "import django, sys; django.setup()\n"
        "from django.urls import reverse; reverse('sso:receive', args=['work'])\n"
        "sys.exit('signxml' in sys.modules or 'accounts.sso.saml.exchange' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
