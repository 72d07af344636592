"""Grants: begun by an approval, attested, suspended, given back, revoked, over."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.access import emails
from accounts.access.choices import (
    PLATFORM_SIDE,
    EndReason,
    GrantState,
    Suspension,
    TaskKind,
)
from accounts.access.deciding import Standing, standing_of
from accounts.access.models import AccessGrant, AccessRequest
from accounts.access.operations.tasks import close_task, drop_tasks, open_task
from accounts.access.permissions import can_attest, can_end_grant
from accounts.access.querysets import GrantQuerySet
from accounts.access.registry import tell_access_wanted, tell_grant_ended
from accounts.access.rules import HasEnded, NotAnInvitation, NotSuspended, NotYours
from accounts.people.calendar import end_of_day
from accounts.people.models import Employee, Location
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation
def begin_grant(*, request: AccessRequest, by: Employee) -> AccessGrant:
    """What an approved request leads to: a new grant, or a longer one (A7: one request, one grant)."""
    running = AccessGrant.objects.running().select_for_update(of=("self",), no_key=True)
    standing = running.filter(person=request.person, route=request.route).first()
    if standing is not None:
        return _prolong(standing, request, by)
    place = request.person.location
    grant = AccessGrant.objects.create(
        request=request,
        account=request.account,
        route=request.route,
        person=request.person,
        starts_at=max(start_of_day(request.starts_on, place), request.submitted_at),
        ends_at=end_of_day(request.ends_on, place),
    )
    record("grant.begun", by=by, on_behalf_of=request.person, obj=grant, details={"route": grant.route.kind})
    if grant.is_platform_side:
        open_task(kind=TaskKind.INVITE, grant=grant, by=by)
    tell_access_wanted(grant.person)
    settle(grant=grant)
    return grant


@operation(refused="grant.refused")
def attest_invitation(*, grant: AccessGrant, note: str, by: Employee) -> AccessGrant:
    """A9: somebody saw that the invitation on the platform was accepted; only now can it be used.

    Raises `HasEnded`, `NotAnInvitation`, `NotPermitted`.
    """
    grant = _running(grant)
    if not can_attest(by, grant):
        raise NotPermitted
    if not grant.is_platform_side or grant.attested_at is not None:
        raise NotAnInvitation
    grant.attested_by, grant.attested_at = by, timezone.now()
    grant.save(update_fields=["attested_by", "attested_at"])
    record("grant.attested", by=by, obj=grant)
    for task in grant.tasks.open().filter(kind=TaskKind.INVITE):
        close_task(task=task, note=note, by=by)
    settle(grant=grant)
    return grant


@operation(refused="grant.refused")
def give_back(*, grant: AccessGrant, by: Employee) -> AccessGrant:
    """The holder needs it no longer. Raises `NotYours`, `HasEnded`."""
    grant = _running(grant)
    if grant.person_id != by.pk:
        raise NotYours
    return end_grant(grant=grant, reason=EndReason.RETURNED, by=by)


@operation(refused="grant.refused")
def revoke_grant(*, grant: AccessGrant, by: Employee) -> AccessGrant:
    """Take access away now. Raises `NotPermitted`, `HasEnded`."""
    grant = _running(grant)
    if not can_end_grant(by, grant):
        raise NotPermitted
    return end_grant(grant=grant, reason=EndReason.REVOKED, by=by)


@operation(refused="grant.refused")
def suspend_grant(*, grant: AccessGrant, by: Employee) -> AccessGrant:
    """Let access rest without ending it. Raises `NotPermitted`, `HasEnded`."""
    grant = _running(grant)
    if not can_end_grant(by, grant):
        raise NotPermitted
    return suspend(grant=grant, why=Suspension.PERSON, by=by)


@operation(refused="grant.refused")
def resume_grant(*, grant: AccessGrant, by: Employee) -> AccessGrant:
    """End a suspension that a person or a review caused; what is required is still required.

    Raises `NotPermitted`, `NotSuspended`, `NotYours` for the holder.
    """
    grant = _running(grant)
    if not can_end_grant(by, grant) or by.pk == grant.person_id:
        raise NotPermitted
    if grant.state != GrantState.SUSPENDED:
        raise NotSuspended
    go_on(grant=grant, by=by)
    settle(grant=grant)
    return grant


@operation
def suspend(*, grant: AccessGrant, why: Suspension, by: Employee | None) -> AccessGrant:
    grant.state, grant.suspension, grant.suspended_at = GrantState.SUSPENDED, why, timezone.now()
    grant.save(update_fields=["state", "suspension", "suspended_at"])
    record("grant.suspended", by=by, obj=grant, details={"why": why.value})
    emails.tell_suspended(grant)
    return grant


@operation
def end_grant(*, grant: AccessGrant, reason: EndReason, by: Employee | None) -> AccessGrant:
    """Every end of access goes through here: what was set up on the platform is to be removed there (A9)."""
    grant.state, grant.end_reason = GrantState.ENDED, reason
    grant.ended_at, grant.ended_by = timezone.now(), by
    grant.suspension, grant.suspended_at = "", None
    grant.save()
    record("grant.ended", by=by, on_behalf_of=grant.person, obj=grant, details={"why": reason.value})
    if grant.is_platform_side:
        _clear_platform(grant, by)
    tell_grant_ended(grant, by)
    if reason != EndReason.LEAVER:
        emails.tell_ended(grant)
    return grant


@operation
def settle(*, grant: AccessGrant) -> Standing:
    """Let the state say what holds now; whether access can be used never depends on it (A1)."""
    standing = standing_of(grant, timezone.now())
    lapsed = bool(standing.missing) and not standing.is_grace
    if grant.state == GrantState.PENDING and standing.can_be_used:
        grant.state = GrantState.ACTIVE
        grant.save(update_fields=["state"])
        record("grant.active", by=None, obj=grant)
        emails.tell_active(grant)
    elif grant.state == GrantState.ACTIVE and lapsed:
        suspend(grant=grant, why=Suspension.LAPSE, by=None)
    elif grant.state == GrantState.SUSPENDED and grant.suspension == Suspension.LAPSE and not lapsed:
        go_on(grant=grant, by=None)
    return standing


@operation
def use_grant(*, grant: AccessGrant, by: Employee) -> Standing:
    """Ask for the next step of work on an account, at the moment of use (A1); the state follows.

    The grace of whoever is on call is loud: it is written down each time. Raises `NotYours`.
    """
    grant = AccessGrant.objects.select_for_update(of=("self",), no_key=True).with_parts().get(pk=grant.pk)
    if grant.person_id != by.pk:
        raise NotYours
    standing = settle(grant=grant)
    if standing.is_grace:
        record("grant.grace_used", by=by, obj=grant)
        emails.tell_grace(grant)
    return standing


def end_grants_of(person: Employee) -> None:
    """Whoever left has no access any more, from the same transaction on."""
    for grant in _locked().of(person).running().order_by("pk"):
        end_grant(grant=grant, reason=EndReason.LEAVER, by=None)


def start_of_day(day: date, place: Location) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(place.time_zone))


def _clear_platform(grant: AccessGrant, by: Employee | None) -> None:
    """Whoever was invited may be inside, whether somebody attested it or not."""
    invited = drop_tasks(grant, TaskKind.INVITE)
    if grant.attested_at is not None or invited:
        open_task(kind=TaskKind.REMOVE, grant=grant, by=by)


def _prolong(grant: AccessGrant, request: AccessRequest, by: Employee) -> AccessGrant:
    grant.ends_at = max(grant.ends_at, end_of_day(request.ends_on, request.person.location))
    grant.warned_at = None
    grant.save(update_fields=["ends_at", "warned_at"])
    record("grant.prolonged", by=by, on_behalf_of=grant.person, obj=grant)
    return grant


@operation
def go_on(*, grant: AccessGrant, by: Employee | None) -> AccessGrant:
    """End a suspension; where somebody still has to be let in on the platform, it waits for that."""
    used_before = grant.attested_at is not None or grant.route.kind not in PLATFORM_SIDE
    grant.state = GrantState.ACTIVE if used_before else GrantState.PENDING
    grant.suspension, grant.suspended_at = "", None
    grant.save(update_fields=["state", "suspension", "suspended_at"])
    record("grant.resumed", by=by, obj=grant)
    return grant


def _locked() -> GrantQuerySet:
    return AccessGrant.objects.select_for_update(of=("self",), no_key=True).with_parts()


def _running(grant: AccessGrant) -> AccessGrant:
    found = _locked().get(pk=grant.pk)
    if not found.is_running:
        raise HasEnded
    return found
