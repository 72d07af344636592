"""Cards, changes, emergencies and missing keys, page by page, as the people concerned meet them."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.people.choices import Role
from accounts.vault.cards import of_account
from accounts.vault.choices import CredentialKind, GlassState, RotationState
from accounts.vault.models import BreakGlass, RecoveryCode, Reveal, Rotation
from portal.keys import ring as rings
from tests.factories.access import in_days
from tests.factories.people import EmployeeFactory, signed_in
from tests.factories.vault import PASSWORD, SEED, access_to, credential, renewed, shared_account

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.fixture
def account(cast):
    made = shared_account(cast)
    access_to(made, to=cast.ben, by=cast.ada)
    return made


@pytest.fixture
def login(cast, account):
    return credential(account, by=cast.anton, label="Kanalpasswort", login="kanal@hafenlicht.example")


@pytest.fixture
def security():
    return EmployeeFactory(name="Sören Sicher", roles=[Role.SECURITY_OFFICER])


def browser_of(person):
    return signed_in(Client(), person)


def at(name, what, *more):
    return reverse(f"vault:{name}", args=[what.ref, *more])


def body_of(browser, page):
    return browser.get(page).content.decode()


def card(person, account):
    return body_of(browser_of(person), reverse("register:account-show", args=[account.ref]))


@pytest.mark.parametrize("who", ["edda", "hanna", "ines", "wolf", "dana"])
def test_whom_it_does_not_concern_learns_of_nothing(cast, account, login, who):
    """Not that something is kept, not its login, not through an address either."""
    person = getattr(cast, who)
    seen = card(person, account)
    for word in ("Kanalpasswort", "kanal@hafenlicht", "vault-title"):
        assert word not in seen
    browser = browser_of(person)
    assert browser.get(at("credential-show", login)).status_code == 404
    assert browser.get(at("reveal-ask", login)).status_code == 404


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("ben", {"reveal-ask"}),
        ("ada", {"emergency-use", "add"}),
        ("anton", {"emergency-use", "add"}),
        ("cleo", set()),
    ],
)
def test_everybody_finds_their_own_acts_on_the_card(cast, account, login, who, acts):
    seen = card(getattr(cast, who), account)
    assert "Kanalpasswort" in seen
    addresses = {name: at(name, login) for name in ("reveal-ask", "emergency-use")}
    addresses["add"] = at("credential-add", account, "totp")
    assert {name for name, address in addresses.items() if address in seen} == acts


def test_the_card_does_not_ask_more_for_more_secrets(cast, account):
    for number in range(10):
        kind = (CredentialKind.PASSWORD, CredentialKind.TOTP, CredentialKind.API_TOKEN)[number % 3]
        credential(account, by=cast.anton, label=f"s{number}", kind=kind, text=SEED)
    for person in (cast.ben, cast.anton, cast.ada):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            part = of_account(account, person)
        assert len(part.context["rows"]) == 10
        assert len(asked) <= 30, [query["sql"] for query in asked]


def test_a_suspicion_closes_it_for_all_but_whoever_changes_it(cast, account, login):
    ben = browser_of(cast.ben)
    ben.post(at("rotation-start", account), {"cause": "suspicion"})
    seen = card(cast.ben, account)
    assert at("reveal-ask", login) not in seen
    refused = ben.post(at("reveal-ask", login), {"reason": "x"}).content.decode()
    assert "wer den Wechsel ausführt" in refused
    anton = browser_of(cast.anton)
    anton.post(at("rotation-act", Rotation.objects.get(), "take"))
    assert at("reveal-ask", login) in card(cast.anton, account)
    assert anton.post(at("reveal-ask", login), {"reason": "Wechsel"}).status_code == 302


def test_who_audits_changes_nothing(cast, account, login):
    assert at("rotation-start", account) not in card(cast.cleo, account)
    answer = browser_of(cast.cleo).post(at("rotation-start", account), {"cause": "suspicion"})
    assert answer.status_code == 404
    assert not Rotation.objects.exists()


def test_a_change_is_walked_to_its_end_by_two(cast, account, login):
    """V6: one changes, another checks, and each finds what to do on the page."""
    anton = browser_of(cast.anton)
    anton.post(at("rotation-start", account))
    rotation = Rotation.objects.get()
    page = at("rotation-show", rotation)
    assert at("rotation-act", rotation, "take") in body_of(anton, page)
    anton.post(at("rotation-act", rotation, "take"))
    renewed(login, by=cast.anton)
    for step in rotation.steps.all():
        address = at("rotation-step", rotation, step.kind)
        assert address in body_of(anton, page)
        assert "#id_note" in anton.post(address, {"note": ""}).content.decode()
        anton.post(address, {"note": "Gesehen"})
    assert at("rotation-act", rotation, "changed") in body_of(anton, page)
    anton.post(at("rotation-act", rotation, "changed"))
    verify = at("rotation-act", rotation, "verify")
    assert verify not in body_of(anton, page)
    anton.post(verify, {"sessions_ended": "on"})
    ada = browser_of(cast.ada)
    assert verify in body_of(ada, page)
    assert "alle Sitzungen" in body_of(ada, ada.post(verify)["Location"])
    rotation.refresh_from_db()
    assert rotation.state == RotationState.CHANGED, "neither by the same person nor without the sessions"
    ada.post(verify, {"sessions_ended": "on"})
    rotation.refresh_from_db()
    assert (rotation.state, rotation.verified_by) == (RotationState.VERIFIED, cast.ada)
    assert cast.ada.name in body_of(anton, page)


def test_a_waiver_needs_the_owner_and_another(cast, account, login):
    browser_of(cast.anton).post(at("rotation-start", account))
    rotation = Rotation.objects.get()
    ada, anton = browser_of(cast.ada), browser_of(cast.anton)
    assert anton.get(at("rotation-waive", rotation)).status_code == 404
    late = ada.post(at("rotation-waive", rotation), {"reason": "Messe", "until": in_days(120).isoformat()})
    assert "90 Tage" in late.content.decode()
    ada.post(at("rotation-waive", rotation), {"reason": "Messe", "until": in_days(20).isoformat()})
    confirm = at("rotation-act", rotation, "confirm-waiver")
    assert confirm not in body_of(ada, at("rotation-show", rotation))
    assert confirm in body_of(anton, at("rotation-show", rotation))
    anton.post(confirm)
    rotation.refresh_from_db()
    assert rotation.state == RotationState.WAIVED


def test_an_emergency_is_used_and_judged_by_another(cast, account, login, security):
    anton = browser_of(cast.anton)
    assert "field-error" in anton.post(at("emergency-use", login), {"reason": ""}).content.decode()
    answer = anton.post(at("emergency-use", login), {"reason": "Team im Flugzeug"})
    reveal = Reveal.objects.get()
    assert answer["Location"] == at("reveal-show", reveal)
    found = TOKEN.search(anton.post(at("reveal-ticket", reveal)).content.decode())
    shown = anton.post(at("reveal-secret", reveal), {"token": found.group(1)})
    assert PASSWORD in shown.content.decode()
    glass = BreakGlass.objects.get()
    page = at("emergency-show", glass)
    assert 'name="verdict"' not in body_of(anton, page)
    officer = browser_of(security)
    assert "Team im Flugzeug" in body_of(officer, page)
    assert "#id_note" in officer.post(page, {"verdict": "justified", "note": ""}).content.decode()
    officer.post(page, {"verdict": "justified", "note": "Zu Recht"})
    glass.refresh_from_db()
    assert (glass.state, glass.reviewed_by) == (GlassState.JUSTIFIED, security)
    assert browser_of(cast.ben).get(page).status_code == 404


@pytest.mark.parametrize("how", ["password only", "long ago"])
def test_an_emergency_needs_a_fresh_second_factor(cast, login, how):
    """V2"""
    facts = {"mfa": False} if how == "password only" else {"seconds_ago": 400}
    answer = signed_in(Client(), cast.ada, **facts).post(at("emergency-use", login), {"reason": "x"})
    assert answer.status_code == 403 or "reauthenticate" in answer["Location"]
    assert not BreakGlass.objects.exists()


@pytest.fixture
def keys(settings, tmp_path):
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    rings._load.cache_clear()
    yield Path(settings.PORTAL_KEYS_DIR)
    rings._load.cache_clear()


def test_without_keys_the_page_says_what_to_do_and_no_code_is_lost(keys, cast, account):
    """V8: nothing counts as shown, nothing is used up, and everything else works."""
    kept = credential(
        account, by=cast.anton, kind=CredentialKind.RECOVERY_CODES, codes=("aaaa-1111", "bbbb-2222")
    )
    (path,) = (keys / "vault").glob("kek-*.key")
    path.chmod(0o644)
    rings._load.cache_clear()
    ben = browser_of(cast.ben)
    ben.post(at("reveal-ask", kept), {"reason": "Messe"})
    reveal = Reveal.objects.get()
    token = TOKEN.search(ben.post(at("reveal-ticket", reveal)).content.decode()).group(1)
    answer = ben.post(at("reveal-secret", reveal), {"token": token})
    assert "Schlüssel" in body_of(ben, answer["Location"])
    assert RecoveryCode.objects.left().count() == 2
    assert not Reveal.objects.shown().exists()
    anton = browser_of(cast.anton)
    added = anton.post(
        at("credential-add", account, "password"), {"label": "x", "text": "canary-9", "is_companys": "on"}
    )
    assert "Schlüssel" in added.content.decode()
    assert "canary-9" not in added.content.decode()
    for page in (at("credential-show", kept), reverse("vault:rotation-list"), reverse("access:channel-list")):
        assert anton.get(page).status_code == 200
    path.chmod(0o600)
    rings._load.cache_clear()
    assert "aaaa-1111" in ben.post(at("reveal-secret", reveal), {"token": token}).content.decode()
