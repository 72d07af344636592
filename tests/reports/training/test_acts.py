"""What HR does with somebody's courses: with a reason, never for oneself, some only by two."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role
from portal.audit.models import AuditEvent
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.factories.training_rows import assignment_row, completion_row
from training.assignments.choices import AssignmentState, Basis, EvidenceState
from training.assignments.models import Assignment, Completion, CompletionRevocation, EquivalentEvidence
from training.courses.models import ExtraAttempt

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def second(cast: Cast) -> Client:
    return signed_in(Client(), EmployeeFactory(name="Somebody else in HR", roles=[Role.HR]))


def at(name: str, thing) -> str:
    return reverse(f"training:{name}", args=[thing.ref])


def record(hr: Client, assigned: Assignment, **facts) -> EquivalentEvidence:
    data = {"done_on": "2026-11-02", "note": "Chamber of commerce", **facts}
    data.setdefault("file", SimpleUploadedFile("paper.png", PNG))
    answer = hr.post(at("evidence-record", assigned), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return EquivalentEvidence.objects.get()


def test_exempt(hr: Client, cast: Cast, assigned: Assignment) -> None:
    assert hr.post(at("assignment-exempt", assigned), {"reason": ""}).status_code == 422
    answer = hr.post(at("assignment-exempt", assigned), {"reason": "Works in the warehouse."}, follow=True)
    assigned.refresh_from_db()
    assert assigned.state == AssignmentState.EXEMPT
    assert Completion.objects.get().basis == Basis.WAIVED
    assert "Works in the warehouse." in answer.content.decode()


def test_extend(hr: Client, assigned: Assignment) -> None:
    refused = hr.post(at("assignment-extend", assigned), {"to": "2026-11-10", "reason": "Ill."})
    assert refused.status_code == 422
    page = hr.post(at("assignment-extend", assigned), {"to": "2026-12-18", "reason": "Ill."}, follow=True)
    assigned.refresh_from_db()
    assert assigned.due_on == date(2026, 12, 18)
    assert "Ill." in page.content.decode()


def test_one_more_attempt(hr: Client, cast: Cast, assigned: Assignment) -> None:
    """T6: HR gives another attempt without seeing how many were used or how they went."""
    page = hr.get(at("assignment-attempt", assigned)).content.decode()
    assert " % " not in page
    assert hr.post(at("assignment-attempt", assigned), {"reason": "Power cut."}).status_code == 302
    assert ExtraAttempt.objects.get().employee == cast.ben


def test_evidence_counts_after_a_second_person(
    hr: Client, second: Client, cast: Cast, assigned: Assignment
) -> None:
    evidence = record(hr, assigned)
    refused = hr.post(at("evidence-accept", evidence))
    assert refused.status_code == 422
    assert not Completion.objects.exists()
    assert second.get(at("evidence-file", evidence)).getvalue() == PNG
    answer = second.post(at("evidence-accept", evidence), follow=True)
    assert "Ben Öztürk hat diese Schulung gemacht" in answer.content.decode()
    completion = Completion.objects.get()
    assert (completion.basis, completion.valid_from) == (Basis.EQUIVALENT, date(2026, 11, 2))
    assert second.post(at("evidence-accept", evidence)).status_code == 422


def test_evidence_is_refused_with_a_note(hr: Client, second: Client, assigned: Assignment) -> None:
    evidence = record(hr, assigned)
    assert second.post(at("evidence-refuse", evidence), {"note": ""}).status_code == 422
    assert second.post(at("evidence-refuse", evidence), {"note": "Another name."}).status_code == 302
    evidence.refresh_from_db()
    assigned.refresh_from_db()
    assert (evidence.state, assigned.state) == (EvidenceState.REFUSED, AssignmentState.OPEN)
    assert "Another name." in second.get(at("evidence-show", evidence)).content.decode()


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("paper.exe", PNG),
        SimpleUploadedFile("paper.png", b"<script>alert(1)</script>"),
        SimpleUploadedFile("paper.pdf", b""),
    ],
)
def test_only_scans_are_taken(file, hr: Client, assigned: Assignment) -> None:
    data = {"done_on": "2026-11-02", "note": "x", "file": file}
    answer = hr.post(at("evidence-record", assigned), data)
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_each_look_at_evidence_is_a_row(hr: Client, second: Client, assigned: Assignment) -> None:
    evidence = record(hr, assigned)
    before = AuditEvent.objects.filter(verb="person_data.viewed").count()
    for address in (
        reverse("training:evidence-list"),
        at("evidence-show", evidence),
        at("evidence-file", evidence),
    ):
        assert second.get(address).status_code == 200
    looks = AuditEvent.objects.filter(verb="person_data.viewed").order_by("seq")[before:]
    assert ['"list":"proof"' in look.canonical for look in looks] == [True, True, True]


def test_what_waits_stands_on_the_home_of_others(hr: Client, second: Client, assigned: Assignment) -> None:
    record(hr, assigned)
    counts = [
        [work.count for work in client.get("/").context["work"] if work.url == "/hr/training/evidence/"]
        for client in (hr, second)
    ]
    assert counts == [[0], [1]]


def test_taking_back_what_was_recorded_by_mistake(hr: Client, cast: Cast, assigned: Assignment) -> None:
    """T2: it counted until today."""
    completion = completion_row(assigned, date(2026, 10, 1))
    page = hr.post(at("completion-revoke", completion), {"reason": "The wrong person."}, follow=True)
    assert CompletionRevocation.objects.get().completion == completion
    assert "The wrong person." in page.content.decode()
    again = hr.post(at("completion-revoke", completion), {"reason": "Once more."})
    assert again.status_code == 422


def test_nobody_does_it_for_themself(cast: Cast, hr: Client, required) -> None:
    mine = assignment_row(cast.hanna, required)
    answer = hr.post(at("assignment-exempt", mine), {"reason": "I know it all."})
    assert answer.status_code == 422
    mine.refresh_from_db()
    assert mine.state == AssignmentState.OPEN
    page = hr.get(f"/hr/people/{cast.hanna.ref}/").content.decode()
    assert at("assignment-exempt", mine) not in page
