"""The shelves of playbooks. May run any number of times."""

from typing import Any

from django.utils.translation import gettext_noop

from guidelines.editions.operations.setup import ensure_genre_shelves


def prepare_playbooks(using: str = "default", **_kwargs: Any) -> None:
    """Called after every migrate."""
    from guidelines.playbooks.models import PlaybookIndexPage

    ensure_genre_shelves(shelf=PlaybookIndexPage, slug="playbooks", title=gettext_noop("Playbooks"))
