"""What waits for a person here: requests to decide, questions to answer."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access.approving import approvers_of
from accounts.access.choices import RequestState
from accounts.access.models import AccessRequest
from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.registry import Duty

# Beyond this nobody reads a list of duties any more; the page of requests shows all.
MOST = 50


def duties_of(person: Employee) -> Iterable[Duty]:
    yield from (_duty(request, _("Decide on access")) for request in requests_for(person))
    asked = AccessRequest.objects.filter(state=RequestState.INFO_NEEDED, requested_by=person)
    yield from (_duty(request, _("Answer a question")) for request in asked.with_parts()[:MOST])


def waiting_for(person: Employee) -> int:
    return len(requests_for(person))


def requests_for(person: Employee) -> list[AccessRequest]:
    """Requests that `person` may decide on and has not yet, the oldest first."""
    today = timezone.localdate()
    waiting = AccessRequest.objects.filter(state__in=(RequestState.SUBMITTED, RequestState.IN_REVIEW))
    near = waiting.filter(_near(person)).exclude(decisions__decided_by=person)
    ordered = near.with_parts().order_by("answer_by", "pk")[:MOST]
    return [request for request in ordered if _may_decide(request, person, today)]


def _near(person: Employee) -> Q:
    """Narrows the search, in the same query: accounts that they, or somebody they stand in for, answer for;
    all accounts where one of these is an account admin."""
    voices = Employee.objects.filter(Q(pk=person.pk) | Q(deputy=person))
    answering = voices.values("pk")
    is_admin = Exists(voices.filter(groups__name=Role.ACCOUNT_ADMIN))
    return Q(is_admin) | Q(account__owner__in=answering) | Q(account__deputy__in=answering)


def _may_decide(request: AccessRequest, person: Employee, today: date) -> bool:
    return any(approver.person.pk == person.pk for approver in approvers_of(request, today))


def _duty(request: AccessRequest, action: str | Promise) -> Duty:
    return Duty(
        key=f"access-request:{request.ref}",
        title=f"{request.person.name} → {request.account.handle}",
        action=action,
        url=reverse("access:request-show", args=[request.ref]),
        due_on=request.answer_by,
        overdue=False,
    )
