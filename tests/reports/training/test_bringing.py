"""Lists that HR brings: shown first, recorded only as shown, all or nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.people import Cast
from tests.factories.training_rows import TITLES
from training.assignments.choices import Basis
from training.assignments.models import Assignment, Attendance, Completion

pytestmark = pytest.mark.django_db

ATTENDANCE, HISTORY = "/hr/training/attendance/", "/hr/training/import/"


def listed(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", "\n".join(rows).encode())


def attended(assigned: Assignment, *people: str) -> dict:
    facts = {"course": assigned.course_id, "held_on": "2026-11-03", "place": "Hamburg", "trainer": "Edda"}
    return {**facts, "file": listed("Person", *people)}


def test_attendance_is_shown_then_recorded(hr: Client, cast: Cast, assigned: Assignment) -> None:
    data = attended(assigned, cast.ben.email, cast.mara.email)
    answer = hr.post(ATTENDANCE, data)
    assert (answer.status_code, answer.context["new"], answer.context["is_clean"]) == (200, 2, True)
    assert not Attendance.objects.exists()
    del data["file"]
    answer = hr.post(ATTENDANCE, {**data, "lines": answer.context["lines"]}, follow=True)
    assert Attendance.objects.get().people == 2
    assert "2 Abschlüsse sind eingetragen." in answer.content.decode()
    assert Completion.objects.get(employee=cast.ben).basis == Basis.ATTENDED


def test_as_long_as_a_row_is_wrong_nothing_is_recorded(hr: Client, cast: Cast, assigned: Assignment) -> None:
    answer = hr.post(ATTENDANCE, attended(assigned, cast.ben.email, "nobody@example.org"))
    assert not answer.context["is_clean"]
    assert answer.context["rows"][0][0].line.person == "nobody@example.org"
    assert 'name="lines"' not in answer.content.decode()


def test_what_was_not_shown_is_not_recorded(hr: Client, cast: Cast, assigned: Assignment) -> None:
    data = {name: value for name, value in attended(assigned).items() if name != "file"}
    answer = hr.post(ATTENDANCE, {**data, "lines": "forged"})
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_history_of_an_earlier_system(hr: Client, cast: Cast, assigned: Assignment) -> None:
    rows = listed("Person;Schulung;Datum", f"{cast.ben.personnel_number};{TITLES['de']};02.03.2026")
    answer = hr.post(HISTORY, {"system": "Old LMS", "file": rows})
    assert answer.context["is_clean"], answer.context["counts"]
    hr.post(HISTORY, {"system": "Old LMS", "lines": answer.context["lines"]})
    completion = Completion.objects.get(employee=cast.ben)
    assert (completion.basis, completion.valid_from) == (Basis.IMPORTED, date(2026, 3, 2))


@pytest.mark.parametrize("file", [listed("Wer", "x"), SimpleUploadedFile("list.csv", b""), listed("Person")])
def test_a_list_that_cannot_be_read_says_why(file, hr: Client, assigned: Assignment) -> None:
    answer = hr.post(ATTENDANCE, {**attended(assigned), "file": file})
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
