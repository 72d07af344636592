"""Locations, departments and audiences, and what is mine."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role
from accounts.people.models import Audience, Department, Location
from accounts.people.operations import define_audience, everyone
from tests.factories.people import (
    Cast,
    EmployeeFactory,
    department,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(cast: Cast, client: Client) -> Client:
    return signed_in(client, cast.ines)


def test_locations_need_a_known_place(ines: Client) -> None:
    facts = {"name": "Zürich", "country": "ch", "subdivision": "zh", "time_zone": "Europe/Zurich"}
    answer = ines.post(reverse("people:location-add"), facts | {"time_zone": "Mars/Base"})
    assert "time_zone" in answer.context["form"].errors
    ines.post(reverse("people:location-add"), facts)
    place = Location.objects.get(name="Zürich")
    assert (place.country, place.subdivision) == ("CH", "ZH")
    ines.post(reverse("people:location-edit", args=[place.ref]), facts | {"name": "Zürich West"})
    assert Location.objects.filter(name="Zürich West").exists()


def test_a_moved_department_takes_its_people_along(ines: Client, cast: Cast) -> None:
    sales, service = department("Sales"), department("Customer service")
    assert cast.ben.department == service
    audience = define_audience(slug="sales", name="Sales", clauses=[{"department": sales}], by=None)
    assert not audience.members.exists()
    facts = {"name": "Service", "parent": sales.pk}
    ines.post(reverse("people:department-edit", args=[service.ref]), facts)
    assert Department.objects.get(pk=service.pk).get_parent() == sales
    assert audience.members.filter(employee=cast.ben).exists()


def test_a_department_has_other_names_and_each_means_one(ines: Client) -> None:
    sales, service = department("Sales"), department("Customer service")
    page = reverse("people:department-edit", args=[sales.ref])
    facts = {"name": "Sales", "parent": ""}
    names = " DE-4711   Vertrieb \r\n\r\nVertrieb\r\nVERTRIEB\r\nsales"
    assert ines.post(page, facts | {"other_names": names}).status_code == 302
    assert list(sales.other_names.values_list("name", flat=True)) == ["DE-4711 Vertrieb", "Vertrieb"]
    assert ines.get(page).context["form"]["other_names"].value() == "DE-4711 Vertrieb\nVertrieb"
    elsewhere = reverse("people:department-edit", args=[service.ref])
    for taken in ("vertrieb", "Sales", "x" * 201):
        answer = ines.post(elsewhere, {"name": "Customer service", "parent": "", "other_names": taken})
        assert "other_names" in answer.context["form"].errors
    assert ines.post(page, facts | {"other_names": "vertrieb"}).status_code == 302
    assert list(sales.other_names.values_list("name", flat=True)) == ["vertrieb"]


def clauses(*lines: dict) -> dict[str, object]:
    data: dict[str, object] = {"clause-TOTAL_FORMS": len(lines), "clause-INITIAL_FORMS": 0}
    for at, line in enumerate(lines):
        data |= {f"clause-{at}-{name}": value for name, value in line.items()}
    return data


def test_an_audience_is_counted_before_it_is_saved(ines: Client, cast: Cast) -> None:
    assert cast.ben.department == cast.mara.department
    rule = clauses(
        {"effect": "include", "department": cast.ben.department.pk}, {"effect": "exclude", "person": "mara"}
    )
    url = reverse("people:audience-add")
    answer = ines.post(url, rule | {"name": "Service & more", "count": "1"})
    assert answer.context["count"] == 1
    assert not Audience.objects.exists()
    answer = ines.post(url, rule | {"name": "Service & more"})
    audience = Audience.objects.get()
    assert [member.employee for member in audience.members.all()] == [cast.ben]
    page = ines.get(answer.url, {"who": "ben"})
    assert page.context["is_member"]
    assert page.context["entries"].count() == 1


def test_counting_says_which_line_is_wrong_and_why(ines: Client) -> None:
    rule = clauses({"effect": "include", "person": "nobody-at-all"})
    asked = rule | {"name": "Service", "count": "1"}
    answer = ines.post(reverse("people:audience-add"), asked, headers={"HX-Request": "true"})
    assert "Zeile 1: Dazu wurde niemand gefunden." in answer.text


def test_a_made_up_number_of_lines_is_refused_and_costs_little(ines: Client) -> None:
    """Thousands of empty lines took the server three seconds to draw."""
    answer = ines.post(
        reverse("people:audience-add"), clauses() | {"clause-TOTAL_FORMS": 10**9, "name": "Many"}
    )
    assert len(answer.context["clauses"].forms) == 50
    assert answer.context["clauses"].non_form_errors()
    assert not Audience.objects.exists()


def test_editing_an_audience_keeps_its_lines(ines: Client, cast: Cast) -> None:
    audience = everyone(by=None)
    clause = audience.clauses.get()
    rule = clauses({"effect": "include", "id": clause.pk}) | {"clause-INITIAL_FORMS": 1, "name": "All of us"}
    ines.post(reverse("people:audience-edit", args=[audience.ref]), rule)
    audience.refresh_from_db()
    assert audience.name == "All of us"
    assert audience.members.filter(employee=cast.ines).exists()


def test_settings_are_mine(cast: Cast, client: Client) -> None:
    signed_in(client, cast.ben, mfa=False)
    client.post(reverse("people:my-settings"), {"language": "en", "time_zone": "Asia/Tokyo"})
    cast.ben.refresh_from_db()
    assert (cast.ben.language, cast.ben.time_zone) == ("en", "Asia/Tokyo")
    client.post(reverse("people:my-calendar-renew"))
    cast.ben.refresh_from_db()
    assert len(cast.ben.calendar_key) >= 40
    client.post(reverse("ui:language-choose"), {"language": "de"})
    cast.ben.refresh_from_db()
    assert cast.ben.language == "de"


def test_my_data_is_complete_and_a_file(cast: Cast, client: Client) -> None:
    everyone(by=None)
    signed_in(client, cast.ben)
    answer = client.get(reverse("people:my-data-download"))
    content = json.loads(answer.content)
    text = answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]
    assert len(content["sections"]) >= 6
    facts = (cast.ben.name, cast.ben.email, cast.ben.personnel_number, cast.mara.name)
    for fact in (*facts, "Ins Unternehmen eingetreten"):
        assert fact in text


def test_the_set_up_check_names_duties_with_one_person(ines: Client, cast: Cast) -> None:
    assert ines.get(reverse("people:set-up-check")).context["open_count"] >= 1
    EmployeeFactory(roles=[Role.SYSTEM_ADMIN])
    rows = ines.get(reverse("people:set-up-check")).context["rows"]
    assert any(row["count"] == 2 for row in rows)
