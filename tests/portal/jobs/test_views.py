"""How far it is: for the requester, for htmx and for a browser without JavaScript."""

from uuid import uuid4

import pytest
from django.http import Http404
from django.urls import reverse

from portal.jobs import views
from portal.jobs.choices import JobState, Queue
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from portal.jobs.registry import forget, handler
from portal.jobs.running import Run, claim
from tests.factories.people import Cast, signed_in
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


def fetch(rf, person, job: Job) -> str:
    request = rf.get(reverse("jobs:job-show", args=[job.ref]), headers={"HX-Request": "true"})
    request.user = person
    return views.show_job(request, ref=job.ref).content.decode()


def test_the_requester_sees_progress_and_the_page_keeps_asking(rf, ada):
    """J2: the person sees progress."""
    job = enqueue("test.note", payload={}, by=ada)
    Run(claim(job.pk)).progress(3, 12)
    html = fetch(rf, ada, job)
    assert "3 of 12" in html
    assert 'max="12" value="3"' in html
    assert 'hx-trigger="every 2s"' in html
    assert reverse("jobs:job-cancel", args=[job.ref]) in html


def test_a_finished_job_is_asked_about_no_more(rf, ada):
    job = enqueue("test.note", payload={}, by=ada)
    drain()
    html = fetch(rf, ada, job)
    assert "hx-get" not in html
    assert "Ready" in html


def test_a_ready_job_leads_to_its_result(rf, ada):
    handler("test.custom", result_url=lambda job: f"/exports/{job.payload['export']}/")(lambda run: None)
    job = enqueue("test.custom", payload={"export": 7}, by=ada)
    assert "/exports/7/" not in fetch(rf, ada, job)
    drain()
    assert 'href="/exports/7/"' in fetch(rf, ada, job)


def test_a_failure_gives_a_reason_a_person_can_read(rf, ada):
    job = enqueue("test.impossible", payload={}, by=ada)
    drain(allow_errors=True)
    assert "It is too big." in fetch(rf, ada, job)


def test_a_failure_without_a_known_reason_hides_its_technical_name(rf, ada):
    job = enqueue("test.break", payload={}, by=ada)
    Job.objects.update(attempts=2)
    drain(allow_errors=True)
    html = fetch(rf, ada, job)
    assert "ValueError" not in html
    assert "Please try again later." in html


def test_a_job_of_a_removed_kind_can_still_be_looked_at(rf, ada):
    job = enqueue("test.note", payload={}, by=ada)
    forget("test.note")
    assert "Waiting" in fetch(rf, ada, job)


def test_nobody_else_learns_that_the_job_exists(rf, ada, dirk):
    """J2: the state is the requester's; others get the same answer as for a job that never was."""
    job = enqueue("test.note", payload={}, by=ada)
    ownerless = enqueue("test.note", payload={})
    for there, person in ((job, dirk), (ownerless, dirk)):
        with pytest.raises(Http404):
            fetch(rf, person, there)
    with pytest.raises(Http404):
        fetch(rf, ada, Job(ref=uuid4()))


def test_the_requester_cancels_and_comes_back_to_the_page(rf, ada):
    """J2: leave the page, come back, cancel."""
    job = enqueue("test.note", payload={}, by=ada, queue=Queue.DOCUMENTS)
    request = rf.post(reverse("jobs:job-cancel", args=[job.ref]))
    request.user = ada
    response = views.cancel_job(request, ref=job.ref)
    assert response.url == reverse("jobs:job-show", args=[job.ref])
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_somebody_else_cannot_cancel(rf, ada, dirk):
    job = enqueue("test.note", payload={}, by=ada)
    request = rf.post(reverse("jobs:job-cancel", args=[job.ref]))
    request.user = dirk
    with pytest.raises(Http404):
        views.cancel_job(request, ref=job.ref)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_the_answer_is_nobodys_to_keep(rf, ada):
    job = enqueue("test.note", payload={}, by=ada)
    request = rf.get(reverse("jobs:job-show", args=[job.ref]), headers={"HX-Request": "true"})
    request.user = ada
    response = views.show_job(request, ref=job.ref)
    assert "no-store" in response["Cache-Control"]
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_cancelling_needs_a_post(rf, ada, method):
    request = getattr(rf, method)("/")
    request.user = ada
    assert views.cancel_job(request, ref=uuid4()).status_code == 405


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_whole_page_works_without_javascript(client, language):
    """J2: a plain browser gets a page with a link to the current state and a form that cancels."""
    person = Cast().ada
    type(person).objects.filter(pk=person.pk).update(language=language)
    person.refresh_from_db()
    job = enqueue("test.note", payload={}, by=person)
    signed_in(client, person)
    html = client.get(reverse("jobs:job-show", args=[job.ref])).content.decode()
    assert "<noscript><a" in html
    assert {"de": "Auftrag abbrechen", "en": "Cancel this work"}[language] in html
    response = client.post(reverse("jobs:job-cancel", args=[job.ref]), follow=True)
    assert {"de": "Abgebrochen", "en": "Cancelled"}[language] in response.content.decode()
    late = client.post(reverse("jobs:job-cancel", args=[job.ref]), follow=True).content.decode()
    assert {"de": "bereits beendet", "en": "already ended"}[language] in late


def test_a_stranger_is_sent_to_sign_in(client, ada):
    job = enqueue("test.note", payload={}, by=ada)
    response = client.get(reverse("jobs:job-show", args=[job.ref]))
    assert response.status_code == 302
    assert str(job.ref) in response.url
