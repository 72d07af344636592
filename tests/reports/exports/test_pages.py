"""HR's pages: choose, preview, start, leave, come back, fetch."""

import pytest
from django.urls import reverse

from portal.jobs.choices import JobState
from portal.jobs.models import Job
from reports.exports.models import Export, ExportDownload
from tests.factories.people import signed_in
from tests.reports.exports.conftest import carried_out

pytestmark = pytest.mark.django_db

NEW = "/hr/exports/new/"
EVERYTHING = {"parts": ["confirmed", "under_reservation", "withdrawn", "open"], "leavers": "on"}


@pytest.fixture
def hr(client, cast):
    cast.hanna.language = "en"
    cast.hanna.save()
    return signed_in(client, cast.hanna)


def address(export: Export, what: str = "show") -> str:
    return reverse(f"exports:export-{what}", args=[export.ref])


@pytest.mark.parametrize("name", ["ben", "cleo", "ines", "dana", "wolf"])
def test_nobody_but_hr_sees_exports(client, cast, exported, name):
    signed_in(client, getattr(cast, name))
    for what in ("show", "download"):
        assert client.get(address(exported, what)).status_code == 403
    for url in (reverse("exports:export-list"), NEW):
        assert client.get(url).status_code == 403
    assert client.post(NEW, EVERYTHING).status_code == 403


def test_the_preview_comes_before_the_start(hr, answers):
    assert "3 acknowledgements" in hr.get(NEW, EVERYTHING).content.decode()
    assert "4 open" in hr.get(NEW, EVERYTHING).content.decode()
    assert not Export.objects.exists()
    started = hr.post(NEW, EVERYTHING)
    export = Export.objects.get()
    assert started.headers["Location"] == address(export)


def test_progress_is_shown_and_polled_and_the_page_can_be_left(hr, answers):
    """J2."""
    hr.post(NEW, EVERYTHING)
    export = Export.objects.get()
    Job.objects.filter(pk=export.job_id).update(done=2, total=7)
    page = hr.get(address(export)).content.decode()
    assert "2 of 7" in page
    assert 'hx-trigger="every 2s"' in page
    fragment = hr.get(address(export), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    carried_out(export)
    fragment = hr.get(address(export), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in fragment
    assert address(export, "download") in fragment


def test_cancel_and_retry(hr, answers):
    hr.post(NEW, EVERYTHING)
    export = Export.objects.get()
    hr.post(address(export, "cancel"))
    assert Export.objects.get().state == JobState.CANCELLED
    assert f'href="{NEW}"' in hr.get(address(export)).text
    page = hr.post(address(export, "retry"), follow=True)
    assert "Only an export that failed can be tried again." in page.content.decode()
    Job.objects.filter(pk=export.job_id).update(state=JobState.FAILED, error="disk_full")
    assert "The disk is full." in hr.get(address(export)).content.decode()
    hr.post(address(export, "retry"))
    assert Export.objects.get().state == JobState.QUEUED


def test_the_bundle_is_streamed(hr, exported):
    response = hr.get(address(exported, "download"))
    assert response.streaming
    content = b"".join(response.streaming_content)
    assert len(content) == exported.size
    assert response.headers["Content-Disposition"].startswith('attachment; filename="export-')
    assert ExportDownload.objects.count() == 1
    assert "Hanna" in hr.get(address(exported)).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("people", "Nobody Anywhere", "Nobody is found by"),
        ("people", "x\n" * 600, "At most 500 people"),
        ("first_day", "not a day", "Enter a valid date"),
        ("policy", "00000000-0000-4000-8000-000000000000", "Select a valid choice"),
        ("parts", "nonsense", "Select a valid choice"),
        ("people", "\x00", "Null characters are not allowed"),
    ],
)
def test_bad_input_is_explained(hr, answers, field, value, message):
    response = hr.get(NEW, {**EVERYTHING, field: value})
    assert response.status_code == 422
    assert message in response.content.decode()


def test_people_are_found_by_number_name_or_mail(hr, cast, answers):
    people = f"{cast.ben.personnel_number}\n{cast.ada.name}\n{cast.mara.email.upper()}"
    page = hr.get(NEW, {**EVERYTHING, "people": people}).content.decode()
    assert "3 acknowledgements" in page
    assert "0 acknowledgements" in hr.get(NEW, {**EVERYTHING, "people": "Hanna Krüger"}).content.decode()


def test_the_last_day_is_not_before_the_first(hr, answers):
    response = hr.get(NEW, {**EVERYTHING, "first_day": "2026-02-02", "last_day": "2026-02-01"})
    assert "This day lies before the first one." in response.content.decode()


def test_the_mail_leads_to_the_export(exported):
    from django.core import mail

    from portal.jobs.running import execute

    job = Job.objects.get(kind="mail.deliver", payload__message=_message().pk)
    execute(job.pk)
    (sent,) = mail.outbox
    assert address(exported) in sent.body
    assert not sent.attachments


def _message():
    from portal.mail.models import Message

    return Message.objects.get(kind="exports.ready")
