"""K1: the ways by which a page or a translation goes live, walked by somebody with every right of the CMS.
None changes what people work from. All ways are listed for guidelines; these depend on the page type.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from guidelines.editions.operations.starter import release_drafts
from guidelines.editions.operations.works import retire_work
from guidelines.playbooks.models import PlaybookPage
from tests.factories.people import Cast
from tests.guidelines.editions.place import NEW, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(cast: Cast) -> Place:
    return Place(cast)


def publish_by_the_interface(place: Place) -> None:
    assert place.act(place.german, "publish") == 200
    assert PlaybookPage.objects.get(pk=place.german.pk).live


def publish_in_bulk(place: Place) -> None:
    query = f"?id={place.german.pk}&id={place.english.pk}"
    place.post("wagtail_bulk_action", "wagtailcore", "page", "publish", query=query)


def publish_on_a_day(place: Place) -> None:
    draft = place.german.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision(user=place.cast.ines).publish()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")


def publish_an_old_revision(place: Place) -> None:
    place.german.revisions.order_by("created_at").first().publish()


def sync_and_publish_translations(place: Place) -> None:
    source = TranslationSource.objects.get(object_id=place.german.translation_key).pk
    place.post("wagtail_localize:update_translations", source, publish_translations="on")


def publish_a_translation(place: Place) -> None:
    Translation.objects.get().save_target(user=place.cast.ines, publish=True)


def copy_with_all_translations(place: Place) -> None:
    place.post(
        "wagtailadmin_pages:copy",
        place.german.pk,
        new_title="Kopie",
        new_slug="kopie",
        new_parent_page=place.shelf.pk,
        copy_subpages="on",
        publish_copies="on",
        alias="",
    )


def write_to_the_row(place: Place) -> None:
    PlaybookPage.objects.update(title=NEW, summary=NEW, live=True)


WAYS = (
    publish_by_the_interface,
    publish_in_bulk,
    publish_on_a_day,
    publish_an_old_revision,
    sync_and_publish_translations,
    publish_a_translation,
    copy_with_all_translations,
    write_to_the_row,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_changes_what_people_work_from(
    place: Place, way: Callable[[Place], None], django_capture_on_commit_callbacks
) -> None:
    """K1: what is released is never edited in place, whatever happens to pages."""
    before = place.held()
    with django_capture_on_commit_callbacks(execute=True):
        way(place)
    assert place.held() == before
    assert NEW not in place.reads()


def test_the_walk_would_notice_a_release(place: Place) -> None:
    """The planted hole itself: after a real release the comparison does differ."""
    before = place.held()
    release_drafts(
        work=place.work,
        by=place.cast.edda,
        approver=place.cast.falk,
        change_summary={"de": "Neu."},
        left_out=["en"],
    )
    assert place.held() != before
    assert NEW in place.reads()


def test_pages_that_people_work_from_stay(place: Place) -> None:
    """By form, in bulk and by the interface; the message says what to do first."""
    for page in (place.german, place.english, place.shelf):
        Page.objects.filter(pk=page.pk).update(live=True)
        for name in ("delete", "unpublish"):
            shown = place.mighty.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), follow=True)
            assert "bleibt, wo es ist" in shown.content.decode()
        for action in ("delete", "unpublish", "move"):
            assert (
                place.post("wagtail_bulk_action", "wagtailcore", "page", action, query=f"?id={page.pk}") < 500
            )
        assert [place.act(page, action) for action in ("delete", "unpublish")] == [403, 403]
        assert Page.objects.get(pk=page.pk).live


def test_pages_of_a_withdrawn_work_may_go_and_nothing_is_lost(place: Place) -> None:
    before = place.held()
    retire_work(work=place.work, by=place.cast.falk)
    assert place.post("wagtailadmin_pages:delete", place.german.pk) == 302
    assert not PlaybookPage.objects.filter(pk=place.german.pk).exists()
    assert place.held() == before
