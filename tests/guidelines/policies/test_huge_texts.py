"""A guideline nobody should write goes its whole way, or stops with words a person understands."""

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.policies.models import ReleaseProposal, RenditionPdf
from portal.jobs.models import Job
from tests.factories.drafts import chosen, write
from tests.factories.people import signed_in
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db

ROWS, LETTERS = 5000, 200_000
HUGE = {
    "type": "table",
    "value": {
        "caption": "Alle Beiträge seit 2010",
        "columns": ["Beitrag", "Antwort"],
        "rows": [
            {"cells": ["Wort " * (LETTERS // 5), "Nein."]},
            *({"cells": [f"Beitrag {number}", "Ja."]} for number in range(ROWS)),
        ],
    },
}


@pytest.fixture
def huge(cast):
    return write(cast, body=[HUGE])


def test_a_huge_table_is_released_whatever_its_pdf_does(cast, huge, settings, monkeypatch):
    """K1: the release never waits for the PDF, and who asks for the PDF waits less long than the job may."""
    settings.PDF_SECONDS = 1
    monkeypatch.setattr("guidelines.policies.views.files.DOWNLOAD_SECONDS", 1)
    editor, approver, reader = (signed_in(Client(), who) for who in (cast.edda, cast.falk, cast.ben))
    proposed = editor.post(reverse("policies:release-propose", args=[huge.pk]), chosen())
    assert proposed.status_code == 302
    assert approver.get(proposed["Location"]).status_code == 200
    proposal = ReleaseProposal.objects.get()
    decision = {"decision": "release", "confirmed": "1", "left_out": ["en"]}
    decide = reverse("policies:release-decide", args=[proposal.ref])
    assert approver.post(decide, decision).status_code == 302
    drain(allow_errors=True)
    assert Job.objects.get(kind="policies.issue_pdf").error == "RenderFailed"
    slug = proposal.policy.slug
    shown = reader.get(reverse("policies:guideline-read", args=[slug]), {"lang": "de"}).content.decode()
    assert f"Beitrag {ROWS - 1}" in shown
    refused = reader.get(reverse("policies:version-pdf", args=[slug, 1, 0, "de"]))
    assert refused.status_code == 503
    assert "hat länger gedauert als erlaubt" in refused.content.decode()
    assert not RenditionPdf.objects.exists()


def test_a_form_with_too_many_fields_is_refused_in_plain_words(cast, huge):
    """More than `DATA_UPLOAD_MAX_NUMBER_FIELDS`: nothing is saved, and the page says what to do."""
    editor = signed_in(Client(), cast.edda)
    fields = {f"body-0-value-rows-{number}-id": "" for number in range(10_001)}
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[huge.pk]), fields)
    assert answer.status_code == 400
    assert "Das ist zu viel auf einmal" in answer.content.decode()
