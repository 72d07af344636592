"""The way through the pages, as HR walks it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.imports.choices import State
from accounts.imports.limits import FILE_BYTES_MAX
from accounts.imports.models import PeopleImport
from accounts.people.choices import Role, Status
from accounts.people.models import Employee, Entity, RoleHolding
from tests.accounts.imports.files import carry_out, checked, csv_of, row, row_of
from tests.factories.people import COMPANY, EmployeeFactory, EntityFactory, signed_in

pytestmark = pytest.mark.django_db
LIST, UPLOAD = "/people/import/", "/people/import/upload/"


@pytest.fixture
def hr(client, cast):
    cast.hanna.language = "en"
    cast.hanna.save()
    return signed_in(client, cast.hanna)


def address(people_import: PeopleImport, what: str = "show") -> str:
    return reverse(f"imports:import-{what}", args=[people_import.ref])


def sent(client, content: bytes, name: str = "people.csv"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def said(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_from_the_file_to_people_and_back(hr, cast):
    _ = cast.mara
    response = sent(
        hr, csv_of([row("500", "Änne Über", manager=cast.mara.personnel_number), row("501", name="")])
    )
    found = PeopleImport.objects.get()
    assert response.headers["Location"] == address(found, "columns")
    page = hr.get(address(found, "columns"))
    assert page.context["form"]["column_manager"].value() == "5"
    fields = {
        name: page.context["form"][name].value() for name in page.context["form"].fields if "column" in name
    }
    fields["entity"] = Entity.objects.get(name=COMPANY).pk
    assert hr.post(address(found, "columns"), fields).headers["Location"] == address(found)
    assert "Being checked" in said(hr.get(address(found)))
    assert hr.get(address(found), headers={"HX-Request": "true"}).status_code == 200
    carry_out()
    assert hr.get(address(found), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    preview = said(hr.get(address(found)))
    assert "Änne Über" in preview
    assert "Name: This may not be empty." in preview
    assert "Änne" not in said(hr.get(address(found), {"show": "refused"}))
    assert "Änne" in said(hr.get(address(found), {"q": "anne u"}))
    refusal = hr.post(address(found, "apply"), follow=True)
    assert "Some rows are refused" in said(refusal)
    hr.post(address(found, "apply"), {"leave_out_refused": "on"})
    hr.post(address(found, "apply"), {"leave_out_refused": "on"})  # a second click
    carry_out()
    assert "1 new, 0 changed" in said(hr.get(address(found)))
    assert Employee.objects.get(personnel_number="500").manager == cast.mara
    hr.post(address(found, "undo"))
    carry_out()
    assert "Undone by Hanna" in said(hr.get(address(found)))
    assert Employee.objects.get(personnel_number="500").status == Status.LEFT
    assert "people.csv" in said(hr.get(LIST))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0", "old or protected Excel file"),
        (b"PK\x03\x04", "This XLSX file is damaged"),
    ],
)
def test_a_bad_file_is_answered_with_a_sentence(hr, content, sentence):
    response = sent(hr, content, "people.xlsx")
    assert response.status_code == 422
    assert sentence in said(response)
    assert not PeopleImport.objects.exists()


def test_a_file_that_is_too_large_is_not_read(hr):
    response = hr.post(
        UPLOAD, data=b"", content_type="multipart/form-data", CONTENT_LENGTH=str(FILE_BYTES_MAX * 2)
    )
    assert response.status_code == 413
    assert "at most 40 MB" in said(response)


def test_columns_that_are_missing_are_named(hr, cast):
    sent(hr, b"Name;Ort\r\nKim;Hamburg\r\n")
    found = PeopleImport.objects.get()
    response = hr.post(address(found, "columns"), {"column_name": "0", "column_location": "0"})
    assert response.status_code == 422
    text = said(response)
    assert "Personnel number: Please choose the column that holds this." in text
    assert "Name: This column is chosen more than once." in text
    assert "Entity of rows that name none: Please choose the entity" in text


def test_a_file_without_a_person_changes_nothing(hr, cast):
    found = checked(csv_of([]), cast.hanna)
    assert "This file would change nothing." in said(hr.get(address(found)))


def test_old_and_new_stand_side_by_side_in_the_readers_language(hr, cast):
    found = checked(csv_of([row_of(cast.ben, name="Ben Neu", leaves_on="31.12.2099")]), cast.hanna)
    text = said(hr.get(address(found)))
    assert "Name: Ben Öztürk → Ben Neu" in text
    assert "Leaves on (planned): – → " in text
    cast.hanna.language = "de"
    cast.hanna.save()
    assert "Austritt am (geplant): – → 31.12.2099" in said(hr.get(address(found)))


def test_leavers_are_asked_about_by_number(hr, cast):
    _ = cast.ben, cast.mara
    found = checked(csv_of([row_of(cast.hanna)]), cast.hanna, complete=True)
    assert "2 people will leave" in said(hr.get(address(found)))
    for typed in ("", "1", "many"):
        hr.post(address(found, "apply"), {"leavers": typed})
        found.refresh_from_db()
        assert found.state == State.CHECKED
    hr.post(address(found, "apply"), {"leavers": "2"})
    found.refresh_from_db()
    assert found.state == State.APPLYING


def test_unknown_places_are_listed_and_offered_to_system_admins(client, cast, hr):
    content = csv_of([row("500", department="Messen")])
    assert "A system admin can create them." in said(hr.get(address(checked(content, cast.hanna))))
    ines = signed_in(client, cast.ines)
    assert "/columns/" in ines.get(address(checked(content, cast.ines))).content.decode()


def test_discarding_deletes_the_file(hr, cast):
    found = checked(csv_of([row("500")]), cast.hanna)
    hr.post(address(found, "discard"))
    found.refresh_from_db()
    assert (found.state, found.stored_as, found.rows.count()) == (State.DISCARDED, "", 0)


def test_a_limited_role_sees_its_own_imports_only(client, cast):
    found = checked(csv_of([row("500")]), cast.hanna)
    other = EmployeeFactory(roles=[Role.HR])
    RoleHolding.objects.filter(person=other).update(entity=EntityFactory(name="Süd GmbH"))
    signed_in(client, Employee.objects.get(pk=other.pk))
    assert client.get(address(found)).status_code == 404
    assert "people.csv" not in said(client.get(LIST))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_templates_are_downloaded_in_ones_own_language(client, cast, kind):
    signed_in(client, cast.hanna)
    response = client.get(reverse("imports:template-download", args=[kind]))
    assert response["Content-Disposition"] == f'attachment; filename="personen.{kind}"'
    assert client.get(reverse("imports:template-download", args=["exe"])).status_code == 404


@pytest.mark.parametrize(
    "query", ["after=-1", "after=9999999999999", "after=%00", "show=%00", "q=%00%27", "q=" + "x" * 4000]
)
def test_addresses_with_nonsense_are_answered(hr, cast, query):
    found = checked(csv_of([row("500")]), cast.hanna)
    assert hr.get(f"{address(found)}?{query}").status_code == 200
