"""What can be asked about the trail, in sentences."""

from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from portal.audit.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from portal.audit.models import AuditEvent  # noqa: F401


class AuditEventQuerySet(AppendOnlyQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-seq")

    def before(self, seq: int) -> Self:
        """Rows older than number `seq`: how pages are turned."""
        return self.filter(seq__lt=seq)

    def on_day(self, day: date) -> Self:
        """Rows of one day in the reader's time zone."""
        start = timezone.make_aware(datetime.combine(day, clock.min))
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), clock.min))
        return self.filter(at__gte=start, at__lt=end)

    def about_person(self, ref: UUID) -> Self:
        """Rows by, for or about somebody. Ask through `look_up_person`, which writes down why."""
        return self.filter(Q(actor=ref) | Q(on_behalf_of=ref) | Q(object_id=str(ref)))
