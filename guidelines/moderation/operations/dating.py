"""The day on which a matter is emptied: counted from its last act, or set by somebody, with a reason."""

from datetime import date, datetime
from typing import TypeVar

from django.conf import settings
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.keeping import require_possible_day
from guidelines.moderation.choices import BURDENS
from guidelines.moderation.deadlines import kept_until
from guidelines.moderation.models import Matter, ModerationCase
from guidelines.moderation.operations.locks import locked
from guidelines.moderation.permissions import can_decide
from guidelines.moderation.rules import AlreadyErased, ObjectionsOpen, ReasonRequired
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

M = TypeVar("M", bound=Matter)
FIELDS = ("delete_on", "day_set_at", "day_set_by", "day_why")


@operation(refused="moderation.refused")
def set_day(*, matter: M, day: date, reason: str, by: Employee) -> M:
    """Say when a matter is emptied. While something is left to do about it, it waits all the same.

    Raises `NotPermitted`, `AlreadyErased`, `ReasonRequired`, `DayImpossible`, `ObjectionsOpen`.
    """
    matter = locked(matter)
    if not can_decide(by, matter):
        raise NotPermitted
    if matter.erased_at:
        raise AlreadyErased
    if not reason.strip():
        raise ReasonRequired
    require_possible_day(day)
    first = first_day(matter)
    if first and day < first:
        raise ObjectionsOpen(first)
    matter.delete_on, matter.day_why = day, storable(reason).strip()
    matter.day_set_by, matter.day_set_at = by, timezone.now()
    matter.save(update_fields=FIELDS)
    record("moderation.day_set", by=by, obj=matter, details={"day": day.isoformat()})
    return matter


def first_day(matter: Matter) -> date | None:
    """Until then its author can object, as they were told: facts and reasons are still needed."""
    if not isinstance(matter, ModerationCase):
        return None
    burdens = matter.decisions.filter(measure__in=BURDENS).select_related("words")
    moments = [one.words.told_at or one.decided_at for one in burdens if hasattr(one, "words")]
    return max((kept_until(at, settings.MODERATION_OBJECTION_DAYS) for at in moments), default=None)


def count_anew(matter: Matter, moment: datetime) -> None:
    """Something has happened, and the day counts from `moment`; a later one that was set stays. Not saved."""
    day = kept_until(moment, settings.MODERATION_KEPT_DAYS)
    if matter.day_set_at is None or day > matter.delete_on:
        matter.delete_on, matter.day_why = day, ""
        matter.day_set_by = matter.day_set_at = None
