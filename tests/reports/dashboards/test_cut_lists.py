"""Pages that show the first rows of a long list say so."""

import pytest
from django.test import Client

from guidelines.policies.models import Policy
from reports.dashboards.views import papers, reservations
from tests.factories.people import Cast
from tests.factories.policies import release
from tests.reports.dashboards.listed import put_on_every_list

pytestmark = pytest.mark.django_db

PAGES = {"reservations": reservations, "papers": papers}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_cut_says_where_the_rest_is(
    name: str, hr: Client, cast: Cast, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(editor=cast.edda, approver=cast.falk, slug="messengers")
    for person in (cast.ben, cast.edda):
        put_on_every_list(person, recorded_by=cast.hanna)
    assert "Hier stehen nur" not in hr.get(f"/hr/{name}/").content.decode()
    monkeypatch.setattr(PAGES[name], "LISTED", 1)
    page = hr.get(f"/hr/{name}/").content.decode()
    assert "Hier stehen nur die ersten 1." in page
    assert page.count("</tr>") == 2
