"""What there is to say about requests to confirm a guideline."""

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from guidelines.policies.choices import RequestState, StatementKind
from guidelines.policies.models import AcknowledgementRequest, ReservationCase
from reports.reminders.choices import Topic
from reports.reminders.news.days import ENDED_LATELY, Today
from reports.reminders.news.rhythm import Rhythm

RHYTHM = Rhythm("request")
TELLING = (
    RequestState.OPEN,
    RequestState.UNDER_RESERVATION,
    RequestState.WITHDRAWN,
    RequestState.EXEMPT,
)


def news(today: Today) -> QuerySet[AcknowledgementRequest]:
    """Requests worth a mention, each with its `topic` and whether it is the `first` mention of it."""
    requests = AcknowledgementRequest.objects.filter(state__in=TELLING).annotate(
        topic=Case(
            *(When(applies, then=Value(topic.value)) for topic, applies in _topics(today)),
            default=Value(""),
            output_field=CharField(),
        ),
        first=~Exists(RHYTHM.told()),
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
    told = RHYTHM.told()
    consent = Q(version__statement_kind=StatementKind.CONSENT)
    owed = Q(state=RequestState.OPEN, paused_on=None) & ~consent
    return [
        (Topic.OVERDUE, owed & RHYTHM.overdue(today)),
        (Topic.LAST_CALL, owed & RHYTHM.last_call(today)),
        (Topic.SOON, owed & RHYTHM.before(today, today.in_a_week, Topic.SOON)),
        (Topic.ASKED, owed & ~Exists(told)),
        (Topic.CHANGED, owed & ~Exists(told.filter(version=OuterRef("version")))),
        (Topic.OFFERED, Q(state=RequestState.OPEN) & consent & ~Exists(told)),
        (Topic.SETTLED, _settled()),
        (Topic.DROPPED, _dropped() & ~consent),
    ]


def _settled() -> Q:
    settled = ReservationCase.objects.filter(
        acknowledgement__request=OuterRef("pk"), settled_at__isnull=False
    )
    return Q(state=RequestState.UNDER_RESERVATION) & Exists(settled) & ~Exists(RHYTHM.told(Topic.SETTLED))


def _dropped() -> Q:
    """Ended without the person's doing, after they had heard of it, and nothing took its place."""
    asked_anew = AcknowledgementRequest.objects.open().filter(
        policy=OuterRef("policy"), employee=OuterRef("employee")
    )
    ended = Q(state__in=(RequestState.WITHDRAWN, RequestState.EXEMPT), withdrawn_at=None)
    lately = Q(closed_at__gte=timezone.now() - ENDED_LATELY)
    heard = Exists(RHYTHM.told()) & ~Exists(RHYTHM.told(Topic.DROPPED))
    return ended & lately & heard & ~Exists(asked_anew)
