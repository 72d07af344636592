"""The playbooks that ship: drafts in both languages that an editor adapts, proposes, and an approver releases."""

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.people.models import Employee
from guidelines.library.content import Content
from guidelines.library.writing import Kind
from guidelines.playbooks.content import fields_of
from guidelines.playbooks.freezing import ANSWERS
from guidelines.playbooks.models import PlaybookIndexPage, PlaybookPage
from portal.audit.trail import operation, record

UPKEEP = ("content_owner", "review_by")
STREAMS = ("triggers", "triage", "levels", "roles", "tasks", "templates", "contacts", "rules")


def _fill(page: PlaybookPage, content: Any) -> None:
    page.title = content["title"].strip()
    page.summary = content.get("summary", "").strip()
    for name, value in fields_of(page.slug, content).items():
        setattr(page, name, value)
    for name in UPKEEP:
        if name in content:
            setattr(page, name, content[name])


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
def load_starter_playbook(
    *, slug: str, contents: Mapping[str, Content], languages: Iterable[str], by: Employee | None
) -> PlaybookPage:
    """Write the drafts of a playbook that ships and return the first of them. Nothing is released."""
    pages = [
        write_playbook(slug=slug, language=language, content=contents[language], by=by) for language in languages
    ]
    return pages[0]
