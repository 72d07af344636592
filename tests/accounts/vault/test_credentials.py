"""Putting secrets in: only the company's, only sealed, and never shown again by a form."""

import pytest

from accounts.register.choices import RouteKind, Terms
from accounts.vault.choices import CredentialKind, VersionState
from accounts.vault.jobs import tidy
from accounts.vault.models import Credential, CredentialVersion
from accounts.vault.operations import (
    Secret,
    put_in_force,
    remove_credential,
    stage_version,
)
from accounts.vault.rules import NoSharedRoute, NotTotp, PrivateLogin
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories.register import route, sound_account
from tests.factories.vault import PASSWORD, SEED, access_to, credential, renewed, seen, shared_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return shared_account(cast)


def test_the_database_holds_no_clear_text(cast, account):
    """V8"""
    login = credential(account, by=cast.anton)
    assert PASSWORD.encode() not in bytes(login.in_force.sealed)
    events = " ".join(AuditEvent.objects.values_list("canonical", flat=True))
    assert PASSWORD not in events


@pytest.mark.parametrize("who", ["ben", "hanna", "ines", "cleo", "dana"])
def test_only_admins_and_owners_put_secrets_in(cast, account, who):
    with pytest.raises(NotPermitted):
        credential(account, by=getattr(cast, who))
    assert credential(account, by=cast.ada).in_force.number == 1


@pytest.mark.parametrize("login", ["ada.private@gmail.com", "Ada@GMX.de", " someone@icloud.com "])
def test_private_logins_are_not_kept(cast, account, login):
    """V7"""
    with pytest.raises(PrivateLogin):
        credential(account, by=cast.anton, login=login)
    assert not Credential.objects.exists()


def test_an_account_without_a_shared_route_keeps_no_login(cast):
    """V7: over a private account or a role of one's own there is nothing to keep."""
    personal = sound_account(cast)
    route(personal, RouteKind.VOLUNTEERED, by=cast.anton)
    route(personal, RouteKind.SHARED, by=cast.anton, terms=Terms.FORBIDDEN)
    with pytest.raises(NoSharedRoute):
        credential(personal, by=cast.anton)
    route(personal, RouteKind.TOKEN, by=cast.anton)
    with pytest.raises(NoSharedRoute):
        credential(personal, by=cast.anton)
    assert credential(personal, by=cast.anton, kind=CredentialKind.API_TOKEN).pk


def test_replacing_retires_and_then_destroys(cast, account):
    """V4"""
    login = credential(account, by=cast.anton)
    renewed(login, by=cast.anton)
    states = list(login.versions.order_by("number").values_list("state", flat=True))
    assert states == [VersionState.RETIRED, VersionState.LIVE]
    tidy(None)
    old = login.versions.order_by("number").first()
    assert (old.state, bytes(old.sealed), old.key_id) == (VersionState.SHREDDED, b"", "")


def test_preparing_twice_drops_the_first(cast, account):
    login = credential(account, by=cast.anton)
    first = stage_version(credential=login, secret=Secret("one"), by=cast.anton)
    second = stage_version(credential=login, secret=Secret("two"), by=cast.anton)
    with pytest.raises(NotPermitted):
        put_in_force(version=first, by=cast.anton)
    assert put_in_force(version=second, by=cast.anton).number == 3


def test_out_of_use_means_destroyed(cast, account):
    access_to(account, to=cast.ben, by=cast.ada)
    login = credential(account, by=cast.anton)
    remove_credential(credential=login, by=cast.ada)
    tidy(None)
    assert set(CredentialVersion.objects.values_list("state", flat=True)) == {VersionState.SHREDDED}


def test_a_second_factor_gives_codes_and_keeps_its_key(cast, account):
    access_to(account, to=cast.ben, by=cast.ada)
    address = f"otpauth://totp/Kanal?secret={SEED}&issuer=X&algorithm=SHA256&digits=8&period=60"
    factor = credential(account, by=cast.anton, kind=CredentialKind.TOTP, text=address)
    shown = seen(factor, by=cast.ben)
    assert shown.text == ""
    assert len(shown.code.code) == 8
    assert 0 < shown.code.seconds_left <= 60
    assert SEED not in repr(shown)


@pytest.mark.parametrize(
    "text", ["otpauth://hotp/X?secret=JBSWY3DP&counter=1", "https://example.com", "§$%", ""]
)
def test_what_is_no_time_based_code_is_refused_whole(cast, account, text):
    with pytest.raises(NotTotp):
        credential(account, by=cast.anton, kind=CredentialKind.TOTP, text=text)
    assert not Credential.objects.exists()
