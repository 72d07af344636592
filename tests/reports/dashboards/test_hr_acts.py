"""What HR does with one person's requests: every refusal beside the form, nothing typed lost."""

import uuid
from datetime import date

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role
from accounts.people.models import Organisation
from guidelines.policies.choices import PaperState, RequestState, StatementKind
from guidelines.policies.models import AcknowledgementRequest, PaperConfirmation, ReservationCase
from guidelines.policies.operations import acknowledge, acknowledge_under_reservation, extend_deadline
from portal.audit.models import AuditEvent
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.factories.policies import read, release, request_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
PDF = b"%PDF-1.7\n%%EOF"


def act(name: str, asked: AcknowledgementRequest) -> str:
    return reverse(f"dashboards:request-{name}", args=[asked.ref])


def sheet(
    asked: AcknowledgementRequest, name: str = "sheet.png", content: bytes = PNG, **changes: str
) -> dict:
    facts = {
        "rendition": asked.version.renditions.get(language="de").pk,
        "method": "paper",
        "signed_on": asked.asked_on.isoformat(),
        "note": "Handed in at the gate.",
    }
    return {**facts, **changes, "scan": SimpleUploadedFile(name, content)}


def test_exempting_needs_a_reason_and_works_once(hr: Client, asked: AcknowledgementRequest) -> None:
    assert hr.post(act("exempt", asked), {"reason": " "}).status_code == 422
    assert hr.post(act("exempt", asked), {"reason": "Works abroad."}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == RequestState.EXEMPT
    second_tab = hr.post(act("exempt", asked), {"reason": "Again, from the other tab."})
    assert second_tab.status_code == 422
    assert "Again, from the other tab." in second_tab.content.decode()


def test_more_time_must_be_later(hr: Client, asked: AcknowledgementRequest) -> None:
    early = hr.post(act("extend", asked), {"to": "2026-11-05", "reason": "Was ill."})
    assert early.status_code == 422
    assert "Was ill." in early.content.decode()
    hr.post(act("extend", asked), {"to": "2026-12-31", "reason": "Was ill."})
    asked.refresh_from_db()
    assert asked.due_on == date(2026, 12, 31)


def test_k8_a_sheet_counts_after_a_second_person(
    hr: Client, cast: Cast, asked: AcknowledgementRequest
) -> None:
    """K8: paper needs a note and a scan, and a second person's confirmation."""
    hr.post(act("record-paper", asked), sheet(asked))
    paper = PaperConfirmation.objects.get()
    confirm = reverse("dashboards:paper-confirm", args=[paper.ref])
    assert hr.post(confirm).status_code == 422
    second = signed_in(Client(), EmployeeFactory(roles=[Role.HR]))
    assert second.post(confirm).status_code == 302
    asked.refresh_from_db()
    assert asked.state == RequestState.ACKNOWLEDGED
    assert second.post(confirm).status_code == 422


def test_a_second_sheet_in_another_tab_is_refused_with_a_message(
    hr: Client, asked: AcknowledgementRequest
) -> None:
    hr.post(act("record-paper", asked), sheet(asked))
    again = hr.post(act("record-paper", asked), sheet(asked, note="From the other tab."))
    assert again.status_code == 422
    assert "From the other tab." in again.content.decode()
    assert PaperConfirmation.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sheet.png", b"MZ\x90\x00 a program"),
        ("sheet.pdf", PNG),
        ("sheet.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        ("sheet.png.exe", PNG),
        ("sheet", PDF),
        ("sheet.png", b""),
        ("sheet.png", PNG + b"\0" * (20 * 1024 * 1024)),
    ],
)
def test_a_bad_scan_is_refused_and_the_rest_of_the_form_stays(
    name: str, content: bytes, hr: Client, asked: AcknowledgementRequest
) -> None:
    answer = hr.post(act("record-paper", asked), sheet(asked, name, content))
    assert answer.status_code == 422
    assert "scan" in answer.context["form"].errors
    assert "Handed in at the gate." in answer.content.decode()
    assert not PaperConfirmation.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "shown"), [("a.png", PNG, "inline"), ("a.pdf", PDF, "attachment")]
)
def test_scans_are_served_so_that_nothing_in_them_runs(
    name: str, content: bytes, shown: str, hr: Client, asked: AcknowledgementRequest
) -> None:
    hr.post(act("record-paper", asked), sheet(asked, name, content))
    answer = hr.get(reverse("dashboards:paper-scan", args=[PaperConfirmation.objects.get().ref]))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith(shown)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]


def test_a_lost_scan_is_explained_and_on_record(hr: Client, asked: AcknowledgementRequest) -> None:
    """E4"""
    hr.post(act("record-paper", asked), sheet(asked, "a.pdf", PDF))
    paper = PaperConfirmation.objects.get()
    storages["evidence"].delete(paper.scan_stored_as)
    assert hr.get(reverse("dashboards:paper-scan", args=[paper.ref])).status_code == 410
    row = AuditEvent.objects.get(verb="document.damaged")
    assert row.object_id == str(paper.ref)


def test_a_refused_sheet_leaves_the_request_open(hr: Client, asked: AcknowledgementRequest) -> None:
    hr.post(act("record-paper", asked), sheet(asked))
    paper = PaperConfirmation.objects.get()
    second = signed_in(Client(), EmployeeFactory(roles=[Role.HR]))
    refuse = reverse("dashboards:paper-refuse", args=[paper.ref])
    assert second.post(refuse, {"note": ""}).status_code == 422
    second.post(refuse, {"note": "Not signed."})
    paper.refresh_from_db()
    asked.refresh_from_db()
    assert (paper.state, asked.state) == (PaperState.REFUSED, RequestState.OPEN)


def test_k6_a_reservation_is_settled_once(hr: Client, cast: Cast, asked: AcknowledgementRequest) -> None:
    """K6: "under reservation" goes to HR as a case with an outcome."""
    acknowledge_under_reservation(
        request=asked, read=read(asked), reason="<b>Unclear</b>", authenticated="passkey", by=cast.ben
    )
    case = ReservationCase.objects.get()
    url = reverse("dashboards:reservation-settle", args=[case.ref])
    assert "<b>Unclear" not in hr.get(url).content.decode()
    assert hr.post(url, {"outcome": "recorded", "note": ""}).status_code == 422
    assert hr.post(url, {"outcome": "recorded", "note": "Talked."}).status_code == 302
    assert hr.post(url, {"outcome": "ask_again", "note": "Second tab."}).status_code == 422


def test_everything_about_one_person_is_on_one_page(
    hr: Client, cast: Cast, asked: AcknowledgementRequest
) -> None:
    extend_deadline(request=asked, to=date(2026, 12, 30), reason="Parental leave.", by=cast.hanna)
    given = acknowledge(request=asked, read=read(asked), authenticated="passkey", by=cast.ben)
    page = hr.get(reverse("dashboards:person-show", args=[cast.ben.ref])).content.decode()
    for fact in ("Parental leave.", cast.mara.name, reverse("evidence:document-download", args=[given.ref])):
        assert fact in page
    event = AuditEvent.objects.filter(verb="person_data.viewed").latest("seq")
    assert event.object_id == str(cast.ben.ref)


def test_who_looks_at_themself_leaves_no_row(hr: Client, cast: Cast, asked: AcknowledgementRequest) -> None:
    hr.get(reverse("dashboards:person-show", args=[cast.hanna.ref]))
    assert not AuditEvent.objects.filter(verb="person_data.viewed").exists()


def test_unknown_refs_are_not_found(hr: Client, asked: AcknowledgementRequest) -> None:
    for name in ("person-show", "request-exempt", "reservation-settle", "paper-show", "paper-scan"):
        assert hr.get(reverse(f"dashboards:{name}", args=[uuid.uuid4()])).status_code == 404


def test_k5_managers_see_done_or_not_and_no_consents(cast: Cast, asked: AcknowledgementRequest) -> None:
    """K5: a consent request is never shown to managers."""
    release(editor=cast.edda, approver=cast.falk, slug="photos", statement_kind=StatementKind.CONSENT)
    mara = signed_in(Client(), cast.mara, mfa=False)
    (member,) = mara.get("/team/").context["members"]
    assert (member.person, len(member.owed)) == (cast.ben, 1)
    acknowledge_under_reservation(
        request=asked, read=read(asked), reason="?", authenticated="passkey", by=cast.ben
    )
    (member,) = mara.get("/team/").context["members"]
    assert member.is_done
    assert "Vorbehalt" not in mara.get("/team/").content.decode()
    assert signed_in(Client(), cast.ben, mfa=False).get("/team/").status_code == 403


def test_works_council_mode_shows_no_names(cast: Cast, asked: AcknowledgementRequest) -> None:
    Organisation.objects.update(works_council_mode=True)
    mara = signed_in(Client(), cast.mara, mfa=False)
    page = mara.get("/team/")
    assert cast.ben.name not in page.content.decode()
    assert [total.cells for total in page.context["totals"]] == [None]
    for _ in range(12):
        EmployeeFactory(manager=cast.mara)
    assert [total.cells for total in mara.get("/team/").context["totals"]] == [(0, 13)]
    assert not AuditEvent.objects.filter(verb="person_data.viewed").exists()


def test_a_consent_offers_hr_nothing_to_press(hr: Client, cast: Cast, asked: AcknowledgementRequest) -> None:
    """K5: nobody is exempt from a consent, it has no deadline, and HR reminds of nothing."""
    release(editor=cast.edda, approver=cast.falk, slug="photos", statement_kind=StatementKind.CONSENT)
    consent = request_of(cast.ben)
    assert hr.post(act("exempt", consent), {"reason": "x"}).status_code == 422
    assert hr.post(act("record-paper", consent), sheet(consent)).status_code == 422
    page = hr.get(reverse("dashboards:person-show", args=[cast.ben.ref])).content.decode()
    assert act("exempt", consent) not in page
    assert act("exempt", asked) in page
