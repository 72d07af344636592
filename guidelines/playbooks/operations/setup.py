"""The shelves of playbooks and the powers on them. May run any number of times."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils.translation import gettext_noop
from wagtail.models import Page

from guidelines.library.operations.setup import PAGE_POWERS, ensure_shelves, set_page_powers


def prepare_playbooks(using: str = "default", **_kwargs: Any) -> None:
    """Called after every migrate; does nothing while the tables it needs are missing."""
    needed = {
        "playbooks_playbookindexpage",
        "library_guidelineindexpage",
        "wagtail_localize_translationsource",
    }
    if needed <= set(connection.introspection.table_names()):
        ensure_playbook_shelves()


@transaction.atomic
def ensure_playbook_shelves() -> None:
    """One shelf per language, on which editors and approvers have the powers they have on guidelines."""
    from guidelines.playbooks.models import PlaybookIndexPage

    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    shelves = ensure_shelves(root, PlaybookIndexPage, slug="playbooks", title=gettext_noop("Playbooks"))
    for role, powers in PAGE_POWERS.items():
        set_page_powers(Group.objects.get_or_create(name=role.value)[0], shelves, powers)
