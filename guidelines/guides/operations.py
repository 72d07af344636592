"""What changes here: texts that ship are written, and an outcome is counted."""

from datetime import date

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.models import Edition, Work
from guidelines.editions.operations.starter import write_languages
from guidelines.guides.content import CHECKLIST, GUIDE
from guidelines.guides.models import PathCount
from guidelines.guides.starter import starter_checklists, starter_guides
from portal.audit.trail import operation


@operation
def load_starter_guides(*, by: Employee | None) -> list[Work]:
    """The drafts of all guides and checklists that ship, in both languages. Nothing is released."""
    packs = ((GUIDE, starter_guides()), (CHECKLIST, starter_checklists()))
    return [
        write_languages(kind=kind, slug=one.slug, contents=one.contents, by=by)
        for kind, works in packs
        for one in works
    ]


def count_outcome(*, edition: Edition, outcome: str) -> None:
    """One more opening of `outcome` in this month.

    No row of the trail, no person, no day (ADR 0031). A busy database costs a count, never an answer.
    """
    place = {"edition": edition, "month": month_of(timezone.localdate()), "outcome": outcome}
    for _attempt in range(2):
        try:
            with transaction.atomic():
                if not PathCount.objects.filter(**place).update(count=F("count") + 1):
                    PathCount.objects.create(**place, work_id=edition.work_id, count=1)
        except IntegrityError:  # another request made the row in between
            continue
        except OperationalError:
            return
        return


def month_of(day: date) -> date:
    return day.replace(day=1)
