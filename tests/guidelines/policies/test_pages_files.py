"""Pictures, files and PDFs of released texts."""

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from accounts.people.operations import define_audience
from guidelines.library.freezing import FrozenAsset
from guidelines.policies.choices import Visibility
from guidelines.policies.models import RenditionAsset, RenditionPdf
from guidelines.policies.operations import acknowledge, retire_policy
from portal.documents.failures import PdfUnavailable
from tests.factories.people import department, signed_in
from tests.factories.policies import asset, propose, read, release, request_of, text

pytestmark = pytest.mark.django_db
PDF = ["social-media", 1, 0, "de"]


def address(sha256, name="a.png"):
    return reverse("policies:asset-show", args=[sha256, name])


def with_files(cast, *assets, **facts):
    _ = cast.ben
    texts = [text("de", assets=list(assets)), text("en")]
    return release(editor=cast.edda, approver=cast.falk, texts=texts, **facts)


def body(response):
    return b"".join(response.streaming_content)


def test_a_picture_is_shown_and_kept_by_this_browser_alone(cast, client):
    with_files(cast, asset(b"picture"))
    response = signed_in(client, cast.ben).get(address(asset(b"picture").sha256))
    assert body(response) == b"picture"
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert response["Content-Disposition"].startswith("inline")


def test_a_file_is_saved_and_never_opened_in_place(cast, client):
    file = FrozenAsset("ab" * 32, "liste.pdf", "application/pdf", b"%PDF-", "")
    with_files(cast, file)
    response = signed_in(client, cast.ben).get(address(file.sha256, "anything.html"))
    assert response["Content-Disposition"] == 'attachment; filename="liste.pdf"'


def test_a_drawing_cannot_run_anything(cast, client):
    drawing = FrozenAsset("cd" * 32, "a.svg", "image/svg+xml", b"<svg onload='alert(1)'/>", "")
    with_files(cast, drawing)
    response = signed_in(client, cast.ben).get(address(drawing.sha256))
    assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_who_may_not_read_the_text_gets_no_picture_of_it(cast, client):
    audience = define_audience(slug="it", name="IT", clauses=[{"department": department("IT")}], by=None)
    with_files(cast, asset(), audience=audience, visibility=Visibility.AUDIENCE)
    assert signed_in(client, cast.ben).get(address(asset().sha256)).status_code == 404
    assert signed_in(client, cast.hanna).get(address(asset().sha256)).status_code == 200


def test_only_who_writes_and_approves_sees_what_is_proposed(cast, client):
    propose(by=cast.edda, texts=[text("de", assets=[asset()]), text("en")])
    assert signed_in(client, cast.falk).get(address(asset().sha256)).status_code == 200
    assert signed_in(client, cast.ben).get(address(asset().sha256)).status_code == 404


def test_pictures_of_what_i_answered_stay_when_the_guideline_is_retired(cast, client):
    version = with_files(cast, asset())
    request = request_of(cast.ben)
    acknowledge(request=request, read=read(request), authenticated="password", by=cast.ben)
    retire_policy(policy=version.policy, by=cast.falk)
    assert signed_in(client, cast.ben).get(address(asset().sha256)).status_code == 200
    assert signed_in(client, cast.mara).get(address(asset().sha256)).status_code == 404


@pytest.mark.parametrize("sha256", ["0" * 64, "..", "x", "\0"])
def test_unknown_contents_do_not_exist(cast, client, sha256):
    assert signed_in(client, cast.ben).get(f"/guidelines/assets/{sha256}/a.png").status_code in (400, 404)


def test_a_picture_lost_from_the_storage_is_no_error(cast, client):
    with_files(cast, asset(b"gone"))
    kept = RenditionAsset.objects.get(sha256=asset(b"gone").sha256)
    storages["evidence"].delete(kept.stored_as)
    assert signed_in(client, cast.ben).get(address(kept.sha256)).status_code == 404


def test_the_pdf_is_made_once_and_delivered_as_it_was_issued(cast, client):
    """E4"""
    with_files(cast)
    signed_in(client, cast.ben)
    first, second = (client.get(reverse("policies:version-pdf", args=PDF)) for _ in range(2))
    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content
    assert first["Content-Disposition"] == 'attachment; filename="social-media-1.0-de.pdf"'
    assert RenditionPdf.objects.count() == 1


def unavailable(rendition, **limits):
    raise PdfUnavailable("cannot load library 'libpango'")


def no_space(rendition, **limits):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("trouble", [unavailable, no_space])
def test_without_a_pdf_the_page_says_so_and_leads_to_the_text(cast, client, monkeypatch, trouble):
    with_files(cast)
    monkeypatch.setattr("guidelines.policies.views.files.issue_policy_pdf", trouble)
    response = signed_in(client, cast.ben).get(reverse("policies:version-pdf", args=PDF))
    page = response.content.decode()
    assert response.status_code == 503
    assert "Das PDF ist gerade nicht verfügbar" in page
    assert "/guidelines/social-media/versions/1.0/?lang=de" in page
    assert ("apt install" in page) == (trouble is unavailable)


def test_a_language_that_was_not_released_has_no_pdf(cast, client):
    with_files(cast)
    signed_in(client, cast.ben)
    assert client.get(reverse("policies:version-pdf", args=["social-media", 1, 0, "fr"])).status_code == 404
