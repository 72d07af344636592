from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.people.choices import Status
from accounts.register.choices import (
    DOING,
    IN_USE,
    STANDING,
    AccountStatus,
    ApprovalState,
    FactValue,
    RowVerdict,
    Severity,
    StandsOn,
)
from portal.audit.append_only import AppendOnlyQuerySet
from portal.audit.chain import storable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.people.models import Employee
    from accounts.register.models import Platform

FACTS_STALE_AFTER_DAYS = 180


class PlatformQuerySet(models.QuerySet):
    def with_counts(self) -> "PlatformQuerySet":
        """Annotates `in_use`, the number of accounts in use on each platform."""
        return self.annotate(in_use=Count("accounts", filter=Q(accounts__status__in=IN_USE), distinct=True))


class FactQuerySet(AppendOnlyQuerySet):
    def current(self) -> "FactQuerySet":
        """The newest row of every key of every platform."""
        newest = (
            self.model._default_manager.values("platform", "key").annotate(newest=Max("pk")).values("newest")
        )
        return self.filter(pk__in=newest)

    def known(self) -> "FactQuerySet":
        """All but the answer that nothing is known."""
        return self.exclude(value=FactValue.UNKNOWN)

    def stale_on(self, day: date) -> "FactQuerySet":
        """Last checked more than half a year before `day`."""
        return self.filter(checked_on__lt=day - timedelta(days=FACTS_STALE_AFTER_DAYS))

    def history_of(self, platform: "Platform", key: str) -> "FactQuerySet":
        return self.filter(platform=platform, key=key).order_by("-pk")


class AccountQuerySet(models.QuerySet):
    def in_use(self) -> "AccountQuerySet":
        return self.filter(status__in=IN_USE)

    def open_to_staff(self) -> "AccountQuerySet":
        """Everything but what is closed."""
        return self.exclude(status=AccountStatus.CLOSED)

    def answered_for_by(self, person: "Employee") -> "AccountQuerySet":
        return self.filter(Q(owner=person) | Q(deputy=person))

    def standing_on(self, person: "Employee") -> "AccountQuerySet":
        """Accounts that something of `person` carries: as owner, deputy, custodian, publisher or login."""
        return self.filter(
            Q(owner=person)
            | Q(deputy=person)
            | Q(custodian=person)
            | Q(routes__publisher=person, routes__closed_at=None)
            | Q(connections__person=person, connections__removed_at=None)
        ).distinct()

    def for_list(self) -> "AccountQuerySet":
        """With what a list shows of each, in one query: people, platform, the number of findings."""
        return self.select_related("platform", "owner", "deputy", "entity").annotate(
            standing=Count("findings", filter=Q(findings__state__in=STANDING), distinct=True),
            urgent=Count(
                "findings",
                filter=Q(findings__state__in=STANDING, findings__severity=Severity.URGENT),
                distinct=True,
            ),
        )

    def with_parts(self) -> "AccountQuerySet":
        """With routes and connections that are not closed: what findings are told from."""
        from accounts.register.models import AccessRoute, ToolConnection

        return self.select_related("platform", "owner", "deputy", "custodian").prefetch_related(
            Prefetch("routes", AccessRoute.objects.open().select_related("publisher")),
            Prefetch("connections", ToolConnection.objects.connected().select_related("person")),
        )


class RouteQuerySet(models.QuerySet):
    def open(self) -> "RouteQuerySet":
        return self.filter(closed_at=None)


class ConnectionQuerySet(models.QuerySet):
    def connected(self) -> "ConnectionQuerySet":
        return self.filter(removed_at=None)

    def dying_with(self, person: "Employee") -> "ConnectionQuerySet":
        """Connections that stop when the login of `person` does."""
        return self.connected().filter(stands_on=StandsOn.PERSON, person=person)

    def dead(self) -> "ConnectionQuerySet":
        return self.connected().filter(person__status=Status.LEFT)


class ApprovalQuerySet(models.QuerySet):
    def waiting(self) -> "ApprovalQuerySet":
        return self.filter(state=ApprovalState.REQUESTED)

    def holding(self) -> "ApprovalQuerySet":
        return self.filter(state=ApprovalState.APPROVED)

    def standing(self) -> "ApprovalQuerySet":
        return self.filter(state__in=(ApprovalState.REQUESTED, ApprovalState.APPROVED))

    def to_decide(self, person: "Employee", sides: "Sequence[str]") -> "ApprovalQuerySet":
        """Requests that one of `sides` has not answered, but for those `person` answered for the other."""
        from accounts.register.models import ApprovalDecision

        decided = ApprovalDecision.objects.filter(approval=OuterRef("pk"))
        answered = decided.filter(side__in=list(sides)).values("approval").annotate(n=Count("pk")).values("n")
        waiting = self.waiting().select_related("platform").order_by("requested_at")
        unanswered = waiting.annotate(answered=Coalesce(Subquery(answered), 0)).filter(
            answered__lt=len(sides)
        )
        return unanswered.exclude(Exists(decided.filter(decided_by=person)))

    def by_state(self) -> "ApprovalQuerySet":
        """What waits, what is in force, what is over; the newest first in each."""
        order = models.Case(
            *(models.When(state=state, then=place) for place, state in enumerate(ApprovalState)),
            output_field=models.PositiveSmallIntegerField(),
        )
        return self.order_by(order, "-requested_at", "-pk")

    def due_for_review(self, day: date) -> "ApprovalQuerySet":
        return self.holding().filter(review_on__lt=day)


class FindingQuerySet(models.QuerySet):
    def standing(self) -> "FindingQuerySet":
        """Not resolved: open, planned or accepted for a time."""
        return self.filter(state__in=STANDING)

    def by_urgency(self) -> "FindingQuerySet":
        order = models.Case(
            *(models.When(severity=severity, then=place) for place, severity in enumerate(Severity)),
            output_field=models.PositiveSmallIntegerField(),
        )
        return self.order_by(order, "due_on", "pk")

    def of_accounts(self, accounts: models.QuerySet) -> "FindingQuerySet":
        return self.filter(account__in=accounts)


class ListQuerySet(models.QuerySet):
    def newest(self) -> "ListQuerySet":
        return self.select_related("requested_by").order_by("-requested_at", "-pk")


class ListedRowQuerySet(models.QuerySet):
    def new(self) -> "ListedRowQuerySet":
        return self.filter(verdict=RowVerdict.NEW)

    def changed(self) -> "ListedRowQuerySet":
        return self.filter(verdict=RowVerdict.CHANGED)

    def doing(self) -> "ListedRowQuerySet":
        """Rows that do something when the list is applied."""
        return self.filter(verdict__in=DOING)

    def refused(self) -> "ListedRowQuerySet":
        return self.filter(verdict=RowVerdict.REFUSED)

    def found_by(self, text: str) -> "ListedRowQuerySet":
        """Rows whose handle or platform contains `text`."""
        text = storable(text)[:200]
        return self.filter(Q(handle__icontains=text) | Q(said_platform__icontains=text))
