from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from accounts.access.choices import (
    RUNNING,
    UNDECIDED,
    ConsentState,
    GrantState,
    LeaverState,
    ReviewState,
    Suspension,
    TaskKind,
    TaskState,
    Verdict,
)
from accounts.people.choices import Role
from accounts.people.permissions import has_role, of_visible_people
from portal.audit.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from accounts.people.models import Employee
    from accounts.register.models import AccessRoute, CorporateAccount, Platform


class AccessPolicyQuerySet(AppendOnlyQuerySet):
    def for_account(self, account: "CorporateAccount") -> "AccessPolicyQuerySet":
        """Every row that could apply to `account`, the one that does first."""
        closeness = models.Case(
            models.When(account__isnull=False, then=0),
            models.When(platform__isnull=False, then=1),
            default=2,
            output_field=models.PositiveSmallIntegerField(),
        )
        mine = Q(account=account) | Q(platform=account.platform_id) | Q(account=None, platform=None)
        return self.filter(mine).order_by(closeness, "-pk")

    def in_force(
        self, *, account: "CorporateAccount | None", platform: "Platform | None"
    ) -> "AccessPolicyQuerySet":
        """What applies to an account, a platform, or (neither) the company comes first."""
        if account is not None:
            return self.for_account(account)
        mine = Q(account=None) & (Q(platform=platform) | Q(platform=None))
        return self.filter(mine).order_by(F("platform").asc(nulls_last=True), "-pk")


class AccessRequestQuerySet(models.QuerySet):
    def undecided(self) -> "AccessRequestQuerySet":
        return self.filter(state__in=UNDECIDED)

    def of(self, person: "Employee") -> "AccessRequestQuerySet":
        """Those that give `person` access, whoever asked."""
        return self.filter(person=person)

    def unanswered_on(self, day: date) -> "AccessRequestQuerySet":
        """Undecided requests whose last day for an answer was before `day`."""
        return self.undecided().filter(answer_by__lt=day)

    def with_parts(self) -> "AccessRequestQuerySet":
        return self.select_related(
            "account__platform",
            "account__owner__deputy",
            "account__deputy__deputy",
            "route",
            "person__location",
            "requested_by",
            "policy",
        )


class GrantQuerySet(models.QuerySet):
    def running(self) -> "GrantQuerySet":
        """Everything that has not ended."""
        return self.filter(state__in=RUNNING)

    def of(self, person: "Employee") -> "GrantQuerySet":
        return self.filter(person=person)

    def over_by(self, moment: datetime) -> "GrantQuerySet":
        return self.running().filter(ends_at__lte=moment)

    def due_to_start(self, moment: datetime) -> "GrantQuerySet":
        return self.filter(state=GrantState.PENDING, starts_at__lte=moment)

    def ending_within(self, days: int, moment: datetime) -> "GrantQuerySet":
        """Running grants that end in the next `days` days and whose holder has not been told yet."""
        soon = moment + timedelta(days=days)
        return self.running().filter(ends_at__gt=moment, ends_at__lte=soon, warned_at=None)

    def checked_by_jobs(self) -> "GrantQuerySet":
        """Active ones, and those that rest because something required was missing."""
        lapsed = Q(state=GrantState.SUSPENDED, suspension=Suspension.LAPSE)
        return self.filter(Q(state=GrantState.ACTIVE) | lapsed)

    def with_parts(self) -> "GrantQuerySet":
        return self.select_related(
            "account__platform",
            "account__owner",
            "account__deputy",
            "route__publisher",
            "person__location",
            "person__department",
            "request__policy",
        )


class TaskQuerySet(models.QuerySet):
    def open(self) -> "TaskQuerySet":
        return self.filter(state=TaskState.OPEN)

    def with_parts(self) -> "TaskQuerySet":
        return self.select_related(
            "grant__account__platform", "grant__account__owner", "grant__route", "grant__person"
        )

    def by_urgency(self) -> "TaskQuerySet":
        """Removals first: until they are done somebody could still get in."""
        order = models.Case(
            models.When(kind=TaskKind.REMOVE, then=0),
            models.When(kind=TaskKind.REPLACE, then=1),
            default=2,
            output_field=models.PositiveSmallIntegerField(),
        )
        return self.order_by(order, "due_on", "pk")


class ConsentQuerySet(models.QuerySet):
    def holding(self, moment: datetime) -> "ConsentQuerySet":
        return self.filter(state=ConsentState.GIVEN, valid_until__gt=moment)

    def over_by(self, moment: datetime) -> "ConsentQuerySet":
        return self.filter(state=ConsentState.GIVEN, valid_until__lte=moment)

    def given_by(self, person: "Employee", route: "AccessRoute") -> "ConsentQuerySet":
        return self.filter(person=person, route=route, state=ConsentState.GIVEN)


class LeaverQuerySet(models.QuerySet):
    def held(self) -> "LeaverQuerySet":
        return self.filter(state=LeaverState.HELD)

    def visible_to(self, by: "Employee") -> "LeaverQuerySet":
        """Account admins, security officers and auditors see all, HR those of the people its role reaches."""
        if has_role(by, Role.ACCOUNT_ADMIN, Role.SECURITY_OFFICER, Role.AUDITOR):
            return self
        return self.filter(of_visible_people(by, "person")) if has_role(by, Role.HR) else self.none()

    def begun_since(self, moment: datetime) -> "LeaverQuerySet":
        return self.filter(started_at__gte=moment)


class ReviewQuerySet(models.QuerySet):
    def open(self) -> "ReviewQuerySet":
        return self.filter(state=ReviewState.OPEN)

    def to_remind_of(self, day: date, opened_before: datetime) -> "ReviewQuerySet":
        """Due until `day`, and nobody was reminded yet; who has only just been told is left in peace."""
        return self.open().filter(due_on__lte=day, reminded_at=None, opened_at__lt=opened_before)

    def overdue_on(self, day: date) -> "ReviewQuerySet":
        return self.open().filter(due_on__lt=day, overdue_at=None)


class ItemQuerySet(models.QuerySet):
    def pending(self) -> "ItemQuerySet":
        return self.filter(verdict=Verdict.PENDING)

    def not_settled(self) -> "ItemQuerySet":
        """Neither kept, shortened nor revoked."""
        return self.filter(verdict__in=(Verdict.PENDING, Verdict.ESCALATED))

    def undecided_first(self) -> "ItemQuerySet":
        """What is still to be decided, then the rest, each in the order of the snapshot."""
        order = models.Case(
            models.When(verdict__in=(Verdict.PENDING, Verdict.ESCALATED), then=0),
            default=1,
            output_field=models.PositiveSmallIntegerField(),
        )
        return self.order_by(order, "pk")

    def with_parts(self) -> "ItemQuerySet":
        return self.select_related(
            "grant__account__platform",
            "grant__route",
            "grant__person__location",
            "grant__request",
            "decided_by",
        )
