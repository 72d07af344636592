"""When something owed is said again: the same for guidelines and for courses. The database decides."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from reports.reminders.choices import Topic
from reports.reminders.models import Mention
from reports.reminders.news.days import Today


@dataclass(frozen=True)
class Rhythm:
    """`about` is the field of a mention that holds what is owed: a request or an assignment."""

    about: str

    def told(self, *topics: Topic, **facts: OuterRef) -> QuerySet[Mention]:
        """What was said before about the thing at hand."""
        told = Mention.objects.filter(**{self.about: OuterRef("pk")}, **facts)
        return told.filter(topic__in=topics) if topics else told

    def overdue(self, today: Today) -> Q:
        """Once at the next opportunity, then weekly; at most `REMINDER_OVERDUE_MAX` times per due date."""
        told = self.told(Topic.OVERDUE, due_on=OuterRef("due_on"))
        not_today = Q(last_reminded_on=None) | Q(last_reminded_on__lt=today.day)
        rhythm = (~Exists(told) & not_today) | Q(last_reminded_on__lte=today.a_week_ago)
        times = told.order_by().values(self.about).annotate(times=Count("pk")).values("times")
        so_far = Coalesce(Subquery(times, output_field=IntegerField()), 0)
        return Q(due_on__lt=today.day) & rhythm & Q(LessThan(so_far, settings.REMINDER_OVERDUE_MAX))

    def last_call(self, today: Today) -> Q:
        told = self.told(Topic.LAST_CALL, due_on=OuterRef("due_on"))
        return Q(due_on__gte=today.day, due_on__lte=today.next_working_day) & ~Exists(told)

    def before(self, today: Today, last: date, *said: Topic) -> Q:
        """Due after the next working day and by `last`, and none of `said` was said of this due date."""
        told = self.told(*said, Topic.LAST_CALL, due_on=OuterRef("due_on"))
        return Q(due_on__gt=today.next_working_day, due_on__lte=last) & ~Exists(told)
