"""Every way in which a page or a translation can go live, as somebody with every right would try it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from accounts.people.models import Employee
from guidelines.library.models import GuidelineIndexPage, GuidelinePage
from guidelines.policies.models import (
    AcknowledgementRequest,
    Policy,
    PolicyVersion,
    Rendition,
)
from tests.factories.drafts import released, write, written
from tests.factories.people import Cast, signed_in

NEW = "Ein neuer Satz, den niemand freigegeben hat."
FORMSET = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}


class Place:
    """A released guideline whose drafts say something new, and somebody who may do everything in the CMS."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        written(cast)
        self.reader = signed_in(Client(), cast.ben)
        self.version = released(cast, GuidelinePage.objects.get(locale__language_code="de"))
        write(cast, text=NEW)
        self.mighty = signed_in(Client(), with_every_right(cast.ines))
        self.german = GuidelinePage.objects.get(locale__language_code="de")
        self.english = GuidelinePage.objects.get(locale__language_code="en")
        self.shelf = GuidelineIndexPage.objects.get(locale__language_code="de")

    def post(self, name: str, *args: Any, query: str = "", **data: Any) -> int:
        return self.mighty.post(reverse(name, args=args) + query, data).status_code

    def act(self, page: Page, action: str, **data: Any) -> int:
        """The CMS's own interface."""
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        return self.mighty.post(address, data, content_type="application/json").status_code

    def edit(self, page: Page, **data: Any) -> int:
        return self.post("wagtailadmin_pages:edit", page.pk, **editor_form(page, **data))

    def reads(self, language: str) -> tuple[str, str]:
        """The text as Ben reads it."""
        address = reverse("policies:guideline-read", args=[self.version.policy.slug])
        context = self.reader.get(address, {"lang": language}).context
        return str(context["html"]), context["rendition"].sha256

    def held(self) -> dict[str, Any]:
        """What people read and what they are held to."""
        return {
            "texts": [self.reads("de"), self.reads("en")],
            "versions": list(PolicyVersion.objects.order_by("pk").values_list("pk", "binding")),
            "renditions": list(Rendition.objects.order_by("pk").values_list("pk", "sha256", "html")),
            "current": Policy.objects.get(pk=self.version.policy_id).current_id,
            "requests": list(AcknowledgementRequest.objects.order_by("pk").values()),
        }


def with_every_right(person: Employee) -> Employee:
    """More than anybody has here: nobody is superuser, and editors cannot publish."""
    group = Group.objects.create(name="mighty")
    group.permissions.set(Permission.objects.all())
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page"
    ):
        GroupPagePermission.objects.create(
            group=group, page=Page.get_first_root_node(), permission=permission
        )
    person.groups.add(group)
    return Employee.objects.get(pk=person.pk)


def editor_form(page: Page, **data: Any) -> dict[str, Any]:
    comments = {f"comments-{name}": value for name, value in FORMSET.items()}
    form = {"slug": page.slug, "title": NEW, "statement_kind": "receipt", "authoritative_language": "de"}
    return {**comments, **form, "statement": "Neu", "body-count": "0", "sources-count": "0", **data}


def publish_in_the_editor(place: Place) -> int:
    return place.edit(place.german, **{"action-publish": "yes"})


def submit_to_a_workflow(place: Place) -> int:
    status = place.edit(place.german, **{"action-submit": "yes"})
    assert place.german.current_workflow_state is None
    return status


def publish_on_a_day(place: Place) -> int:
    draft = place.german.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision(user=place.cast.ines).publish()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert GuidelinePage.objects.get(pk=place.german.pk).live
    return 200


def publish_in_bulk(place: Place) -> int:
    query = f"?id={place.german.pk}&id={place.english.pk}"
    return place.post("wagtail_bulk_action", "wagtailcore", "page", "publish", query=query)


def publish_an_old_revision(place: Place) -> int:
    oldest = place.german.revisions.order_by("created_at").first()
    status = place.edit(place.german, **{"revision": oldest.pk, "action-publish": "yes"})
    place.act(place.german, "revert_to_page_revision", revision_id=oldest.pk)
    oldest.publish()
    return status


def copy_with_all_translations(place: Place) -> int:
    return place.post(
        "wagtailadmin_pages:copy",
        place.german.pk,
        new_title="Kopie",
        new_slug="kopie",
        new_parent_page=place.shelf.pk,
        copy_subpages="on",
        publish_copies="on",
        alias="",
    )


def alias_and_back(place: Place) -> int:
    place.act(place.german, "create_alias", recursive=False, update_slug="spiegel")
    alias = GuidelinePage.objects.filter(alias_of=place.german).first()
    place.german.get_latest_revision().publish()
    return place.post("wagtailadmin_pages:convert_alias", alias.pk) if alias else 200


def turn_the_translation_into_an_alias(place: Place) -> int:
    place.german.get_latest_revision().publish()
    return place.post("wagtail_localize:convert_to_alias", place.english.pk)


def submit_for_translation(place: Place) -> int:
    place.german.get_latest_revision().publish()
    english = Locale.objects.get(language_code="en")
    return place.post("wagtail_localize:submit_page_translation", place.german.pk, locales=[english.pk])


def sync_and_publish_translations(place: Place) -> int:
    source = TranslationSource.objects.get().pk
    return place.post("wagtail_localize:update_translations", source, publish_translations="on")


def save_a_string_of_a_live_translation(place: Place) -> int:
    place.english.get_latest_revision().publish()
    translation = Translation.objects.get()
    segment = StringSegment.objects.filter(source=translation.source).first()
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    response = place.mighty.put(
        address, "value=Something+else", content_type="application/x-www-form-urlencoded"
    )
    translation.save_target(user=place.cast.ines, publish=True)
    return response.status_code


def publish_the_translation(place: Place) -> int:
    return place.post("wagtailadmin_pages:edit", place.english.pk, action="publish")


def stop_the_translation(place: Place) -> int:
    return place.post("wagtail_localize:stop_translation", Translation.objects.get().pk)


def rename_the_address(place: Place) -> int:
    return place.edit(place.german, slug="ganz-anders", **{"action-publish": "yes"})


def move_to_another_shelf(place: Place) -> int:
    other = GuidelineIndexPage.objects.get(locale__language_code="en")
    place.act(place.german, "move", destination_page_id=other.pk)
    return place.post("wagtailadmin_pages:move_confirm", place.german.pk, other.pk)


def purge_revisions(place: Place) -> int:
    call_command("purge_revisions")
    return 200


def delete_the_locale(place: Place) -> int:
    english = Locale.objects.get(language_code="en")
    status = place.post("wagtaillocales:delete", english.pk)
    assert Locale.objects.filter(pk=english.pk).exists()
    return status


def publish_by_the_interface(place: Place) -> int:
    return place.act(place.german, "publish")


def copy_by_the_interface(place: Place) -> int:
    place.act(place.german, "copy", destination_page_id=place.shelf.pk, keep_live=True, slug="zweite")
    return place.act(place.german, "copy_for_translation", locale="en", copy_parents=False, alias=True)


def write_to_the_row(place: Place) -> int:
    GuidelinePage.objects.update(title=NEW, statement=NEW, live=True)
    return 200


WAYS: list[Callable[[Place], int]] = [
    publish_in_the_editor,
    submit_to_a_workflow,
    publish_on_a_day,
    publish_in_bulk,
    publish_an_old_revision,
    copy_with_all_translations,
    alias_and_back,
    turn_the_translation_into_an_alias,
    submit_for_translation,
    sync_and_publish_translations,
    save_a_string_of_a_live_translation,
    publish_the_translation,
    stop_the_translation,
    rename_the_address,
    move_to_another_shelf,
    purge_revisions,
    delete_the_locale,
    publish_by_the_interface,
    copy_by_the_interface,
    write_to_the_row,
]
