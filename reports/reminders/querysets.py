from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.people.choices import Status
from accounts.people.models import Absence, Employee
from reports.reminders.choices import LetterKind, Topic

if TYPE_CHECKING:
    from reports.reminders.models import Letter, Mention, RefusedAddress  # noqa: F401


class LetterQuerySet(models.QuerySet["Letter"]):
    def daily(self) -> "LetterQuerySet":
        return self.filter(kind=LetterKind.DAILY)

    def by_hand(self) -> "LetterQuerySet":
        return self.filter(kind=LetterKind.BY_HAND)

    def unwritten(self) -> "LetterQuerySet":
        """Asked for by HR, and not yet a mail."""
        return self.by_hand().filter(message=None)

    def to_person(self, person: Employee) -> "LetterQuerySet":
        return self.filter(employee=person)


class MentionQuerySet(models.QuerySet["Mention"]):
    def most_urgent_first(self) -> "MentionQuerySet":
        """By topic as the choices list them, then by due date."""
        order = Case(*(When(topic=topic, then=Value(n)) for n, topic in enumerate(Topic)))
        due = Coalesce("request__due_on", "assignment__due_on")
        return self.order_by(order, due.asc(nulls_last=True), "pk")

    def shown(self) -> "MentionQuerySet":
        """With everything a mail says about a request or a course."""
        related = ("request__version", "request__policy", "assignment__course__current")
        return self.select_related(*related).most_urgent_first()


class RefusedAddressQuerySet(models.QuerySet["RefusedAddress"]):
    def standing(self) -> "RefusedAddressQuerySet":
        """Still the person's address, and not refused so long ago that it is worth another try."""
        since = timezone.now() - timedelta(days=settings.REMINDER_REFUSED_PAUSE_DAYS)
        return self.filter(address=F("employee__email"), refused_at__gte=since)


def who_can_be_written_to(people: models.QuerySet[Employee], day: date) -> models.QuerySet[Employee]:
    """Those of `people` who are at work on their local `day` and have an address that takes mail.

    Invited people are left out: they cannot sign in yet and have got an invitation instead.
    """
    from reports.reminders.models import RefusedAddress

    away = Absence.objects.filter(employee=OuterRef("pk"), first_day__lte=day, last_day__gte=day)
    refused = RefusedAddress.objects.standing().filter(employee=OuterRef("pk"))
    with_address = people.filter(email__isnull=False).exclude(email="")
    return with_address.filter(~Exists(away), ~Exists(refused), status=Status.ACTIVE)
