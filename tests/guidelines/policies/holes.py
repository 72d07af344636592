"""Every way in which a page or a translation can go live, as somebody with every right would try it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Locale, Workflow, WorkflowPage, WorkflowTask
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from guidelines.library.models import GuidelineIndexPage, GuidelinePage
from tests.guidelines.policies.place import NEW, Place


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


def schedule_in_the_editor(place: Place) -> int:
    tomorrow = timezone.localtime() + timedelta(days=1)
    day = {"go_live_at": f"{tomorrow:%Y-%m-%d %H:%M}", "expire_at": ""}
    status = place.edit(place.german, **{**day, "action-publish": "yes"})
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        call_command("publish_scheduled")
    return status


def take_off_on_a_day(place: Place) -> int:
    """What was live once expires: the page is unpublished by the clock."""
    draft = place.german.get_latest_revision_as_object()
    draft.expire_at = timezone.now() + timedelta(hours=1)
    draft.save_revision(user=place.cast.ines).publish()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert not GuidelinePage.objects.get(pk=place.german.pk).live
    return 200


def approve_in_a_workflow(place: Place) -> int:
    """A workflow that somebody made by hand, walked to its end, which publishes."""
    task = GroupApprovalTask.objects.create(name="Approve")
    task.groups.set(place.mighty_person.groups.all())
    workflow = Workflow.objects.create(name="By hand")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=place.shelf)
    state = workflow.start(place.german, place.cast.edda)
    with override_settings(WAGTAIL_WORKFLOW_ENABLED=True):
        status = place.post(
            "wagtailadmin_pages:workflow_action", place.german.pk, "approve", state.current_task_state.pk
        )
    assert GuidelinePage.objects.get(pk=place.german.pk).live
    return status


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
    assert alias is not None
    place.act(alias, "convert_alias")
    return place.post("wagtailadmin_pages:convert_alias", alias.pk)


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


def stop_and_restart_the_translation(place: Place) -> int:
    stop_the_translation(place)
    return place.post("wagtailadmin_pages:edit", place.english.pk, **{"localize-restart-translation": "yes"})


def bring_translations_in_a_file(place: Place) -> int:
    catalogue = Translation.objects.get().export_po()
    for entry in catalogue:
        entry.msgstr = NEW
    upload = SimpleUploadedFile("en.po", str(catalogue).encode())
    status = place.post("wagtail_localize:upload_pofile", Translation.objects.get().pk, file=upload)
    publish_the_translation(place)
    return status


def run_the_commands_of_the_cms(place: Place) -> int:
    place.german.get_latest_revision().publish()
    for name in ("fixtree", "set_url_paths", "sync_locale_trees", "create_log_entries_from_revisions"):
        call_command(name, **({"interactive": False} if name == "fixtree" else {}))
    other = GuidelineIndexPage.objects.exclude(pk=place.shelf.pk).get()
    with suppress(ValidationError):  # the address is taken there
        call_command("move_pages", place.shelf.pk, other.pk)
    return 200


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
    approve_in_a_workflow,
    publish_on_a_day,
    schedule_in_the_editor,
    take_off_on_a_day,
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
    stop_and_restart_the_translation,
    bring_translations_in_a_file,
    run_the_commands_of_the_cms,
    rename_the_address,
    move_to_another_shelf,
    purge_revisions,
    delete_the_locale,
    publish_by_the_interface,
    copy_by_the_interface,
    write_to_the_row,
]
