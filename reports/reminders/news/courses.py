"""What there is to say about required courses."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from reports.reminders.choices import Topic
from reports.reminders.news.days import ENDED_LATELY, Today
from reports.reminders.news.rhythm import Rhythm
from training.assignments.choices import AssignmentState, Cause
from training.assignments.models import Assignment, Requirement

RHYTHM = Rhythm("assignment")
DROPPED = (AssignmentState.WITHDRAWN, AssignmentState.EXEMPT)


def course_news(today: Today) -> QuerySet[Assignment]:
    """Assignments worth a mention, each with its `topic` and whether it is the `first` mention of it.

    One query of its own: how many days before the due date the requirements remind.
    """
    assignments = Assignment.objects.filter(state__in=(AssignmentState.OPEN, *DROPPED)).annotate(
        topic=Case(
            *(When(applies, then=Value(topic.value)) for topic, applies in _topics(today)),
            default=Value(""),
            output_field=CharField(),
        ),
        first=~Exists(RHYTHM.told()),
    )
    return assignments.exclude(topic="")


def _topics(today: Today) -> list[tuple[Topic, Q]]:
    owed, new = Q(state=AssignmentState.OPEN, paused_on=None), ~Exists(RHYTHM.told())
    reminds = _reminds_by(today)
    return [
        (Topic.OVERDUE, owed & RHYTHM.overdue(today)),
        (Topic.LAST_CALL, owed & RHYTHM.last_call(today)),
        (Topic.SOON, owed & reminds & RHYTHM.before(today, today.in_a_week, Topic.SOON, Topic.COMING)),
        (Topic.COMING, owed & reminds & _coming(today)),
        (Topic.RENEW, owed & new & Q(cause=Cause.RECERTIFICATION)),
        (Topic.ASKED, owed & new),
        (Topic.DROPPED, _dropped()),
    ]


def _reminds_by(today: Today) -> Q:
    """Due within the days that the requirement has set for its reminder."""
    days = Requirement.objects.in_force().order_by().values_list("remind_days", flat=True).distinct()
    each = (Q(requirement__remind_days=n, due_on__lte=today.day + timedelta(days=n)) for n in days)
    return reduce(or_, each, Q(pk=None))


def _coming(today: Today) -> Q:
    """More than a week ahead, for requirements that remind so early."""
    told = RHYTHM.told(Topic.COMING, due_on=OuterRef("due_on"))
    return Q(due_on__gt=today.in_a_week) & ~Exists(told)


def _dropped() -> Q:
    """Ended without the person's doing, after they had heard of it, and nothing took its place."""
    anew = Assignment.objects.open().filter(
        requirement=OuterRef("requirement"), employee=OuterRef("employee")
    )
    lately = Q(closed_at__gte=timezone.now() - ENDED_LATELY)
    heard = Exists(RHYTHM.told()) & ~Exists(RHYTHM.told(Topic.DROPPED))
    return Q(state__in=DROPPED) & lately & heard & ~Exists(anew)
