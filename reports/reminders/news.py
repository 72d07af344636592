"""What there is to say about requests on a given day. The database decides; only who is concerned is touched.

Each request is mentioned under the most urgent topic that applies, and under none that was said before.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils import timezone

from accounts.people.calendar import Place, is_working_day, next_working_day
from guidelines.policies.choices import RequestState, StatementKind
from guidelines.policies.models import AcknowledgementRequest, ReservationCase
from reports.reminders.choices import Topic
from reports.reminders.models import Mention

WEEK = timedelta(days=7)
# What ended longer ago is no news any more, to somebody who returns for instance.
ENDED_LATELY = timedelta(days=60)
TELLING = (
    RequestState.OPEN,
    RequestState.UNDER_RESERVATION,
    RequestState.WITHDRAWN,
    RequestState.EXEMPT,
)


@dataclass(frozen=True)
class Today:
    """A local day, and the two days that decide how urgent a due date is."""

    day: date
    next_working_day: date

    @classmethod
    def at(cls, moment: datetime, place: Place) -> "Today":
        day = moment.astimezone(ZoneInfo(place.time_zone)).date()
        return cls(day, next_working_day(day + timedelta(days=1), place))

    @property
    def in_a_week(self) -> date:
        return self.day + WEEK

    @property
    def a_week_ago(self) -> date:
        return self.day - WEEK


def is_time_to_write(moment: datetime, place: Place) -> bool:
    """Whether it is a working day at `place`, and an hour at which a mail does not disturb."""
    there = moment.astimezone(ZoneInfo(place.time_zone))
    at_work = settings.REMINDER_FROM_HOUR <= there.hour < settings.REMINDER_UNTIL_HOUR
    return at_work and is_working_day(there.date(), place)


def news(today: Today) -> QuerySet[AcknowledgementRequest]:
    """Requests worth a mention, each with its `topic` and whether it is the `first` mention of it."""
    told = _told()
    requests = AcknowledgementRequest.objects.filter(state__in=TELLING).annotate(
        topic=Case(
            *(When(applies, then=Value(topic.value)) for topic, applies in _topics(today)),
            default=Value(""),
            output_field=CharField(),
        ),
        first=~Exists(told),
    )
    return requests.exclude(topic="")


def urgency(today: Today) -> Case:
    """The topic of an open, owed request in a reminder by hand, whatever was said before."""
    return Case(
        When(due_on__lt=today.day, then=Value(Topic.OVERDUE.value)),
        When(due_on__lte=today.next_working_day, then=Value(Topic.LAST_CALL.value)),
        When(due_on__lte=today.in_a_week, then=Value(Topic.SOON.value)),
        default=Value(Topic.OPEN.value),
        output_field=CharField(),
    )


def _topics(today: Today) -> list[tuple[Topic, Q]]:
    told = _told()
    consent = Q(version__statement_kind=StatementKind.CONSENT)
    owed = Q(state=RequestState.OPEN, paused_on=None) & ~consent
    return [
        (Topic.OVERDUE, owed & _overdue(today)),
        (Topic.LAST_CALL, owed & _last_call(today)),
        (Topic.SOON, owed & _soon(today)),
        (Topic.ASKED, owed & ~Exists(told)),
        (Topic.CHANGED, owed & ~Exists(told.filter(version=OuterRef("version")))),
        (Topic.OFFERED, Q(state=RequestState.OPEN) & consent & ~Exists(told)),
        (Topic.SETTLED, _settled()),
        (Topic.DROPPED, _dropped() & ~consent),
    ]


def _overdue(today: Today) -> Q:
    """Once at the next opportunity, then weekly, and at most `REMINDER_OVERDUE_MAX` times per due date."""
    told = _told(Topic.OVERDUE, due_on=OuterRef("due_on"))
    not_today = Q(last_reminded_on=None) | Q(last_reminded_on__lt=today.day)
    rhythm = (~Exists(told) & not_today) | Q(last_reminded_on__lte=today.a_week_ago)
    times = told.order_by().values("request").annotate(times=Count("pk")).values("times")
    so_far = Coalesce(Subquery(times, output_field=IntegerField()), 0)
    return Q(due_on__lt=today.day) & rhythm & Q(LessThan(so_far, settings.REMINDER_OVERDUE_MAX))


def _last_call(today: Today) -> Q:
    told = _told(Topic.LAST_CALL, due_on=OuterRef("due_on"))
    return Q(due_on__gte=today.day, due_on__lte=today.next_working_day) & ~Exists(told)


def _soon(today: Today) -> Q:
    told = _told(Topic.SOON, Topic.LAST_CALL, due_on=OuterRef("due_on"))
    return Q(due_on__gt=today.next_working_day, due_on__lte=today.in_a_week) & ~Exists(told)


def _settled() -> Q:
    settled = ReservationCase.objects.filter(
        acknowledgement__request=OuterRef("pk"), settled_at__isnull=False
    )
    return Q(state=RequestState.UNDER_RESERVATION) & Exists(settled) & ~Exists(_told(Topic.SETTLED))


def _dropped() -> Q:
    """Ended without the person's doing, after they had heard of it, and nothing took its place."""
    asked_anew = AcknowledgementRequest.objects.open().filter(
        policy=OuterRef("policy"), employee=OuterRef("employee")
    )
    ended = Q(state__in=(RequestState.WITHDRAWN, RequestState.EXEMPT), withdrawn_at=None)
    lately = Q(closed_at__gte=timezone.now() - ENDED_LATELY)
    return ended & lately & Exists(_told()) & ~Exists(_told(Topic.DROPPED)) & ~Exists(asked_anew)


def _told(*topics: Topic, **facts: OuterRef) -> QuerySet[Mention]:
    """What was said before about the request at hand."""
    told = Mention.objects.filter(request=OuterRef("pk"), **facts)
    return told.filter(topic__in=topics) if topics else told
