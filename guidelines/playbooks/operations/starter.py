"""The playbooks that ship: drafts in both languages that an editor adapts and an approver releases."""

from datetime import date
from typing import Any

from accounts.people.models import Employee
from guidelines.library.content import Content
from guidelines.library.writing import Kind
from guidelines.playbooks.content import fields_of
from guidelines.playbooks.freezing import ANSWERS
from guidelines.playbooks.models import PlaybookIndexPage, PlaybookPage
from guidelines.playbooks.starter.pack import StarterPlaybook
from portal.audit.trail import operation, record

STREAMS = ("triggers", "triage", "levels", "roles", "tasks", "templates", "contacts", "rules")


def _fill(page: PlaybookPage, content: Any) -> None:
    page.title = content["title"].strip()
    page.summary = content.get("summary", "").strip()
    for name, value in fields_of(page.slug, content).items():
        setattr(page, name, value)
    page.content_owner = content.get("content_owner", page.content_owner)
    if content.get("review_by"):
        page.review_by = date.fromisoformat(str(content["review_by"]))


PLAYBOOK = Kind(
    page=PlaybookPage,
    shelf=PlaybookIndexPage,
    fill=_fill,
    words=("title", "summary", *ANSWERS.values(), *STREAMS),
)


@operation
def write_playbook(*, slug: str, language: str, content: Content, by: Employee | None) -> PlaybookPage:
    """Create or update the draft of a playbook in one language, German first unless `content` says otherwise.

    `content` is what `structure.plan_of` reads, with `title`, `summary` and, if wanted, the upkeep's fields.
    """
    page = PLAYBOOK.write(slug, language, content, by)
    record(
        "playbook.written",
        by=by,
        object_type="playbooks.playbookpage",
        object_id=str(page.translation_key),
        details={"language": language},
    )
    return page


@operation
def load_starter_playbook(*, starter: StarterPlaybook, by: Employee | None) -> PlaybookPage:
    """Write the drafts of a playbook that ships and return the first of them. Nothing is released."""
    pages = [
        write_playbook(slug=starter.slug, language=language, content=content, by=by)
        for language, content in starter.contents.items()
    ]
    return pages[0]
