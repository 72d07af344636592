"""What may be configured: the company's own directory, never a private account."""

import pytest
from django.conf import settings as in_use
from django.core.checks import run_checks

from accounts.sso.checks import check_providers
from accounts.sso.providers import OpenIdProvider, find, usable_providers

SOUND = {"slug": "hafen", "kind": "oidc", "name": "Hafenlicht", "client_id": "portal"}
ISSUER = "https://sso.hafenlicht.example/realms/work"


def said(settings, **facts) -> str:
    settings.PORTAL_SSO = [{**SOUND, **facts}]
    return " ".join(str(problem.msg) for problem in check_providers())


def test_a_sound_provider_is_offered(settings) -> None:
    assert said(settings, issuer=ISSUER) == ""
    assert [one.name for one in usable_providers()] == ["Hafenlicht"]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"issuer": "https://accounts.google.com"}, "no social login"),
        ({"issuer": "https://www.facebook.com"}, "no social login"),
        ({"issuer": "https://appleid.apple.com"}, "no social login"),
        ({"issuer": "https://login.microsoftonline.com/common/v2.0"}, "use KIND=entra"),
        ({"issuer": "http://sso.hafenlicht.example"}, "https address"),
        ({"issuer": ""}, "https address"),
        ({"issuer": ISSUER, "client_id": ""}, "CLIENT_ID is missing"),
        ({"issuer": ISSUER, "kind": "facebook"}, "KIND is 'facebook'"),
        ({"issuer": ISSUER, "creates": True}, "ENTITY and LOCATION"),
        ({"kind": "google"}, "private Google account"),
        ({"kind": "entra"}, "private Microsoft account"),
        ({"kind": "entra", "tenant": "common"}, "private Microsoft account"),
        ({"kind": "entra", "tenant": "consumers"}, "private Microsoft account"),
        ({"kind": "entra", "tenant": "9188040d-6c67-4c5b-b112-36a304b66dad"}, "private Microsoft account"),
    ],
)
def test_what_would_let_strangers_in_is_refused_with_the_reason(settings, facts: dict, why: str) -> None:
    facts = {"issuer": "", **facts}
    assert why in said(settings, **facts)
    assert find("hafen") is None


def test_the_start_is_refused_not_only_the_provider(settings) -> None:
    settings.PORTAL_SSO = [{**SOUND, "issuer": "https://accounts.google.com"}]
    assert "sso.E001" in {problem.id for problem in run_checks()}


def test_a_social_login_in_the_settings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # Not by the fixture for settings: that loads all apps anew, and every room would register twice.
    planted = [*in_use.INSTALLED_APPS, "allauth.socialaccount.providers.facebook"]
    monkeypatch.setattr(in_use, "INSTALLED_APPS", planted)
    assert [problem.id for problem in check_providers()] == ["sso.E003"]


def test_two_of_one_name_are_refused(settings) -> None:
    settings.PORTAL_SSO = [{**SOUND, "issuer": ISSUER}] * 2
    assert [problem.id for problem in check_providers()] == ["sso.E002"]


def test_kinds_fill_in_what_follows_from_them() -> None:
    entra = OpenIdProvider.from_settings({**SOUND, "kind": "entra", "tenant": "t-1", "issuer": ""})
    assert entra.issuer == "https://login.microsoftonline.com/t-1/v2.0"
    assert entra.second_factor_amr == ("mfa",)
    google = OpenIdProvider.from_settings({**SOUND, "kind": "google", "hosted_domain": "hafenlicht.example"})
    assert google.issuer == "https://accounts.google.com"
    assert google.second_factor_amr == ()
