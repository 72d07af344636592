"""Through Chromium with an independent SAML provider, whose page posts here without the portal's session."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import confirm_role_rule, propose_role_rule
from accounts.sso.models import Identity
from tests.accounts.sso.pysaml_idp import MFA, PysamlIdp
from tests.factories.people import EmployeeFactory, OrganisationFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.needs("xmlsec1"),
    pytest.mark.django_db(transaction=True),
]
GROUPS = "urn:oid:1.3.6.1.4.1.5923.1.1.1.7"  # eduPersonEntitlement
EDDA = {"mail": "edda@hafenlicht.example", "displayName": "Edda Brandt", "eduPersonEntitlement": ["editors"]}


@pytest.fixture
def edda(transactional_db: None) -> Employee:
    OrganisationFactory()
    ines, second = (EmployeeFactory(roles=[Role.SYSTEM_ADMIN]) for _ in range(2))
    rule = propose_role_rule(source="sso:work", group="editors", role=Role.EDITOR, by=ines)
    confirm_role_rule(rule=rule, by=second)
    return EmployeeFactory(name="Edda Brandt", email=EDDA["mail"], password=None, english=True)


@pytest.fixture
def page(
    browser: Browser, live_server: LiveServer, edda: Employee, settings, tmp_path: Path
) -> Iterator[Page]:
    idp = PysamlIdp(tmp_path, {"edda": EDDA})
    facts = {
        "slug": "work",
        "name": "Hafenlicht",
        "domains": ["hafenlicht.example"],
        "groups_attribute": GROUPS,
    }
    names = {"entity_id": f"{idp.address}/metadata", "sign_in_url": f"{idp.address}/sso"}
    proof = {"certificates": idp.certificate, "second_factor_contexts": [MFA]}
    settings.PORTAL_SAML = [{**facts, **names, **proof}]
    idp.meet(requests.get(f"{live_server.url}/signin/company/work/metadata/", timeout=30).text)
    context = browser.new_context(base_url=live_server.url, locale="en")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    idp.stop()


def go_there(page: Page) -> None:
    page.goto("/signin/login/?next=/my/data/")
    page.get_by_role("link", name="Sign in with Hafenlicht").click()


def test_p3_signing_in_out_and_in_again_with_saml(page: Page, edda: Employee) -> None:
    """P3: the role follows the group in the assertion, by the confirmed rule."""
    refuse_there(page)
    go_there(page)
    sign_in_there(page)
    page.wait_for_url("**/my/data/")
    assert Identity.objects.get().employee == edda
    assert Employee.objects.get(pk=edda.pk).role_slugs == {"editor"}
    page.goto("/cms/")
    assert page.url.endswith("/cms/")
    sign_out_and_in_again(page)
    prove_it_again(page)
    assert page.complaints == []


def refuse_there(page: Page) -> None:
    go_there(page)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("The company sign-in was not finished").wait_for()


def sign_in_there(page: Page) -> None:
    page.get_by_label("Name").fill("edda")
    page.get_by_role("button", name="Sign in").click()


def sign_out_and_in_again(page: Page) -> None:
    page.goto("/signin/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    go_there(page)
    page.wait_for_url("**/my/data/")


def prove_it_again(page: Page) -> None:
    page.goto("/signin/company/work/again/?next=/my/settings/")
    sign_in_there(page)
    page.wait_for_url("**/my/settings/")
