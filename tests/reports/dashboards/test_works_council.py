"""The works council's own page: agreements, what is stored, look-ups; no names."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people.registry import all_stored_facts
from guidelines.policies.choices import WorksCouncil
from tests.factories.people import Cast, signed_in
from tests.factories.policies import release

pytestmark = pytest.mark.django_db
URL = "/works-council/"


def page(cast: Cast, client: Client) -> str:
    return signed_in(client, cast.wolf).get(URL).content.decode()


def test_agreements_come_from_the_versions(cast: Cast, client: Client) -> None:
    release(
        editor=cast.edda,
        approver=cast.falk,
        works_council=WorksCouncil.AGREED,
        works_council_on=date(2026, 3, 2),
        works_council_document="BV 7/2026",
    )
    text = page(cast, client)
    assert "BV 7/2026" in text
    assert "02.03.2026" in text


def test_every_room_says_what_it_stores(cast: Cast, client: Client) -> None:
    text = page(cast, client)
    rows = all_stored_facts()
    places = {str(row.place) for row in rows}
    assert len(rows) >= 12
    assert len(places) == len(rows)
    assert text.count('<th scope="row">') >= len(rows)


def test_it_names_nobody(cast: Cast, client: Client) -> None:
    people = cast.everybody()
    text = page(cast, client)
    assert [person.name for person in people if person.name in text] == [cast.wolf.name]


@pytest.mark.parametrize(("who", "status"), [("wolf", 200), ("dana", 200), ("hanna", 403), ("ben", 403)])
def test_it_is_the_works_councils(who: str, status: int, cast: Cast) -> None:
    client = signed_in(Client(), getattr(cast, who))
    assert client.get(reverse("dashboards:works-council-show")).status_code == status
