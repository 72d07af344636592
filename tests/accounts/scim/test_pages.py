"""The pages for people: tokens for system admins, waiting leavers for HR."""

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Status
from accounts.scim.models import DirectoryLeaving, ScimToken
from accounts.scim.operations.tokens import revoke_token
from portal.audit.models import AuditEvent
from portal.audit.registry import people
from portal.upkeep.registry import concerns
from tests.accounts.scim.directory import Directory, new_token
from tests.factories.people import Cast, EntityFactory, LocationFactory, signed_in

pytestmark = pytest.mark.django_db


def form(**changes: object) -> dict[str, object]:
    return {
        "name": "Okta",
        "entity": EntityFactory().pk,
        "location": LocationFactory().pk,
        "last_day": (timezone.localdate() + timedelta(days=90)).isoformat(),
        **changes,
    }


def test_a_token_is_made_shown_once_and_revoked(cast: Cast, client: Client) -> None:
    """Audit: making and revoking are rows of the trail; the secret is in one answer and in no table."""
    ines = signed_in(client, cast.ines)
    made = ines.post(reverse("scim:token-add"), form())
    secret = re.search(r"lp_scim_[\w-]+", made.content.decode())
    assert secret is not None
    assert "no-store" in made["Cache-Control"]
    assert Directory(secret[0]).create("first").status_code == 201
    assert ScimToken.objects.get().last_day == timezone.localdate() + timedelta(days=90)
    shown = ines.get(reverse("scim:directory-show"))
    assert "lp_scim_" not in shown.content.decode()
    token = ScimToken.objects.get()
    ines.post(reverse("scim:token-revoke", args=[token.ref]))
    assert Directory(secret[0]).create("second").status_code == 401
    verbs = AuditEvent.objects.filter(object_id=str(token.ref)).order_by("seq").values_list("verb", "actor")
    assert list(verbs)[:2] == [("scim.token_made", cast.ines.ref), ("scim.token_revoked", cast.ines.ref)]
    again = ines.post(reverse("scim:token-revoke", args=[token.ref]), follow=True)
    assert "widerrufen" in again.content.decode()


@pytest.mark.parametrize(
    "changes", [{"last_day": "2020-01-01"}, {"last_day": "2199-01-01"}, {"name": ""}, {"name": "n" * 101}]
)
def test_a_token_has_a_name_and_an_end(cast: Cast, client: Client, changes: dict) -> None:
    response = signed_in(client, cast.ines).post(reverse("scim:token-add"), form(**changes))
    assert response.status_code == 422
    assert not ScimToken.objects.exists()


def test_tokens_ask_for_a_recent_proof(cast: Cast, client: Client) -> None:
    late = signed_in(client, cast.ines, seconds_ago=3600)
    assert late.get(reverse("scim:directory-show")).status_code == 200
    for address in (reverse("scim:token-add"), reverse("scim:token-revoke", args=[new_token(cast)[0].ref])):
        assert "reauthenticate" in late.post(address, form())["Location"]
    assert not ScimToken.objects.exclude(revoked_at=None).exists()


def test_the_trail_calls_the_token_by_its_name(cast: Cast, directory: Directory) -> None:
    token = ScimToken.objects.get()
    assert people.names_of([token.ref, cast.ada.ref]) == {token.ref: "Entra ID", cast.ada.ref: cast.ada.name}


@override_settings(SCIM_LEAVERS_AN_HOUR=0)
@pytest.mark.parametrize(("act", "status"), [("leave", Status.LEFT), ("stay", Status.ACTIVE)])
def test_hr_decides_who_really_left(
    cast: Cast, client: Client, directory: Directory, act: str, status: Status
) -> None:
    for person in (cast.ada, cast.ben):
        directory.switch(person, active=False)
    hanna = signed_in(client, cast.hanna)
    page = hanna.get(reverse("scim:leaving-list")).content.decode()
    assert cast.ada.name in page
    chosen = DirectoryLeaving.objects.get(employee=cast.ada).ref
    hanna.post(reverse("scim:leaving-decide"), {"chosen": [chosen, "nonsense"], "act": act})
    cast.ada.refresh_from_db()
    assert cast.ada.status == status
    assert list(DirectoryLeaving.objects.waiting().values_list("employee", flat=True)) == [cast.ben.pk]
    assert AuditEvent.objects.filter(verb="scim.leavings_decided", actor=cast.hanna.ref).count() == 1


@override_settings(SCIM_LEAVERS_AN_HOUR=0)
def test_the_directory_page_shows_that_somebody_waits(
    cast: Cast, client: Client, directory: Directory
) -> None:
    directory.group("Editors", cast.ada)
    directory.switch(cast.ben, active=False)
    page = signed_in(client, cast.ines).get(reverse("scim:directory-show")).content.decode()
    assert reverse("scim:leaving-list") in page
    assert "Editors" in page


def test_my_data_holds_what_the_directory_told(cast: Cast, client: Client, directory: Directory) -> None:
    directory.patch(cast.ben, {"op": "replace", "path": "name.givenName", "value": "Benjamin"})
    directory.group("Night shift", cast.ben)
    page = signed_in(client, cast.ben, mfa=False).get(reverse("people:my-data")).content.decode()
    assert "Benjamin" in page
    assert "Night shift" in page


def test_a_token_that_ends_soon_is_a_concern(cast: Cast) -> None:
    token, _secret = new_token(cast, last_day=timezone.localdate() + timedelta(days=20))
    assert [found.slug for found in concerns() if token.name in str(found.text)] == ["scim_token_ends"]
    revoke_token(token=token, by=cast.ines)
    new_token(cast, last_day=timezone.localdate() + timedelta(days=200))
    assert "scim_token_ends" not in [found.slug for found in concerns()]
