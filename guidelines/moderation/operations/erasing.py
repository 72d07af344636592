"""Forgetting who somebody was and what they wrote, when the day of a matter has come."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from guidelines.incidents.storing import remove
from guidelines.moderation.models import (
    MATTERS,
    Appeal,
    Ban,
    CaseFile,
    DecisionWords,
    Hearing,
    Matter,
    ModerationCase,
    Notice,
    Outsider,
    ReviewCase,
)
from guidelines.moderation.permissions import rows_of
from portal.audit.trail import operation, record

EMPTIED: dict[type[Matter], tuple[str, ...]] = {
    ModerationCase: ("link", "said", "day_why"),
    Notice: ("link", "what", "findings", "reason", "answer", "day_why"),
    ReviewCase: ("link", "said", "why", "notice", "sent_to", "next_step", "day_why"),
}
PERSON: dict[type[Matter], str] = {ModerationCase: "author", Notice: "sender", ReviewCase: "reviewer"}


def due_for_erasure(day: date) -> dict[type[Matter], tuple[int, int]]:
    """The dry run: of each kind, how many matters would be emptied on `day`, and how many are past their day
    but still open, which waits until they are settled."""
    found: dict[type[Matter], tuple[int, int]] = {}
    for model in MATTERS:
        past = rows_of(model).past_their_day(day)
        ready = past.settled().count()
        found[model] = (ready, past.count() - ready)
    return found


def to_erase(model: type[Matter], day: date) -> list[int]:
    due = rows_of(model).past_their_day(day).settled()
    return list(due.order_by("pk").values_list("pk", flat=True))


@operation
def erase(*, model: type[Matter], pks: Sequence[int], day: date) -> int:
    """Empty matters whose day has come; what was decided, by which rule and when, stays. How many.

    Asked again under the lock: a case may have been appealed meanwhile.
    """
    rows = rows_of(model).held().past_their_day(day).settled().filter(pk__in=pks)
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    field = PERSON[model]
    mine = rows_of(model).filter(pk__in=found)
    people = list(mine.exclude(**{field: None}).values_list(field, flat=True))
    files = _empty_cases(found) if model is ModerationCase else 0
    emptied = dict.fromkeys(EMPTIED[model], "")
    mine.update(**{field: None}, **emptied, erased_at=timezone.now())
    Outsider.objects.filter(pk__in=people).delete()
    if found:
        details = {"count": len(found), "files": files, "kind": model._meta.model_name}
        record("moderation.erased", by=None, details=details)
    return len(found)


def _empty_cases(pks: Sequence[int]) -> int:
    """How many files went with their words."""
    DecisionWords.objects.filter(decision__case__in=pks).delete()
    Hearing.objects.filter(case__in=pks).update(answer="")
    Appeal.objects.filter(decision__case__in=pks).update(grounds="", answer="")
    Ban.objects.filter(decision__case__in=pks).update(lift_note="")
    return _delete_files(pks)


def _delete_files(pks: Sequence[int]) -> int:
    """Their keys go with the transaction, and with them what can be read of any copy; the files follow."""
    files = CaseFile.objects.filter(case__in=pks, deleted_at=None)
    names = list(files.values_list("stored_as", flat=True))
    files.update(name="", about="", stored_as="", sealed_key=b"", deleted_at=timezone.now())
    for name in names:
        transaction.on_commit(partial(remove, name), robust=True)
    return len(names)
