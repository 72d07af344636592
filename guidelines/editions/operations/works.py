"""A work begins with its page's first draft and ends when it is withdrawn."""

from datetime import date

from django.utils import timezone
from django.utils.translation import pgettext

from accounts.people.models import Employee
from guidelines.editions.drafts import page_of
from guidelines.editions.models import Work
from guidelines.editions.pages import EditedPage
from guidelines.editions.permissions import can_approve_works, can_write_works, require_writer
from guidelines.editions.registry import genre_of
from guidelines.editions.rules import WorkIncomplete, WorkWithdrawn
from guidelines.library.assets import plain_slug
from guidelines.library.freezing import latest_draft
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

SLUG_MAX = 64


@operation
def open_work(*, page: EditedPage, by: Employee | None) -> Work:
    """The work behind a page, made with the first draft. Raises `LookupError` for a page of no genre."""
    require_writer(by)
    genre = genre_of(page).slug
    work, made = Work.objects.get_or_create(
        translation_key=page.translation_key,
        defaults={"genre": genre, "slug": _free_slug(genre, page.slug)},
    )
    if made:
        record("work.opened", by=by, obj=work, details={"genre": genre})
    return work


@operation(refused="work.refused")
def retire_work(*, work: Work, by: Employee) -> None:
    """Withdraw a work: it is offered no longer. Its editions stay readable for whatever names them."""
    if not can_approve_works(by):
        raise NotPermitted
    work = Work.objects.select_for_update(no_key=True).get(pk=work.pk)
    if work.retired_at:
        raise WorkWithdrawn
    work.retired_at, work.retired_by = timezone.now(), by
    work.save(update_fields=["retired_at", "retired_by"])
    record("work.retired", by=by, obj=work, details={"genre": work.genre})


@operation(refused="work.refused")
def keep_work(*, work: Work, next_on: date, by: Employee) -> None:
    """Somebody read what is in force and it is still right: the day of the next review moves on.

    The day is a matter of upkeep and no author's word, so it makes nobody an author of the draft.
    """
    if not can_write_works(by):
        raise NotPermitted
    work = Work.objects.select_for_update(no_key=True).get(pk=work.pk)
    page = page_of(work)
    if work.retired_at or page is None:
        raise WorkWithdrawn
    if next_on <= timezone.localdate():
        raise WorkIncomplete([pgettext("editions", "The next review lies in the future.")])
    draft = latest_draft(page)
    draft.review_by = next_on
    draft.save_revision(log_action=True)
    record("work.reviewed", by=by, obj=work, details={"genre": work.genre, "next": next_on.isoformat()})


def _free_slug(genre: str, wanted: str) -> str:
    wanted = (plain_slug(wanted) or genre)[:SLUG_MAX]
    slug, number = wanted, 1
    while Work.objects.filter(genre=genre, slug=slug).exists():
        number += 1
        end = f"-{number}"
        slug = wanted[: SLUG_MAX - len(end)] + end
    return slug
