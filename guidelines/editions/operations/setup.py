"""The shelves of a genre and the powers on them. May run any number of times."""

from django.contrib.auth.models import Group
from django.db import connection, transaction
from wagtail.models import Page

from guidelines.library.operations.setup import PAGE_POWERS, ensure_shelves, set_page_powers

NEEDED = frozenset({"library_guidelineindexpage", "wagtail_localize_translationsource"})


@transaction.atomic
def ensure_genre_shelves(*, shelf: type[Page], slug: str, title: str) -> None:
    """One shelf of `shelf` per language, on which editors and approvers have the powers they have on
    guidelines. `title` is a message of ours. Called by a genre's room after every migrate; does nothing while
    the tables it needs are missing.
    """
    if not NEEDED | {shelf._meta.db_table} <= set(connection.introspection.table_names()):
        return
    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    shelves = ensure_shelves(root, shelf, slug=slug, title=title)
    for role, powers in PAGE_POWERS.items():
        set_page_powers(Group.objects.get_or_create(name=role.value)[0], shelves, powers)
