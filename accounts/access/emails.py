"""What this room mails. Each mail leads to the page where the next step is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.access.approving import Approver, approvers_of
from accounts.access.choices import EndReason, RequestState, Suspension
from accounts.access.models import (
    AccessGrant,
    AccessRequest,
    AccessReview,
    LeaverRun,
    RequestNote,
    ReviewItem,
)
from accounts.access.reviewing import others_for, reviewers_of
from accounts.people.choices import Role
from accounts.people.emails import recipient
from accounts.people.models import Employee
from accounts.people.registrations import holders
from portal.mail.operations import send
from portal.mail.registry import facts

NOTE_MAX = 1000
# So many names and accounts stand in a mail about many.
NAMED = 10


def ask_approvers(request: AccessRequest) -> None:
    """A request waits: one mail to everybody who may decide on it, with the reason in view."""
    for approver in approvers_of(request, timezone.localdate()):
        _of_request("access.request_waiting", request, approver.person)


def ask_approvers_of_many(made: Iterable[tuple[AccessRequest, Iterable[Approver]]]) -> None:
    """One mail to everybody who may decide, however many requests there are for them."""
    waiting: dict[int, list[AccessRequest]] = {}
    people: dict[int, Employee] = {}
    for request, deciders in made:
        for approver in deciders:
            people[approver.person.pk] = approver.person
            waiting.setdefault(approver.person.pk, []).append(request)
    for pk, theirs in waiting.items():
        if len(theirs) == 1:
            _of_request("access.request_waiting", theirs[0], people[pk])
        else:
            _of_many(theirs, people[pk])


def tell_decision(request: AccessRequest) -> None:
    """To whom it was for, and to who asked on their behalf."""
    for person in {request.person_id: request.person, request.requested_by_id: request.requested_by}.values():
        _of_request("access.request_decided", request, person)


def tell_note(request: AccessRequest, note: RequestNote) -> None:
    """A question goes to who asked for access; the answer to everybody who may decide."""
    if request.state == RequestState.INFO_NEEDED:
        people = [request.requested_by]
    else:
        people = [approver.person for approver in approvers_of(request, timezone.localdate())]
    for person in people:
        _of_request("access.request_note", request, person, text=note.text[:NOTE_MAX], note=note.pk)


def tell_active(grant: AccessGrant) -> None:
    _of_grant("access.grant_active", grant, grant.person)


def tell_ended(grant: AccessGrant) -> None:
    _of_grant("access.grant_ended", grant, grant.person, why=grant.end_reason)


def tell_suspended(grant: AccessGrant) -> None:
    moment = grant.suspended_at.isoformat() if grant.suspended_at else ""
    _of_grant("access.grant_suspended", grant, grant.person, why=grant.suspension, moment=moment)


def tell_ending(grant: AccessGrant) -> None:
    _of_grant("access.grant_ending", grant, grant.person, moment=grant.ends_at.isoformat())


def tell_grace(grant: AccessGrant) -> None:
    """Loud: owner, deputy and account admins hear of it, once a day."""
    told = {person.pk: person for person in (grant.account.owner, grant.account.deputy)}
    told |= {person.pk: person for person in holders(Role.ACCOUNT_ADMIN)}
    for person in told.values():
        _of_grant("access.grace_used", grant, person, moment=timezone.localdate().isoformat())


def _of_request(kind: str, request: AccessRequest, person: Employee, **more: Any) -> None:
    if not (person.email and person.is_active):
        return
    last = request.decisions.order_by("-pk").first()
    context = {
        "request": str(request.ref),
        "account": str(request.account.handle),
        "platform": request.account.platform.name_for(person),
        "name": request.person.name,
        "asks": request.requested_by.name,
        "on_behalf": request.is_on_behalf,
        "reason": request.reason[:NOTE_MAX],
        "first": request.starts_on.isoformat(),
        "last": request.ends_on.isoformat(),
        "state": RequestState(request.state).value,
        "note": last.note[:NOTE_MAX] if last else "",
        **more,
    }
    key = f"{kind}:{request.ref}:{person.ref}:{more.get('note', request.state)}"
    send(kind, to=recipient(person), context=context, key=key)


def _of_many(requests: Sequence[AccessRequest], person: Employee) -> None:
    if not (person.email and person.is_active):
        return
    first = requests[0]
    context = {
        "count": len(requests),
        "asks": first.requested_by.name,
        "reason": first.reason[:NOTE_MAX],
        "names": [request.person.name for request in requests[:NAMED]],
        "accounts": sorted({request.account.handle for request in requests})[:NAMED],
    }
    key = f"access.requests_waiting:{first.ref}:{person.ref}"
    send("access.requests_waiting", to=recipient(person), context=context, key=key)


def _of_grant(kind: str, grant: AccessGrant, person: Employee, *, why: str = "", moment: str = "") -> None:
    if not (person.email and person.is_active):
        return
    context = {
        "grant": str(grant.ref),
        "account": grant.account.handle,
        "platform": grant.account.platform.name_for(person),
        "name": grant.person.name,
        "why": why,
        "ends_at": grant.ends_at.isoformat(),
    }
    send(kind, to=recipient(person), context=context, key=f"{kind}:{grant.ref}:{person.ref}:{why}{moment}")


@facts("access.request_waiting")
@facts("access.request_decided")
@facts("access.request_note")
def _days(context: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "first_day": date.fromisoformat(context["first"]),
        "last_day": date.fromisoformat(context["last"]),
        "is_approved": context["state"] == RequestState.APPROVED,
        "state_in_words": RequestState(context["state"]).label,
    }


@facts("access.grant_active")
@facts("access.grant_ended")
@facts("access.grant_suspended")
@facts("access.grant_ending")
@facts("access.grace_used")
def _in_words(context: Mapping[str, Any]) -> dict[str, Any]:
    words = {choice.value: choice.label for choice in (*EndReason, *Suspension)}
    return {"why_in_words": words.get(context["why"], ""), "until": parse_datetime(context["ends_at"])}


def tell_held(run: LeaverRun) -> None:
    """Very many departures at once: once an hour, not once a person."""
    key = f"{timezone.now():%Y%m%d%H}"
    for person in holders(Role.ACCOUNT_ADMIN, Role.HR):
        if person.email:
            send(
                "access.leavers_held",
                to=recipient(person),
                context={},
                key=f"leavers-held:{key}:{person.ref}",
            )


def tell_leaver(run: LeaverRun) -> None:
    """What is to be done now, to the account admins."""
    context = {"name": run.person.name, "run": str(run.ref)}
    for person in holders(Role.ACCOUNT_ADMIN):
        if person.email:
            key = f"leaver-done:{run.ref}:{person.ref}"
            send("access.leaver_done", to=recipient(person), context=context, key=key)


def tell_review(review: AccessReview) -> None:
    """It is open: to everybody for whom something of it waits."""
    kind = "access.mover_review" if review.subject_id else "access.review_opened"
    for person, count in reviewers_of(review).items():
        _of_review(kind, review, person, count)


def remind_of_review(review: AccessReview) -> None:
    """What is still undecided is suspended soon."""
    for person, count in reviewers_of(review).items():
        _of_review("access.review_reminder", review, person, count)


def tell_handed_on(item: ReviewItem, by: Employee) -> None:
    """Somebody could not decide: to the others who may, once a day and review."""
    for person in others_for(item, by):
        _of_review("access.review_handed_on", item.review, person, day=timezone.localdate())


def _of_review(
    kind: str, review: AccessReview, person: Employee, count: int = 0, *, day: date | None = None
) -> None:
    if person.email:
        context = {
            "title": review.title,
            "review": str(review.ref),
            "due": review.due_on.isoformat(),
            "count": count,
        }
        send(kind, to=recipient(person), context=context, key=f"{kind}:{review.ref}:{person.ref}:{day or ''}")


@facts("access.mover_review")
@facts("access.review_opened")
@facts("access.review_reminder")
@facts("access.review_handed_on")
def _due_day(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"due_day": date.fromisoformat(context["due"])}
