"""Writing guidelines from outside the editor: the starter content and whatever is imported in its shape."""

import copy
from collections.abc import Mapping
from typing import Any

from accounts.people.models import Employee
from guidelines.library.content import Content, body_data, sources_data
from guidelines.library.models import GuidelineIndexPage, GuidelinePage
from guidelines.library.writing import Kind, save_finished_translations
from portal.audit.trail import operation, record


@operation
def write_page(slug: str, language: str, content: Content, by: Employee | None) -> GuidelinePage:
    """Create or update the draft of a guideline in one language and return that draft.

    The authoritative language (German unless the content says otherwise) is written first. Every other
    language becomes a translation that wagtail-localize tracks string by string. Nothing is published.
    Raises `NotParallel` when the languages are not built alike, `UnknownGuideline` without an original.
    """
    page = GUIDELINE.write(slug, language, content, by)
    record(
        "guideline.written",
        by=by,
        object_type="library.guidelinepage",
        object_id=str(page.translation_key),
        details={"language": language},
    )
    return page


def earlier_content(content: Content, number: int = 0) -> dict[str, Any]:
    """The content as it was in `content["previous"][number]`: replaced, absent and extra blocks applied.

    Positions (`index`, `absent`, `before`) count the blocks of the current body.
    """
    change = content["previous"][number]
    replaced = {entry["index"]: entry["block"] for entry in change.get("replace", ())}
    absent = set(change.get("absent", ()))
    body = []
    for index, block in enumerate(content["body"]):
        body += [entry["block"] for entry in change.get("extra", ()) if entry["before"] == index]
        if index not in absent:
            body.append(replaced.get(index, block))
    body += [entry["block"] for entry in change.get("extra", ()) if entry["before"] >= len(content["body"])]
    own = {
        name: change[name] for name in ("title", "summary", "statement", "statement_kind") if name in change
    }
    version = {
        name: change[name] for name in change.keys() & {"major", "minor", "change_class", "change_summary"}
    }
    return copy.deepcopy({**content, **own, "body": body, "version": version, "previous": []})


def _fill(page: GuidelinePage, content: Content) -> None:
    page.question_contact, page.question_email = _question(content)
    page.title = content["title"]
    page.summary = content.get("summary", "").strip()
    page.statement_kind = content.get("statement_kind", page.statement_kind)
    page.statement = content.get("statement", "").strip()
    page.body = body_data(page.slug, content.get("body", ()))
    page.sources = sources_data(page.slug, content.get("sources", ()))
    page.review_by = content.get("review_by", page.review_by)
    page.content_owner = content.get("content_owner", page.content_owner)


def _question(content: Content) -> tuple[str, str]:
    """Whom to ask and their address, given apart or together."""
    contact = content.get("question_contact") or ""
    if not isinstance(contact, Mapping):
        return contact, content.get("question_email", "")
    named = ", ".join(contact[key] for key in ("name", "role") if contact.get(key))
    return named, contact.get("email", "")


GUIDELINE = Kind(
    page=GuidelinePage,
    shelf=GuidelineIndexPage,
    fill=_fill,
    words=("title", "summary", "statement", "question_contact", "body", "sources"),
)


@operation
def save_translations(page: GuidelinePage, *, by: Employee | None) -> list[str]:
    """Put finished translations into the drafts of their languages and return the languages that are new.

    wagtail-localize keeps what is translated string by string and offers only "publish" to build the page
    from it; an editor cannot. Called before a release is proposed. Unfinished languages are left as they are.
    """
    languages = save_finished_translations(page, by=by)
    for language in languages:
        record(
            "guideline.written",
            by=by,
            object_type="library.guidelinepage",
            object_id=str(page.translation_key),
            details={"language": language},
        )
    return languages
