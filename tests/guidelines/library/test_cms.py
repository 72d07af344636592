"""What people can do in the CMS, and what nobody can: planted holes that must be closed."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import (
    GroupPagePermission,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    Workflow,
)
from wagtail_localize.models import Translation, TranslationSource

from accounts.people.choices import Role
from guidelines.library import registry
from guidelines.library.freezing import latest_draft
from guidelines.library.models import GuidelineIndexPage, GuidelinePage
from guidelines.library.operations import ensure_library, save_translations
from guidelines.library.translating import translation_states
from tests.factories.people import Cast, signed_in
from tests.guidelines.library.material import DE


def shape() -> list[Any]:
    """Everything `ensure_library` is about, without keys."""
    return [
        sorted(
            GuidelineIndexPage.objects.values_list("slug", "locale__language_code", "translation_key", "live")
        ),
        sorted(GroupPagePermission.objects.values_list("group__name", "page__slug", "permission__codename")),
        sorted(
            Group.objects.values_list(
                "name", "permissions__codename", "collection_permissions__permission__codename"
            ),
            key=str,
        ),
        sorted(Workflow.objects.values_list("name", "active", "workflow_pages__page__slug"), key=str),
        sorted(PageViewRestriction.objects.values_list("page__depth", "restriction_type")),
        sorted(Site.objects.values_list("root_page__slug", "site_name")),
        sorted(Locale.objects.values_list("language_code")),
    ]


def test_the_library_is_ready_after_a_migration_and_stays_the_same(db: None) -> None:
    before = shape()
    ensure_library()
    assert shape() == before
    assert [row[1] for row in before[0]] == ["de", "en"]
    assert len({row[2] for row in before[0]}) == 1, "the shelves are translations of each other"
    assert before[4] == [(1, "login")]


def test_nobody_publishes_and_nobody_rules_wagtail(german: GuidelinePage, cast: Cast) -> None:
    for person in (cast.edda, cast.falk):
        powers = german.permissions_for_user(person)
        assert powers.can_edit()
        assert not powers.can_publish()
        assert not powers.can_unpublish()
    for person in cast.everybody():
        held = person.get_all_permissions()
        assert not [
            p for p in held if p.split(".")[0] in {"wagtailusers", "people", "auth"} or "site" in p
        ], held


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.EDITOR, Role.APPROVER)])
def test_other_roles_do_not_enter_the_cms(db: None, role: Role) -> None:
    group = Group.objects.get(name=role.value)
    assert not group.permissions.filter(codename="access_admin").exists()
    assert not GroupPagePermission.objects.filter(group=group).exists()


def test_the_editor_shows_the_content_check(german: GuidelinePage, as_editor: Client) -> None:
    shown = as_editor.get(reverse("wagtailadmin_pages:edit", args=[german.pk]))
    assert shown.status_code == 200
    assert "Inhaltsprüfung" in shown.content.decode()
    assert "bis wann diese Richtlinie überprüft wird" in shown.content.decode()


def test_the_editor_of_translations_tells_it_too(english: GuidelinePage, as_editor: Client) -> None:
    shown = as_editor.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))
    assert shown.status_code == 200
    assert "bis wann diese Richtlinie überprüft wird" in shown.content.decode()


def test_a_new_guideline_can_be_begun(as_editor: Client) -> None:
    shelf = GuidelineIndexPage.objects.get(locale__language_code="de")
    address = reverse("wagtailadmin_pages:add", args=["library", "guidelinepage", shelf.pk])
    assert as_editor.get(address).status_code == 200


def test_the_preview_is_what_would_be_frozen(german: GuidelinePage, as_editor: Client) -> None:
    shown = as_editor.get(reverse("wagtailadmin_pages:view_draft", args=[german.pk]))
    text = shown.content.decode()
    assert shown.status_code == 200
    for words in (DE["key"], 'id="ueber-uns-reden"', "data-embed-src", "Schlechtes Beispiel", "Hinweis"):
        assert words in text


def test_a_page_leads_to_what_was_released_or_nowhere(
    german: GuidelinePage, as_reader: Client, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_reading_addresses", [])
    german.get_latest_revision().publish()
    address = f"/pages/{german.slug}/"
    answer = client.get(address, headers={"accept-language": "de"})
    assert (answer.status_code, answer["Location"]) == (302, f"/signin/login/?next={address}")
    assert as_reader.get(address).status_code == 404
    registry.reading_address_provider(lambda page: f"/guidelines/{page.slug}/")
    answer = as_reader.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/guidelines/social-media/")
    assert DE["key"] not in answer.content.decode()


def test_there_is_no_workflow_whose_approval_publishes(german: GuidelinePage) -> None:
    assert german.get_workflow() is None
    assert not Workflow.objects.exists()


def publish_in_editor(client: Client, page: Page) -> int:
    formset = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    data = {
        **{f"comments-{name}": value for name, value in formset.items()},
        **{
            "action-publish": "yes",
            "slug": page.slug,
            "title": "Changed",
            "body-count": "0",
            "sources-count": "0",
        },
        **{"statement_kind": "receipt", "authoritative_language": "de"},
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code


Captured = Any


def every_way_to_publish(client: Client, german: Page, english: Page) -> dict[str, int]:
    update = reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk])
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    edit = reverse("wagtailadmin_pages:edit", args=[english.pk])
    return {
        "sync": client.post(update, {"publish_translations": "on"}).status_code,
        "edit": publish_in_editor(client, german),
        "translation": client.post(edit, {"action": "publish"}).status_code,
        "unpublish": client.post(reverse("wagtailadmin_pages:unpublish", args=[german.pk])).status_code,
        "bulk": client.post(f"{bulk}?id={german.pk}").status_code,
    }


def test_an_editor_publishes_by_no_way(
    german: GuidelinePage,
    english: GuidelinePage,
    as_editor: Client,
    django_capture_on_commit_callbacks: Captured,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        attempts = every_way_to_publish(as_editor, german, english)
    assert not any(status >= 500 for status in attempts.values()), attempts
    assert not GuidelinePage.objects.filter(live=True).exists()


def test_the_same_attempts_would_have_worked_with_the_right_to_publish(
    german: GuidelinePage,
    english: GuidelinePage,
    as_approver: Client,
    django_capture_on_commit_callbacks: Captured,
) -> None:
    """The hole above is real: with the right, publishing works (and changes no released text, K1)."""
    group = Group.objects.get(name=Role.APPROVER.value)
    right = Permission.objects.get(codename="publish_page")
    for shelf in GuidelineIndexPage.objects.all():
        GroupPagePermission.objects.create(group=group, page=shelf, permission=right)
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    update = reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk])
    with django_capture_on_commit_callbacks(execute=True):
        as_approver.post(update, {"publish_translations": "on"})
    assert GuidelinePage.objects.get(live=True) == english


def test_an_editor_may_take_over_the_source_without_publishing(
    english: GuidelinePage, as_editor: Client
) -> None:
    update = reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk])
    assert as_editor.post(update, {}).status_code == 302
    assert not GuidelinePage.objects.filter(live=True).exists()


def test_starting_a_translation_publishes_nothing(german: GuidelinePage, as_editor: Client) -> None:
    german.get_latest_revision().publish()
    locale = Locale.objects.get(language_code="en")
    address = reverse("wagtail_localize:submit_page_translation", args=[german.pk])
    assert as_editor.post(address, {"locales": [locale.pk]}).status_code == 302
    assert not GuidelinePage.objects.get(locale=locale).live
    assert translation_states(latest_draft(german))["en"] == "incomplete"


def test_finished_translations_become_drafts(
    german: GuidelinePage, english: GuidelinePage, cast: Cast
) -> None:
    from wagtail_localize.models import StringTranslation

    assert save_translations(german, by=cast.edda) == [], "the draft says it already"
    StringTranslation.objects.filter(data="Social media guideline").update(data="The guideline")
    assert save_translations(german, by=cast.edda) == ["en"]
    assert latest_draft(GuidelinePage.objects.get(pk=english.pk)).title == "The guideline"
    assert translation_states(german)["en"] == "ready"
    assert not GuidelinePage.objects.get(pk=english.pk).live
    StringTranslation.objects.filter(data="The guideline").delete()
    assert save_translations(german, by=cast.edda) == []
    assert Translation.objects.get().enabled


def test_who_has_no_part_in_the_cms_is_told_so_and_not_sent_in_circles(cast: Cast) -> None:
    client = signed_in(Client(), cast.ben)
    answer = client.get("/cms/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/cms/login/?next=/cms/", "/signin/login/?next=/cms/"),
        ("/pages/_util/login/?next=/x/", "/signin/login/?next=/x/"),
        ("/cms/logout/", "/signin/logout/"),
        ("/cms/password_reset/", "/signin/password/reset/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_sign_in_leads_to_the_portals(
    db: None, cast: Cast, address: str, leads_to: str, method: str
) -> None:
    answer = getattr(Client(), method)(address)
    assert (answer.status_code, answer["Location"]) == (302, leads_to)


@pytest.mark.parametrize(
    "address",
    ["/cms/password_reset/confirm/x/y/", "/pages/_util/authenticate_with_password/1/1/",
     "/cms-documents/authenticate_with_password/1/"],
)  # fmt: skip
def test_shared_passwords_do_not_exist(db: None, cast: Cast, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_stored_files_are_for_those_who_work_in_the_cms(
    picture: Any, document: Any, as_editor: Client, as_reader: Client, client: Client
) -> None:
    for address in (picture.file.url, document.url):
        assert client.get(address).status_code == 302
        assert as_reader.get(address).status_code == 403
        assert as_editor.get(address).status_code == 200
    shown = as_editor.get(picture.file.url)
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "private" in shown["Cache-Control"]
    other = as_editor.get(document.file.url)
    assert other["Content-Disposition"].startswith("attachment")
    assert other["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "path", ["../keys/master", "%2e%2e/keys", "absent.png", "/etc/passwd", "original_images"]
)
def test_only_stored_files_are_served(as_editor: Client, path: str) -> None:
    assert as_editor.get(f"/media/{path}").status_code in {404, 400}
