"""Who is asked, and when it falls due. Everything here works on sets: 100 000 people, a few statements."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    DateField,
    Exists,
    Expression,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.choices import Status
from accounts.people.models import Absence, Audience, AudienceMember, Employee, Location
from accounts.people.operations.audiences import among, named_by
from accounts.people.registry import Only
from guidelines.policies.choices import ASKABLE_AGAIN, Cause, RequestState
from guidelines.policies.deadlines import base_due, pause
from guidelines.policies.models import AcknowledgementRequest, Policy, PolicyVersion
from portal.audit.trail import operation, record
from portal.setbased import NewUUID, insert_select

BATCH = 1000


def ask_audience(policy: Policy, version: PolicyVersion) -> int:
    """A material change: open requests are superseded and the whole audience is asked again (K3)."""
    close_requests(policy.requests.open(), RequestState.SUPERSEDED)
    return ask(policy, version, members_of(policy), Cause.RELEASE)


def move_open_requests_on(policy: Policy, version: PolicyVersion) -> int:
    """An editorial change: open requests go on to the new text, due date and reminders as they were (K3)."""
    return policy.requests.open().update(version=version)


@operation(savepoint=False)
def recompute_requests(*, policy: Policy, only: Only = None) -> None:
    """Make the open requests equal the audience: ask who is missing, close what no longer applies (P1)."""
    _recompute(Policy.objects.filter(pk=policy.pk), only)


@operation(savepoint=False)
def follow_audience(*, audience: Audience, only: Only = None) -> None:
    """Recompute the requests of every guideline that asks `audience` (P1)."""
    _recompute(Policy.objects.in_force().filter(audience=audience), only)


def _recompute(policies: QuerySet[Policy], only: Only) -> None:
    for policy in locked_policies(policies):
        if policy.current is None or policy.retired_at:
            continue
        closed = _close_for_outsiders(policy, only)
        asked = ask(policy, policy.current, members_to_ask(policy, only), Cause.AUDIENCE)
        if asked or closed:
            record("requests.recomputed", obj=policy, details={"asked": asked, "closed": closed})


@operation
def ask_again(*, policy: Policy, only: Only, cause: Cause) -> int:
    """A new cycle for those of `only` who belong to the audience and owe nothing at present."""
    policy = locked_policy(policy)
    if policy.current is None or policy.retired_at:
        return 0
    owing = policy.requests.open().filter(named_by(only)).values("employee")
    people = _members_among(policy, only).exclude(pk__in=owing)
    return ask(policy, policy.current, people, cause)


@operation
def reconfirm_due(*, policy: Policy, today: date) -> int:
    """Open a new cycle for everybody whose confirmation has reached the age the policy allows."""
    policy = locked_policy(policy)
    version = policy.current
    if version is None or policy.retired_at or not version.reconfirm_months:
        return 0
    expired = policy.requests.filter(
        state=RequestState.ACKNOWLEDGED, closed_at__lt=_months_before(today, version.reconfirm_months)
    ).values("employee")
    fresh = policy.requests.filter(
        Q(state=RequestState.OPEN) | Q(closed_at__gte=_months_before(today, version.reconfirm_months))
    ).values("employee")
    people = members_of(policy).filter(pk__in=expired).exclude(pk__in=fresh)
    asked = ask(policy, version, people, Cause.RECONFIRMATION)
    if asked:
        record("requests.reconfirmation", obj=policy, details={"asked": asked})
    return asked


def locked_policy(policy: Policy) -> Policy:
    """The policy with its version in force, locked. Raises `Policy.DoesNotExist`."""
    return locked_policies(Policy.objects.filter(pk=policy.pk)).get()


def locked_policies(policies: QuerySet[Policy]) -> QuerySet[Policy]:
    """Policies with their versions in force, locked against releases and other rounds of requests.

    `no_key`, because rows that merely point at a policy must not wait for it: they deadlocked. Read again
    once locked: PostgreSQL does not look a joined row up anew after it waited, and a joiner was lost.
    """
    locked = list(policies.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    return Policy.objects.select_related("current").filter(pk__in=locked).order_by("pk")


def members_of(policy: Policy) -> QuerySet[Employee]:
    return Employee.objects.filter(audience_memberships__audience=policy.audience_id)


def ask(policy: Policy, version: PolicyVersion, people: QuerySet[Employee], cause: Cause) -> int:
    """Create one request per person of `people`, in one statement."""
    asking = Asking(policy, version, cause, timezone.now())
    asked = asking.all_of(people)
    if asked and version.required:
        adjust_due_dates(policy.requests.open().filter(asked_at=asking.now), version)
    return asked


def close_requests(requests: QuerySet[AcknowledgementRequest], state: RequestState | Case) -> int:
    return requests.update(state=state, closed_at=timezone.now(), paused_on=None)


def adjust_due_dates(requests: QuerySet[AcknowledgementRequest], version: PolicyVersion) -> None:
    """Give joiners and people who are away the due date that is theirs; the others keep the common one."""
    joined_after = timezone.now().date() - timedelta(days=version.joiner_due_days + 2)
    away = Absence.objects.filter(employee=OuterRef("employee"), last_day__gte=OuterRef("asked_on"))
    special = requests.filter(
        Q(employee__hired_on__gt=joined_after) | Exists(away) | Q(employee__status=Status.ON_LEAVE)
    )
    pks = list(special.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        rows = AcknowledgementRequest.objects.filter(pk__in=pks[start : start + BATCH])
        rows = rows.select_related("employee", "location").prefetch_related("employee__absences")
        batch = [request for request in rows if _set_due(request, version)]
        AcknowledgementRequest.objects.bulk_update(
            batch, ["base_due_on", "due_on", "paused_on"], batch_size=500
        )


def _set_due(request: AcknowledgementRequest, version: PolicyVersion) -> bool:
    person, before = request.employee, (request.base_due_on, request.due_on, request.paused_on)
    request.base_due_on = base_due(
        asked_on=request.asked_on,
        hired_on=person.hired_on,
        due_days=version.due_days,
        joiner_due_days=version.joiner_due_days,
        place=request.location,
    )
    repause(request)
    if person.status == Status.ON_LEAVE and request.paused_on is None:
        request.paused_on = request.asked_on
    return before != (request.base_due_on, request.due_on, request.paused_on)


def repause(request: AcknowledgementRequest) -> None:
    """Recompute the due date from its base and the person's absences."""
    if request.base_due_on is None:
        return
    absences: Iterable[tuple[date, date]] = (
        (absence.first_day, absence.last_day) for absence in request.employee.absences.all()
    )
    request.due_on = pause(
        request.base_due_on, asked_on=request.asked_on, absences=absences, place=request.location
    )


@dataclass(frozen=True)
class Asking:
    """One round of requests: what is the same for everybody who is asked."""

    policy: Policy
    version: PolicyVersion
    cause: Cause
    now: datetime

    def all_of(self, people: QuerySet[Employee]) -> int:
        """Ask `people`, each on the day it is where they work. Returns how many."""
        today = {place: local_day(self.now, place) for place in Location.objects.all()}
        due_on = _by_place({place: self._due(day, place) for place, day in today.items()})
        values = {
            **self._same_for_all(),
            "ref": NewUUID(),
            "employee": F("pk"),
            "cycle": self._cycle(),
            "department": F("department_id"),
            "entity": F("entity_id"),
            "location": F("location_id"),
            "asked_on": _by_place(today),
            "base_due_on": due_on,
            "due_on": due_on,
        }
        return insert_select(AcknowledgementRequest, people, values)

    def _cycle(self) -> Expression:
        """A release begins a major version, for which nobody was asked before."""
        if self.cause == Cause.RELEASE:
            return Value(1)
        return _next_cycle(self.policy, self.version)

    def _same_for_all(self) -> dict[str, Value]:
        return {
            "policy": Value(self.policy.pk),
            "version": Value(self.version.pk),
            "major": Value(self.version.major),
            "audience": Value(self.policy.audience_id),
            "cause": Value(self.cause.value),
            "asked_at": Value(self.now),
            "state": Value(RequestState.OPEN.value),
            "reminders_sent": Value(0),
            "exempt_reason": Value(""),
        }

    def _due(self, asked_on: date, location: Location) -> date | None:
        if not self.version.required:
            return None
        return base_due(
            asked_on=asked_on,
            hired_on=None,
            due_days=self.version.due_days,
            joiner_due_days=self.version.joiner_due_days,
            place=location,
        )


def _by_place(days: Mapping[Location, date | None]) -> Cast:
    """The day of the person's location; cast, because days that are all unknown have no type of their own."""
    return Cast(Case(*(When(location=place, then=Value(day)) for place, day in days.items())), DateField())


def _next_cycle(policy: Policy, version: PolicyVersion) -> Expression:
    latest = (
        AcknowledgementRequest.objects.filter(policy=policy, major=version.major, employee=OuterRef("pk"))
        .order_by()
        .values("employee")
        .annotate(latest=Max("cycle"))
        .values("latest")
    )
    return Coalesce(Subquery(latest), Value(0)) + Value(1)


def _close_for_outsiders(policy: Policy, only: Only) -> int:
    members = AudienceMember.objects.filter(named_by(only), audience=policy.audience_id).values("employee")
    outside = policy.requests.open().filter(named_by(only)).exclude(employee__in=members)
    leaver = When(employee__in=among(only).who_left().values("pk"), then=Value(RequestState.CLOSED_LEAVER))
    return close_requests(outside, Case(leaver, default=Value(RequestState.WITHDRAWN)))


def members_to_ask(policy: Policy, only: Only = None) -> QuerySet[Employee]:
    """Members nobody has asked for this major version, or whose last request ended without an answer."""
    assert policy.current is not None
    asked = policy.requests.filter(major=policy.current.major).exclude(
        state__in=ASKABLE_AGAIN, withdrawn_at=None
    )
    return _members_among(policy, only).exclude(pk__in=asked.filter(named_by(only)).values("employee"))


def _members_among(policy: Policy, only: Only) -> QuerySet[Employee]:
    return members_of(policy).filter(named_by(only, "pk"))


def _months_before(day: date, months: int) -> datetime:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    moved = date(year, month + 1, min(day.day, last))
    return timezone.make_aware(datetime.combine(moved, datetime.min.time()), timezone.get_default_timezone())
