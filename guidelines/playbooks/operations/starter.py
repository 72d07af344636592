"""The playbooks that ship: drafts in both languages that an editor adapts and an approver releases."""

from datetime import date
from typing import Any

from accounts.people.models import Employee
from guidelines.editions.models import Work
from guidelines.editions.operations.starter import write_languages
from guidelines.library.writing import Kind
from guidelines.playbooks.content import fields_of
from guidelines.playbooks.freezing import ANSWERS
from guidelines.playbooks.models import PlaybookIndexPage, PlaybookPage
from guidelines.playbooks.starter.pack import starter_playbooks

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


def load_starter_playbooks(*, by: Employee | None) -> list[Work]:
    """Write the drafts of every playbook that ships. Nothing is released."""
    return [
        write_languages(kind=PLAYBOOK, slug=starter.slug, contents=starter.contents, by=by)
        for starter in starter_playbooks()
    ]
