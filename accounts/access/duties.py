"""What waits for a person here: requests to decide, access to review, questions to answer."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access.approving import decidable_by
from accounts.access.choices import RequestState
from accounts.access.models import AccessRequest
from accounts.access.reviewing import items_for
from accounts.people.models import Employee
from accounts.people.registry import Duty

# Beyond this nobody reads a list of duties any more; the page of requests shows all.
MOST = 50


def duties_of(person: Employee) -> Iterable[Duty]:
    yield from (_duty(request, _("Decide on access")) for request in requests_for(person))
    yield from _reviews(person)
    asked = AccessRequest.objects.filter(state=RequestState.INFO_NEEDED, requested_by=person)
    yield from (_duty(request, _("Answer a question")) for request in asked.with_parts()[:MOST])


def waiting_for(person: Employee) -> int:
    return decidable_by(person, timezone.localdate()).count()


def requests_for(person: Employee) -> list[AccessRequest]:
    """Requests that `person` may decide on and has not yet, the oldest first."""
    waiting = decidable_by(person, timezone.localdate())
    return list(waiting.with_parts().order_by("answer_by", "pk")[:MOST])


def _reviews(person: Employee) -> Iterable[Duty]:
    waiting = items_for(person).order_by("review__due_on", "review").distinct()
    for ref, title, due_on in waiting.values_list("review__ref", "review__title", "review__due_on"):
        yield Duty(
            key=f"access-review:{ref}",
            title=title,
            action=_("Review access"),
            url=reverse("access:review-show", args=[ref]),
            due_on=due_on,
            overdue=due_on < timezone.localdate(),
        )


def _duty(request: AccessRequest, action: str | Promise) -> Duty:
    return Duty(
        key=f"access-request:{request.ref}",
        title=f"{request.person.name} → {request.account.handle}",
        action=action,
        url=reverse("access:request-show", args=[request.ref]),
        due_on=request.answer_by,
        overdue=False,
    )
