"""Works that ship, and whatever is imported in their shape: drafts in every language, and a first release."""

from collections.abc import Collection, Mapping
from typing import Any

from accounts.people.models import Employee
from guidelines.editions.drafts import authors_of, page_of, pinned_texts
from guidelines.editions.models import Edition, Work
from guidelines.editions.operations.proposing import propose_edition
from guidelines.editions.operations.releasing import release_edition
from guidelines.editions.operations.works import open_work
from guidelines.library.writing import Kind
from portal.audit.trail import operation, record


@operation
def write_work(*, kind: Kind, slug: str, language: str, content: dict[str, Any], by: Employee | None) -> Work:
    """Create or update the draft of a work in one language; the authoritative language goes first.

    Nothing is released. Raises what `Kind.write` raises.
    """
    page = kind.write(slug, language, content, by)
    record(
        "work.written",
        by=by,
        object_type=page._meta.label_lower,
        object_id=str(page.translation_key),
        details={"language": language},
    )
    return open_work(page=page, by=by)


@operation
def write_languages(
    *, kind: Kind, slug: str, contents: Mapping[str, dict[str, Any]], by: Employee | None
) -> Work:
    """The drafts of a work in all the languages of `contents`, in its order."""
    works = [
        write_work(kind=kind, slug=slug, language=language, content=content, by=by)
        for language, content in contents.items()
    ]
    return works[0]


def release_drafts(
    *,
    work: Work,
    by: Employee,
    approver: Employee,
    change_summary: Mapping[str, str] | None = None,
    left_out: Collection[str] = (),
) -> Edition:
    """What stands in the drafts, proposed by one person and approved by another.

    Raises what `propose_edition` and `release_edition` raise.
    """
    page = page_of(work)
    assert page is not None
    proposal = propose_edition(
        work=work,
        texts=pinned_texts(page, left_out=left_out),
        authors=authors_of(work, page),
        authoritative_language=page.authoritative_language,
        change_summary=change_summary or {},
        by=by,
    )
    return release_edition(proposal=proposal, by=approver)
