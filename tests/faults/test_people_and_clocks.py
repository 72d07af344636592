"""Issue 2, section 6: people without e-mail, a portal without PDFs, clocks and years that surprise."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.policies.models import Acknowledgement
from guidelines.policies.operations import acknowledge
from portal.audit.verification import verify_trail
from portal.documents import pool as pool_module
from portal.documents import render
from portal.documents.pool import Pool
from portal.jobs.models import Job
from portal.keys.sealing import seal_credentials
from portal.mail.models import Message
from reports.evidence.jobs import catch_up
from reports.evidence.models import EvidenceDocument
from tests.factories.people import PASSWORD, EmployeeFactory, signed_in
from tests.factories.policies import read, release, request_of
from tests.faults.crawling import crawl
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


def answer(client: Client, person, what: str = "confirm"):
    request = request_of(person)
    had = read(request)
    posted = {"rendition": had.rendition, "sha256": had.sha256, "answer": what}
    return client.post(reverse("policies:acknowledge", args=[request.ref]), posted)


def test_a_person_without_e_mail_does_everything_with_their_login_id(cast):
    """Signing in, confirming and the receipt; what would be mailed is a refused row that HR can read."""
    kim = EmployeeFactory(name="Kim Ohne", login_id="kim.ohne", without_email=True)
    release(editor=cast.edda, approver=cast.falk)
    client = Client()
    client.post(reverse("account_login"), {"login": "kim.ohne", "password": PASSWORD})
    receipt = answer(client, kim)
    assert receipt.status_code == 302
    given = Acknowledgement.objects.get(employee=kim)
    client.post(reverse("policies:acknowledgement-mail", args=[given.ref]))
    drain()
    assert client.get(receipt["Location"]).status_code == 200
    assert all(response.status_code < 400 for response in crawl(client).values())
    assert not [sent for sent in mail.outbox if not all(sent.to)]
    assert set(Message.objects.filter(recipient_ref=kim.ref).values_list("state", "error")) <= {
        ("refused", "no_address")
    }
    hanna = signed_in(Client(), cast.hanna)
    hanna.post(reverse("people:person-invite", args=[kim.ref]))
    assert "Kim Ohne" in hanna.get(reverse("dashboards:mail-list")).content.decode()


def test_the_forgotten_password_of_somebody_without_e_mail_breaks_nothing(db):
    EmployeeFactory(login_id="kim.ohne", without_email=True)
    for typed in ("kim.ohne", "", "a\x00b", "x" * 5000):
        assert Client().post(reverse("account_reset_password"), {"email": typed}).status_code in (200, 302)
    assert mail.outbox == []


@pytest.fixture
def without_pango(monkeypatch, tmp_path):
    """PDFs are made by a child that finds no Pango; an own pool, so that no earlier child helps out."""
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    bare = pool_module._bare_environment()
    path = f"{tmp_path}:{bare['PYTHONPATH']}"
    bad = Pool()
    with monkeypatch.context() as patch:
        patch.setattr(render, "pool", bad)
        patch.setattr(pool_module, "_bare_environment", lambda: {**bare, "PYTHONPATH": path})
        yield patch
    bad.close()


def test_everything_but_pdfs_works_without_pango(cast, without_pango):
    """The page says what to install; afterwards the certificates are caught up."""
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk)
    client = signed_in(Client(raise_request_exception=False), cast.ben, mfa=False)
    assert answer(client, cast.ben).status_code == 302
    drain(allow_errors=True)
    pages = crawl(client)
    pdfs = {address for address, response in pages.items() if response.status_code == 503}
    assert pdfs
    assert {response.status_code for response in pages.values()} <= {200, 302, 503}
    assert all("apt install libpango-1.0-0 libpangoft2-1.0-0" in pages[one].content.decode() for one in pdfs)
    without_pango.undo()

    class Run:
        def progress(self, done: int, total: int) -> None:
            pass

    catch_up(Run())
    assert all(client.get(address).content.startswith((b"%PDF-", b"PK")) for address in pdfs)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_jumps_loses_no_answer_and_no_order(cast, time_machine, hours):
    """Between two answers the clock moves; the trail keeps its order, waiting work is done."""
    now = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the night in which Berlin's clocks go back as well
    time_machine.move_to(now, tick=True)
    people = [cast.ben, cast.ada]
    release(editor=cast.edda, approver=cast.falk, effective_on=date(2026, 10, 25))
    clients = [signed_in(Client(), person, mfa=False) for person in people]
    assert answer(clients[0], people[0]).status_code == 302
    time_machine.move_to(now + timedelta(hours=hours), tick=True)
    assert "/my/acknowledgements/" in answer(clients[1], people[1])["Location"]
    drain()
    assert Acknowledgement.objects.count() == EvidenceDocument.objects.count() == 2
    assert not Job.objects.alive().filter(kind="evidence.issue").exists()
    assert verify_trail() is None


@pytest.mark.parametrize("today", ["2000-02-29", "2038-01-19", "2038-01-20", "2038-12-31"])
def test_a_whole_round_in_another_year(cast, time_machine, today, settings, tmp_path):
    """Release, answer, certificate and lists on the leap day of 2000 and beyond 32 bits of seconds."""
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")  # a seal of another year would have ended
    noon = datetime.combine(
        date.fromisoformat(today), datetime.min.time(), ZoneInfo("Europe/Berlin")
    ) + timedelta(hours=12)
    time_machine.move_to(noon, tick=True)
    people = [cast.ben, cast.ada]
    release(editor=cast.edda, approver=cast.falk, effective_on=date.fromisoformat(today))
    given = acknowledge(
        request=request_of(cast.ben), read=read(request_of(cast.ben)), authenticated="passkey", by=cast.ben
    )
    drain()
    assert EvidenceDocument.objects.filter(acknowledgement=given).count() == 1
    hanna = signed_in(Client(), cast.hanna)
    for name in (
        "dashboards:hr-overview",
        "dashboards:request-list",
        "dashboards:request-export-xlsx",
        "exports:export-new",
    ):
        assert hanna.get(reverse(name)).status_code == 200
    assert signed_in(Client(), people[1], mfa=False).get("/").status_code == 200
    assert request_of(cast.ada).due_on > timezone.localdate()
    assert verify_trail() is None


def test_a_seal_that_has_ended_keeps_nobody_from_anything_else(cast, time_machine, settings, tmp_path):
    """The page says that the certificate comes later; with another seal it does."""
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    _ = cast.ben
    version = release(editor=cast.edda, approver=cast.falk)
    given = acknowledge(
        request=request_of(cast.ben), read=read(request_of(cast.ben)), authenticated="passkey", by=cast.ben
    )
    seal_credentials()
    time_machine.move_to(timezone.now() + timedelta(days=366 * 11), tick=True)
    client = signed_in(Client(raise_request_exception=False), cast.ben, mfa=False)
    address = reverse("evidence:document-download", args=[given.ref])
    response = client.get(address)
    assert response.status_code == 503
    assert "Derzeit kein PDF" in response.content.decode()
    assert client.get(reverse("policies:guideline-read", args=[version.policy.slug])).status_code == 200
    settings.PORTAL_SEAL_VALID_YEARS, settings.PORTAL_KEYS_DIR = 30, str(tmp_path / "other")
    assert client.get(address).content.startswith(b"%PDF-")
