"""Two people who edit one person, and what the page of a person tells."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import give_role
from accounts.people.operations.details import state_of
from portal.audit.models import AuditEvent
from tests.accounts.people.test_pages import form_of
from tests.factories.people import Cast, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanna(cast: Cast, client: Client) -> Client:
    return signed_in(client, cast.hanna)


def test_two_people_who_edit_one_person_lose_nothing(hanna: Client, cast: Cast) -> None:
    """Whoever saves second is told what is stored now, keeps what they entered, and decides."""
    hanna.post(reverse("people:person-add"), form_of())
    person = Employee.objects.get(personnel_number="Z-1")
    address = reverse("people:person-edit", args=[person.ref])
    seen = hanna.get(address).context["form"].initial["seen"]
    ines = signed_in(Client(), cast.ines)
    ines.post(address, form_of(name="Zoë by Ines", seen=seen))
    second = hanna.post(address, form_of(name="Zoë by Hanna", seen=seen))
    person.refresh_from_db()
    assert person.name == "Zoë by Ines"
    text = second.content.decode()
    assert "Zoë by Ines" in text
    assert "Zoë by Hanna" in text
    hanna.post(address, form_of(name="Zoë by Hanna", seen=second.context["form"]["seen"].value()))
    person.refresh_from_db()
    assert person.name == "Zoë by Hanna"


def test_managers_form_no_circle(hanna: Client, cast: Cast) -> None:
    assert cast.ben.manager == cast.mara
    facts = form_of(name=cast.mara.name, email="", manager="ben", seen=state_of(cast.mara))
    answer = hanna.post(reverse("people:person-edit", args=[cast.mara.ref]), facts)
    assert "manager" in answer.context["form"].errors
    assert Employee.objects.get(pk=cast.mara.pk).manager is None


def test_without_what_was_seen_nothing_is_overwritten(hanna: Client) -> None:
    hanna.post(reverse("people:person-add"), form_of())
    person = Employee.objects.get(personnel_number="Z-1")
    hanna.post(reverse("people:person-edit", args=[person.ref]), form_of(name="Blind"))
    person.refresh_from_db()
    assert person.name != "Blind"


def test_the_page_of_a_person_shows_duties_audiences_and_history(hanna: Client, cast: Cast) -> None:
    give_role(person=cast.ben, role=Role.EDITOR, by=None)
    address = reverse("people:person-show", args=[cast.ben.ref])
    page = hanna.get(address)
    assert page.context["duties"] is not None
    text = page.content.decode()
    assert text.index("Rolle vergeben: Redaktion") < text.index("Hat hier begonnen")
    assert AuditEvent.objects.filter(verb="person.viewed", object_id=str(cast.ben.ref)).count() == 1
    as_admin = signed_in(Client(), cast.ines).get(address).context
    assert as_admin["duties"] is None


def test_my_data_comes_as_a_pdf_too(cast: Cast, client: Client) -> None:
    answer = signed_in(client, cast.ben, mfa=False).get(reverse("people:my-data-pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
