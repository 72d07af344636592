"""The leaver run, and the review after a move."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.access import emails
from accounts.access.choices import LeaverState, ReviewState
from accounts.access.leaving import carry_out_parts, forecast
from accounts.access.models import AccessGrant, AccessReview, LeaverRun, ReviewItem
from accounts.access.operations.consents import end_consents_of
from accounts.access.operations.decisions import close_requests_of
from accounts.access.operations.grants import end_grants_of
from accounts.access.permissions import can_release_leavers
from accounts.access.rules import LeaverRunIsDone
from accounts.people.models import Employee
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

MOVER_DAYS = 14


@operation
def run_leaver(*, person: Employee) -> LeaverRun | None:
    """Everything that a departure means, at once; nothing at all for whom it means nothing.

    So many leavers in an hour are rather a broken import than a company falling apart: beyond the threshold a
    run waits for a person. Sign-in and sessions have ended already, and A1 lets nobody use anything.
    """
    lines = [line.as_json() for line in forecast(person)]
    if not lines:
        return None
    now = timezone.now()
    waits = (
        LeaverRun.objects.begun_since(now - timedelta(hours=1)).count() >= settings.ACCESS_LEAVERS_PER_HOUR
    )
    run = LeaverRun.objects.create(
        person=person, state=LeaverState.HELD if waits else LeaverState.RUNNING, lines=lines, started_at=now
    )
    record("leaver.begun", obj=run, on_behalf_of=person, details={"count": len(lines)})
    if waits:
        emails.tell_held(run)
        return run
    return _carry_out(run)


@operation(refused="leaver.refused")
def release_run(*, run: LeaverRun, by: Employee) -> LeaverRun:
    """A person has looked: it really is a departure. Raises `NotPermitted`, `LeaverRunIsDone`."""
    if not can_release_leavers(by):
        raise NotPermitted
    run = (
        LeaverRun.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=run.pk)
    )
    if run.state != LeaverState.HELD:
        raise LeaverRunIsDone
    run.released_by, run.released_at = by, timezone.now()
    record("leaver.released", by=by, on_behalf_of=run.person, obj=run)
    return _carry_out(run)


@operation
def forget_held_runs(*, person: Employee) -> None:
    """They work here again, or never left: what waited is not done."""
    for run in LeaverRun.objects.held().filter(person=person):
        run.state = LeaverState.CANCELLED
        run.save(update_fields=["state"])
        record("leaver.cancelled", on_behalf_of=person, obj=run)


@operation
def review_mover(*, person: Employee) -> AccessReview | None:
    """Whoever moved keeps what the new post needs: all their access is reviewed."""
    grants = list(AccessGrant.objects.running().of(person).select_related("route").order_by("pk"))
    if not grants or AccessReview.objects.open().filter(subject=person).exists():
        return None
    with override(settings.LANGUAGE_CODE):
        title = _("Moved: %(name)s") % {"name": person.name}
    now = timezone.now()
    review = AccessReview.objects.create(
        title=title[:200],
        subject=person,
        due_on=timezone.localdate() + timedelta(days=MOVER_DAYS),
        state=ReviewState.OPEN,
        opened_at=now,
    )
    ReviewItem.objects.bulk_create(
        ReviewItem(review=review, grant=grant, route_kind=grant.route.kind, ends_at=grant.ends_at)
        for grant in grants
    )
    record("review.opened", obj=review, details={"count": len(grants)})
    emails.tell_review(review)
    return review


def _carry_out(run: LeaverRun) -> LeaverRun:
    person = run.person
    close_requests_of(person)
    # Consents first: their end says what has to be replaced.
    end_consents_of(person)
    end_grants_of(person)
    carry_out_parts(person)
    run.state, run.done_at = LeaverState.DONE, timezone.now()
    run.save()
    record("leaver.done", obj=run, on_behalf_of=person)
    emails.tell_leaver(run)
    return run
