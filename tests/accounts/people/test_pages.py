"""The pages of this room: who may open them, and what they do."""

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Role, Status
from accounts.people.models import Employee
from accounts.people.operations.details import state_of
from accounts.people.permissions import has_role
from tests.factories.people import (
    Cast,
    EmployeeFactory,
    EntityFactory,
    LocationFactory,
    department,
    signed_in,
)

pytestmark = pytest.mark.django_db

HR_PAGES = ("person-list", "person-add")
ADMIN_PAGES = (
    "organisation-show",
    "location-add",
    "entity-add",
    "department-add",
    "audience-add",
    "set-up-check",
)
OWN_PAGES = ("my-settings", "my-data", "my-data-download", "second-factor")


@pytest.fixture
def hanna(cast: Cast, client: Client) -> Client:
    return signed_in(client, cast.hanna)


@pytest.fixture
def ines(cast: Cast, client: Client) -> Client:
    return signed_in(client, cast.ines)


def status_of(client: Client, name: str) -> int:
    return client.get(reverse(f"people:{name}")).status_code


@pytest.mark.parametrize("name", HR_PAGES)
def test_people_pages_are_for_hr_and_system_admins(name: str, cast: Cast) -> None:
    answers = {
        who: status_of(signed_in(Client(), getattr(cast, who)), name)
        for who in ("hanna", "ines", "ben", "dana")
    }
    assert answers == {"hanna": 200, "ines": 200, "ben": 403, "dana": 403}


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_organisation_pages_are_for_system_admins(name: str, cast: Cast) -> None:
    answers = {
        who: status_of(signed_in(Client(), getattr(cast, who)), name) for who in ("ines", "hanna", "ben")
    }
    assert answers == {"ines": 200, "hanna": 403, "ben": 403}


@pytest.mark.parametrize("name", [*HR_PAGES, *ADMIN_PAGES, *OWN_PAGES])
def test_nothing_without_sign_in(name: str, client: Client) -> None:
    answer = client.get(reverse(f"people:{name}"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", OWN_PAGES)
def test_everybody_has_their_own_pages(name: str, cast: Cast, client: Client) -> None:
    assert status_of(signed_in(client, cast.ben, mfa=False), name) == 200


def form_of(**changes: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "name": "Zoë 👩🏽‍🚒 =cmd()",
        "email": "Zoe@Hafenlicht.example",
        "personnel_number": "Z-1",
        "language": "de",
        "entity": EntityFactory().pk,
        "department": department().pk,
        "location": LocationFactory().pk,
        "employment": "internal",
    }
    return facts | changes


def test_hr_adds_edits_and_invites_somebody(hanna: Client, cast: Cast) -> None:
    assert cast.mara.is_active
    answer = hanna.post(reverse("people:person-add"), form_of(manager="mara"))
    person = Employee.objects.get(personnel_number="Z-1")
    assert answer.url == reverse("people:person-show", args=[person.ref])
    assert (person.email, person.manager, person.status) == (
        "zoe@hafenlicht.example",
        cast.mara,
        Status.INVITED,
    )
    changes = form_of(name="Zoë Novák", manager="", seen=state_of(person))
    hanna.post(reverse("people:person-edit", args=[person.ref]), changes)
    person.refresh_from_db()
    assert (person.name, person.manager) == ("Zoë Novák", None)
    page = hanna.post(reverse("people:person-invite", args=[person.ref])).content.decode()
    assert re.search(r"/invitation/[\w.-]+/", page)
    assert "/invitation/" not in hanna.get(reverse("people:person-show", args=[person.ref])).content.decode()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"email": "ben@hafenlicht.example"}, "__all__"),
        ({"manager": "nobody-at-all"}, "manager"),
        ({"hired_on": "2026-02-30"}, "hired_on"),
        ({"employment": "external", "leaves_on": "2031-02-01"}, "sponsor"),
        ({"employment": "external", "sponsor": "ben"}, "leaves_on"),
        ({"hired_on": "2026-03-01", "leaves_on": "2026-02-01"}, "leaves_on"),
    ],
)
def test_bad_input_comes_back_with_a_message(changes: dict, wrong: str, hanna: Client, cast: Cast) -> None:
    assert cast.ben.email == "ben@hafenlicht.example"
    answer = hanna.post(reverse("people:person-add"), form_of(**changes))
    assert answer.status_code == 200
    assert wrong in answer.context["form"].errors
    assert not Employee.objects.filter(personnel_number="Z-1").exists()


@pytest.mark.parametrize("name", ["ع" * 300, "e\u0301" * 150, "\u202eevil", "<b>bold</b>"])
def test_unusual_names_are_kept_and_escaped(name: str, hanna: Client) -> None:
    hanna.post(reverse("people:person-add"), form_of(name=name))
    person = Employee.objects.get(personnel_number="Z-1")
    assert person.name == name
    assert "<b>bold" not in hanna.get(reverse("people:person-show", args=[person.ref])).content.decode()


def test_only_a_second_calendar_link_replaces_one(hanna: Client, cast: Cast) -> None:
    """Said in the person's language, whatever the portal's own is."""
    renew = reverse("people:my-calendar-renew")
    assert "Ihr Kalenderlink ist fertig." in hanna.post(renew, follow=True).text
    assert "Der alte gilt nicht mehr." in hanna.post(renew, follow=True).text


def test_status_acts_lead_through_a_life(hanna: Client, cast: Cast) -> None:
    def act(name: str, **facts: str) -> str:
        hanna.post(reverse(f"people:person-{name}", args=[cast.ben.ref]), facts)
        return Employee.objects.get(pk=cast.ben.pk).status

    assert act("send-on-leave") == Status.ON_LEAVE
    assert act("send-on-leave") == Status.ON_LEAVE
    assert act("return") == Status.ACTIVE
    assert act("leave", on="not a day") == Status.ACTIVE
    assert act("leave", on="2026-03-01") == Status.LEFT
    assert act("return") == Status.LEFT
    assert act("bring-back") == Status.INVITED


def test_absences_are_noted(hanna: Client, cast: Cast) -> None:
    url = reverse("people:person-record-absence", args=[cast.ben.ref])
    assert hanna.post(url, {"first_day": "2026-03-05", "last_day": "2026-03-01"}).status_code == 422
    hanna.post(url, {"first_day": "2026-03-01", "last_day": "2026-03-05"})
    assert cast.ben.absences.get().last_day == date(2026, 3, 5)


def test_p3_roles_are_given_by_others_and_recently_proven(ines: Client, cast: Cast) -> None:
    """P3: a system admin may give any role except to themself."""
    ines.post(reverse("people:person-give-role", args=[cast.ben.ref]), {"role": Role.EDITOR})
    assert has_role(Employee.objects.get(pk=cast.ben.pk), Role.EDITOR)
    ines.post(reverse("people:person-give-role", args=[cast.ines.ref]), {"role": Role.EDITOR})
    assert not has_role(Employee.objects.get(pk=cast.ines.pk), Role.EDITOR)
    stale = signed_in(Client(), cast.ines, seconds_ago=600)
    answer = stale.post(reverse("people:person-take-role", args=[cast.ben.ref]), {"role": Role.EDITOR})
    assert "reauthenticate" in answer.url
    assert has_role(Employee.objects.get(pk=cast.ben.pk), Role.EDITOR)


def test_hr_gives_no_roles(hanna: Client, cast: Cast) -> None:
    url = reverse("people:person-give-role", args=[cast.ben.ref])
    assert hanna.post(url, {"role": Role.EDITOR}).status_code == 403


def test_p3_the_last_system_admin_stays(ines: Client, cast: Cast, hanna: Client) -> None:
    """P3: the last system admin can neither lose the role nor leave."""
    hanna.post(reverse("people:person-leave", args=[cast.ines.ref]), {"on": "2026-03-01"})
    assert Employee.objects.get(pk=cast.ines.pk).status == Status.ACTIVE


def test_a_planned_leaving_date_is_confidential(hanna: Client, cast: Cast) -> None:
    Employee.objects.filter(pk=cast.ben.pk).update(leaves_on=date(2031, 5, 17))
    url = reverse("people:person-show", args=[cast.ben.ref])
    assert "2031" in hanna.get(url).content.decode()
    own = signed_in(Client(), cast.ben, mfa=False)
    for name in ("my-data", "my-data-download", "my-settings"):
        assert "2031" not in own.get(reverse(f"people:{name}")).content.decode()


def test_the_list_is_paged_by_name(hanna: Client, django_assert_max_num_queries: Callable) -> None:
    for n in range(120):
        EmployeeFactory(name=f"Same Name {n // 60}", roles=())
    seen, url = [], f"{reverse('people:person-list')}?q=same+name"
    while url:
        # session, user with groups twice, the person behind, page, count, select boxes, saved session
        with django_assert_max_num_queries(14):
            answer = hanna.get(url)
        seen += [person.pk for person in answer.context["people"]]
        url = f"{reverse('people:person-list')}{answer.context['next']}" if answer.context["next"] else ""
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=öztü", ["ben"]),
        ("q=ozturk", ["ben"]),
        ("q=BEN@", ["ben"]),
        ("role=hr", ["hanna"]),
        ("status=left", ["dirk"]),
        ("q=nobody", []),
        ("after=junk&q=ben%40", ["ben"]),
        ("status=nonsense", ["ben", "dirk", "hanna", "mara"]),
    ],
)
def test_filters(query: str, found: list[str], hanna: Client, cast: Cast) -> None:
    assert cast.ben
    assert cast.dirk
    answer = hanna.get(f"{reverse('people:person-list')}?{query}")
    people = [person.login_id for person in answer.context["people"]]
    if "nonsense" in query:
        assert set(people) == set(found) - {"dirk"}
    else:
        assert people == found


def test_unknown_people_are_not_found(hanna: Client) -> None:
    assert hanna.get(reverse("people:person-show", args=[uuid.uuid4()])).status_code == 404


def test_planned_leavings_take_effect_after_the_local_day(cast: Cast) -> None:
    from portal.jobs.operations import enqueue
    from tests.jobs_tools import drain

    yesterday = timezone.now().date() - timedelta(days=2)
    Employee.objects.filter(pk=cast.ben.pk).update(leaves_on=yesterday)
    Employee.objects.filter(pk=cast.mara.pk).update(leaves_on=timezone.now().date() + timedelta(days=2))
    enqueue("people.leave_due", payload={})
    drain()
    assert Employee.objects.get(pk=cast.ben.pk).left_on == yesterday
    assert Employee.objects.get(pk=cast.mara.pk).status == Status.ACTIVE
