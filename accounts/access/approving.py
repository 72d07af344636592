"""A2: who may decide on a request. Neither who asks, nor who benefits, nor who stands in for either."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.access.choices import ApproverGroup
from accounts.access.models import AccessPolicy, AccessRequest
from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.registrations import holders
from accounts.register.models import CorporateAccount


@dataclass(frozen=True)
class Approver:
    """Who may decide, for themself or in place of somebody who is away."""

    person: Employee
    in_place_of: Employee | None = None

    @property
    def counts_as(self) -> int:
        """Whose voice it is: somebody and the one who stands in for them have one between them."""
        return (self.in_place_of or self.person).pk


def approvers_of(request: AccessRequest, today: date) -> list[Approver]:
    return approvers_for(request.account, request.policy, (request.person, request.requested_by), today)


def approvers_for(
    account: CorporateAccount, policy: AccessPolicy, parties: Iterable[Employee], today: date
) -> list[Approver]:
    """Everybody who may decide today, each once; people themselves before those who stand in for somebody."""
    barred = _barred(parties)
    group = [person for person in _group(account, policy) if person.pk not in barred]
    away = set(
        Employee.objects.absent_on(today).filter(pk__in=[p.pk for p in group]).values_list("pk", flat=True)
    )
    found = {person.pk: Approver(person) for person in group if person.is_active}
    for person in group:
        deputy = person.deputy
        is_away = person.pk in away or not person.is_active
        if is_away and deputy and deputy.is_active and deputy.pk not in barred:
            found.setdefault(deputy.pk, Approver(deputy, in_place_of=person))
    return list(found.values())


def voices(approvers: Iterable[Approver]) -> int:
    """How many different voices they have."""
    return len({approver.counts_as for approver in approvers})


def _barred(parties: Iterable[Employee]) -> set[int]:
    pks = {person.pk for person in parties}
    return pks | {person.deputy_id for person in parties if person.deputy_id}


def _group(account: CorporateAccount, policy: AccessPolicy) -> list[Employee]:
    answering = [account.owner, account.deputy]
    if policy.approvers == ApproverGroup.ANSWERING:
        return answering
    admins = list(holders(Role.ACCOUNT_ADMIN).select_related("deputy").order_by("pk"))
    return admins if policy.approvers == ApproverGroup.ADMINS else [*answering, *admins]
