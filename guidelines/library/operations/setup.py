"""The shelves, groups and rules that every installation needs. May run any number of times."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    Task,
    Workflow,
)

from accounts.people.choices import Role

COLLECTION = "Guidelines"
# Nobody publishes: a text applies when it is released, and a button that does nothing misleads.
PAGE_POWERS = {
    Role.EDITOR: {"add_page", "change_page"},
    Role.APPROVER: {"change_page", "lock_page", "unlock_page"},
}
COLLECTION_POWERS = {
    Role.EDITOR: {
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    },
    Role.APPROVER: {"choose_image", "choose_document"},
}
GLOBAL_POWERS = {
    Role.EDITOR: {("wagtailadmin", "access_admin"), ("wagtail_localize", "submit_translation")},
    Role.APPROVER: {("wagtailadmin", "access_admin")},
}
APPS_WITH_POWERS = (
    "wagtailadmin",
    "wagtailcore",
    "wagtailimages",
    "wagtaildocs",
    "wagtail_localize",
    "library",
)
WAGTAIL_GROUPS = ("Editors", "Moderators")


def prepare_library(using: str = "default", **_kwargs: Any) -> None:
    """Called after every migrate; does nothing while the tables it needs are missing."""
    needed = {"library_guidelineindexpage", "wagtailcore_workflow", "wagtail_localize_translationsource"}
    if needed <= set(connection.introspection.table_names()):
        ensure_library()


@transaction.atomic
def ensure_library() -> None:
    """Make sure that shelves, privacy and the powers in the CMS are as they must be."""
    from guidelines.library.models import GuidelineIndexPage

    root = Page.objects.filter(depth=1).first()
    if root is None:
        root = Page.add_root(instance=Page(title="Root", slug="root"))
    shelves = ensure_shelves(root, GuidelineIndexPage, slug="guidelines", title=gettext_noop("Guidelines"))
    _set_site(shelves[0])
    PageViewRestriction.objects.get_or_create(page=root, restriction_type=PageViewRestriction.LOGIN)
    _set_powers(shelves)
    _remove_workflows()


def ensure_shelves(root: Page, model: type[Page], *, slug: str, title: str) -> list[Page]:
    """One shelf of `model` per language, all translations of each other; `title` is a message of ours."""
    locales = [_locale(code) for code, _name in settings.LANGUAGES]
    first = model.objects.order_by("path").first()
    if first is None:
        first = root.add_child(instance=_shelf(model, locales[0], slug, title))
    shelves = []
    for locale in locales:
        shelf = model.objects.filter(translation_key=first.translation_key, locale=locale).first()
        if shelf is None:
            shelf = _shelf(model, locale, slug, title)
            shelf.translation_key = first.translation_key
            root.add_child(instance=shelf)
        shelves.append(shelf)
    return shelves


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def _shelf(model: type[Page], locale: Locale, slug: str, title: str) -> Page:
    with translation.override(locale.language_code):
        return model(title=gettext(title), slug=f"{slug}-{locale.language_code}", locale=locale, live=True)


def _set_site(shelf: Page) -> None:
    """The site starts at our shelf; Wagtail's welcome page goes."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", root_page=shelf, is_default_site=True, site_name=settings.PORTAL_SITE_NAME
        )
        return
    former = site.root_page
    if former.specific_class is not Page:
        return
    site.root_page = shelf
    site.site_name = settings.PORTAL_SITE_NAME
    site.save()
    if former.depth == 2 and not former.numchild:
        former.delete()


def _set_powers(shelves: list[Page]) -> None:
    for label in APPS_WITH_POWERS:
        create_permissions(apps.get_app_config(label), verbosity=0)
    root = Collection.get_first_root_node()
    collection = root.get_children().filter(name=COLLECTION).first()
    collection = collection or root.add_child(instance=Collection(name=COLLECTION))
    for role, powers in PAGE_POWERS.items():
        group = Group.objects.get_or_create(name=role.value)[0]
        set_page_powers(group, shelves, powers)
        _set_collection_powers(group, collection, COLLECTION_POWERS[role])
        for app, codename in GLOBAL_POWERS[role]:
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    Group.objects.filter(name__in=WAGTAIL_GROUPS, user=None).delete()


def set_page_powers(group: Group, shelves: Iterable[Page], powers: set[str]) -> None:
    """Give `group` exactly `powers` (code names of Wagtail's page permissions) below `shelves`."""
    wanted = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=powers)
    given = GroupPagePermission.objects.filter(group=group, page__in=shelves)
    given.exclude(permission__in=wanted).delete()
    for page in shelves:
        for permission in wanted:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _set_collection_powers(group: Group, collection: Collection, powers: set[str]) -> None:
    wanted = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=powers
    )
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _remove_workflows() -> None:
    """Wagtail ships a workflow whose last approval publishes. Here a release is proposed and approved."""
    Workflow.objects.filter(name="Moderators approval", workflow_states=None).delete()
    Task.objects.filter(name="Moderators approval", task_states=None).delete()
