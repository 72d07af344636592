"""What the clock wakes. Jobs only tidy up: whether access can be used is decided when it is used (A1)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import emails
from accounts.access.choices import EndReason, GrantState
from accounts.access.models import AccessGrant, AccessRequest, AccessReview, PrivateAccountConsent
from accounts.access.operations import (
    end_grant,
    expire_consent,
    expire_request,
    remind_reviewers,
    settle,
    suspend_undecided,
)
from portal.audit.trail import operation
from portal.jobs.registry import every
from portal.jobs.running import Run

REVIEW_REMINDER = timedelta(days=3)


@every(minutes=15, kind="access.tidy", title=_("Starting and ending access"))
def tidy(run: Run) -> dict[str, Any]:
    """Each row in a transaction of its own: a broken one does not hold up the others."""
    now, today = timezone.now(), timezone.localdate()
    for request in AccessRequest.objects.unanswered_on(today):
        expire_request(request=request)
    for consent in PrivateAccountConsent.objects.over_by(now):
        expire_consent(consent=consent)
    ended = _each(AccessGrant.objects.over_by(now), _end)
    started = _each(AccessGrant.objects.due_to_start(now), _settle)
    warned = _each(AccessGrant.objects.ending_within(settings.ACCESS_WARNING_DAYS, now), _warn)
    for review in AccessReview.objects.to_remind_of(today + REVIEW_REMINDER, now - timedelta(days=1)):
        remind_reviewers(review=review)
    for review in AccessReview.objects.overdue_on(today):
        suspend_undecided(review=review)
    return {"ended": ended, "looked_at": started, "warned": warned}


@every(daily_at="03:10", kind="access.requirements", title=_("Checking what is required for access"))
def look_for_lapses(run: Run) -> dict[str, Any]:
    """Suspend where something required has lapsed, and end suspensions where it is there again."""
    return {"looked_at": _each(AccessGrant.objects.checked_by_jobs(), _settle)}


def _each(grants: Any, act: Any) -> int:
    pks = list(grants.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        act(pk=pk)
    return len(pks)


@operation
def _end(*, pk: int) -> None:
    grant = _locked(pk)
    if grant.is_running and grant.ends_at <= timezone.now():
        end_grant(grant=grant, reason=EndReason.EXPIRED, by=None)


@operation
def _settle(*, pk: int) -> None:
    grant = _locked(pk)
    if grant.state != GrantState.ENDED:
        settle(grant=grant)


@operation
def _warn(*, pk: int) -> None:
    grant = _locked(pk)
    if grant.is_running and grant.warned_at is None:
        grant.warned_at = timezone.now()
        grant.save(update_fields=["warned_at"])
        emails.tell_ending(grant)


def _locked(pk: int) -> AccessGrant:
    return AccessGrant.objects.select_for_update(of=("self",), no_key=True).with_parts().get(pk=pk)
