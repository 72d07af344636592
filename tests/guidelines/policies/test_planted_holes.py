"""K1: every way by which a page or a translation goes live or changes, walked by somebody with every right of
the CMS. None changes what people read or are held to, and none ends in an error."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page

from guidelines.library.models import GuidelinePage
from guidelines.policies.models import (
    Policy,
    Rendition,
    RenditionAsset,
)
from guidelines.policies.operations import release_version, retire_policy
from tests.factories.drafts import content, proposed, released, write
from tests.factories.people import Cast, signed_in
from tests.guidelines.policies.holes import WAYS, publish_in_the_editor
from tests.guidelines.policies.place import NEW, Place, editor_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(cast: Cast) -> Place:
    return Place(cast)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_changes_what_people_read_or_are_held_to(
    place: Place, way: Callable[[Place], int], django_capture_on_commit_callbacks: Any
) -> None:
    """K1: published text is never edited in place, whatever happens to pages."""
    before = place.held()
    with django_capture_on_commit_callbacks(execute=True):
        status = way(place)
    assert status < 500
    assert place.held() == before
    assert NEW not in "".join(place.reads("de") + place.reads("en"))


def test_the_walk_would_notice_a_release(place: Place) -> None:
    """The planted hole itself: after a real release the comparison does differ."""
    before = place.held()
    proposal = proposed(place.cast, place.german)
    release_version(proposal=proposal, by=place.cast.falk, left_out=["en"])
    assert place.held() != before
    assert NEW in "".join(place.reads("de"))


def test_publishing_only_marks(place: Place) -> None:
    assert Policy.objects.get().differs_since is None
    publish_in_the_editor(place)
    assert Policy.objects.get().differs_since is not None


def test_pages_that_carry_a_guideline_stay(place: Place) -> None:
    """By form, in bulk and by the interface; the message says how to retire."""
    for page in (place.german, place.english, place.shelf):
        for name in ("delete", "unpublish"):
            Page.objects.filter(pk=page.pk).update(live=True)
            answer = place.mighty.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), follow=True)
            assert answer.status_code == 200
        query = f"?id={page.pk}"
        for action in ("delete", "unpublish", "move"):
            assert place.post("wagtail_bulk_action", "wagtailcore", "page", action, query=query) < 500
        assert [place.act(page, action) for action in ("delete", "unpublish")] == [403, 403]
        assert Page.objects.get(pk=page.pk).live
    shown = place.mighty.post(reverse("wagtailadmin_pages:delete", args=[place.german.pk]), follow=True)
    assert "außer Kraft setzen" in shown.content.decode()


def test_a_proposal_holds_its_pages_too(cast: Cast) -> None:
    page = write(cast)
    proposed(cast, page)
    editor = signed_in(Client(), cast.edda)
    editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert GuidelinePage.objects.filter(pk=page.pk).exists()


def test_pages_of_a_retired_guideline_may_go_and_nothing_is_lost(place: Place) -> None:
    before = list(Rendition.objects.values_list("sha256", "html"))
    retire_policy(policy=place.version.policy, by=place.cast.falk)
    status = place.post("wagtailadmin_pages:delete", place.german.pk)
    assert status == 302
    assert not GuidelinePage.objects.filter(pk=place.german.pk).exists()
    assert list(Rendition.objects.values_list("sha256", "html")) == before


def test_a_deleted_picture_stays_in_the_released_text(cast: Cast) -> None:
    target = BytesIO()
    Image.new("RGB", (8, 8)).save(target, "PNG")
    picture = get_image_model().objects.create(
        title="Blau", file=ContentFile(target.getvalue(), name="b.png")
    )
    block = {"type": "picture", "value": {"image": picture, "alt": "Ein blaues Feld", "caption": ""}}
    page = write(cast, body=[*content("de")["body"], block])
    write(
        cast,
        "en",
        body=[*content("en")["body"], {**block, "value": {**block["value"], "alt": "A blue field"}}],
    )
    version = released(cast, page)
    kept = RenditionAsset.objects.get()
    reader = signed_in(Client(), cast.ben)
    picture.delete()
    asset = reader.get(reverse("policies:asset-show", args=[kept.sha256, kept.name]))
    assert asset.status_code == 200
    assert (
        "Ein blaues Feld"
        in reader.get(reverse("policies:guideline-read", args=[version.policy.slug])).content.decode()
    )


def test_the_editor_offers_a_release_instead_of_publishing(place: Place) -> None:
    """Nobody finds "Publish" on a guideline, not even with every right."""
    for address in (
        reverse("wagtailadmin_pages:edit", args=[place.german.pk]),
        reverse("wagtailadmin_pages:add", args=["library", "guidelinepage", place.shelf.pk]),
    ):
        shown = place.mighty.get(address).content.decode()
        assert 'name="action-publish"' not in shown
        assert 'name="action-submit"' not in shown
    editor = signed_in(Client(), place.cast.edda)
    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[place.german.pk])).content.decode()
    assert 'name="action-propose-release"' in shown
    assert "weicht von der freigegebenen Fassung ab" in shown
    form = editor_form(place.german, **{"action-propose-release": "yes"})
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[place.german.pk]), form)
    assert answer["Location"] == reverse("policies:release-propose", args=[place.german.pk])
