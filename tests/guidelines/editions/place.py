"""A released playbook whose German draft says something new, and somebody with every right in the CMS."""

from functools import lru_cache
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from accounts.people.models import Employee
from guidelines.editions.models import Edition, EditionText, Work
from guidelines.editions.operations.starter import release_drafts, write_languages
from guidelines.playbooks.models import PlaybookIndexPage, PlaybookPage
from guidelines.playbooks.operations.starter import PLAYBOOK
from guidelines.playbooks.starter.pack import starter_playbooks
from tests.factories.people import Cast, signed_in
from tests.guidelines.policies.place import with_every_right

NEW = "Ein neuer Satz, den niemand freigegeben hat."


@lru_cache
def shipped() -> Any:
    return next(one for one in starter_playbooks() if one.slug == "shitstorm")


def written(by: Employee) -> Work:
    """The playbook that ships, as drafts in both languages."""
    starter = shipped()
    return write_languages(kind=PLAYBOOK, slug=starter.slug, contents=starter.contents, by=by)


def change_draft(page: PlaybookPage, by: Employee, **words: str) -> None:
    draft = page.get_latest_revision_as_object()
    for name, value in (words or {"summary": NEW}).items():
        setattr(draft, name, value)
    draft.save_revision(user=by, log_action=True)


class Place:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.work = written(cast.edda)
        release_drafts(work=self.work, by=cast.edda, approver=cast.falk)
        self.german = PlaybookPage.objects.get(locale__language_code="de")
        self.english = PlaybookPage.objects.get(locale__language_code="en")
        self.shelf = PlaybookIndexPage.objects.get(locale__language_code="de")
        change_draft(self.german, cast.edda)
        self.reader = signed_in(Client(), cast.ben)
        self.mighty = signed_in(Client(), with_every_right(cast.ines))

    def post(self, name: str, *args: Any, query: str = "", **data: Any) -> int:
        return self.mighty.post(reverse(name, args=args) + query, data).status_code

    def act(self, page: Page, action: str, **data: Any) -> int:
        """The CMS's own interface."""
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        return self.mighty.post(address, data, content_type="application/json").status_code

    def reads(self) -> str:
        return self.reader.get(reverse("playbooks:playbook-show", args=[self.work.slug])).content.decode()

    def held(self) -> dict[str, Any]:
        """What people work from."""
        return {
            "editions": list(Edition.objects.order_by("pk").values_list("pk", "binding")),
            "texts": list(EditionText.objects.order_by("pk").values_list("pk", "sha256", "content")),
            "current": Work.objects.get(pk=self.work.pk).current_id,
        }
