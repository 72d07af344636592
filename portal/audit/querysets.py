"""What can be asked about the trail, in sentences."""

from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from portal.audit.append_only import AppendOnlyQuerySet
from portal.audit.registry import look_verbs

if TYPE_CHECKING:
    from portal.audit.models import AuditEvent  # noqa: F401


class AuditEventQuerySet(AppendOnlyQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-seq")

    def before(self, seq: int) -> Self:
        """Rows older than number `seq`: how pages are turned."""
        return self.filter(seq__lt=seq)

    def between(self, first: date | None, last: date | None) -> Self:
        """Rows from the start of `first` to the end of `last`, days in the reader's time zone."""
        found = self
        if first:
            found = found.filter(at__gte=_midnight(first))
        if last:
            found = found.filter(at__lt=_midnight(last + timedelta(days=1)))
        return found

    def looks(self) -> Self:
        """Rows that say who looked at whose data."""
        return self.filter(verb__in=look_verbs())

    def about_person(self, ref: UUID) -> Self:
        """Rows by, for or about somebody. Ask through `look_up_person`, which writes down why."""
        return self.filter(Q(actor=ref) | Q(on_behalf_of=ref) | Q(object_id=str(ref)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock.min))
