"""A2: who may decide on a request. Neither who asks, nor who benefits, nor who stands in for either.

`approvers_for` names them for one request, `decidable_by` finds the requests of one person; a test holds the
two together.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.access.choices import ApproverGroup, RequestState
from accounts.access.models import AccessPolicy, AccessRequest, RequestDecision
from accounts.access.querysets import AccessRequestQuerySet
from accounts.people.choices import Role, Status
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from accounts.people.registrations import holders
from accounts.register.models import CorporateAccount

BY_OWNERS = (ApproverGroup.ANSWERING, ApproverGroup.EITHER)
BY_ADMINS = (ApproverGroup.ADMINS, ApproverGroup.EITHER)


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
    """Everybody who may decide today, and whose voice has not been heard yet."""
    heard = heard_on(request.decisions.all())
    return approvers_for(
        request.account, request.policy, (request.person, request.requested_by), today, heard
    )


def heard_on(decisions: Iterable[RequestDecision]) -> set[int]:
    """Everybody who has decided, and everybody in whose place somebody has."""
    return {pk for one in decisions for pk in (one.decided_by_id, one.in_place_of_id) if pk is not None}


def approvers_for(
    account: CorporateAccount,
    policy: AccessPolicy,
    parties: Iterable[Employee],
    today: date,
    heard: Collection[int] = (),
) -> list[Approver]:
    """Everybody who may decide today on what concerns `parties`."""
    return Circle(account, policy, today).deciders(parties, heard)


class Circle:
    """Among whom requests for an account are decided on a day, looked up once for however many requests."""

    def __init__(self, account: CorporateAccount, policy: AccessPolicy, today: date) -> None:
        self._group = _group(account, policy)
        self._own = {person.pk for person in self._group}
        self._away = set(_away_on(today).filter(pk__in=self._own).values_list("pk", flat=True))

    def deciders(self, parties: Iterable[Employee], heard: Collection[int] = ()) -> list[Approver]:
        """Each once; people themselves before those who stand in for somebody."""
        barred = _barred(parties)
        group = [person for person in self._group if person.pk not in barred and person.pk not in heard]
        found = {person.pk: Approver(person) for person in group if person.is_active}
        for person in group:
            deputy = person.deputy
            if person.pk not in self._away or deputy is None or not deputy.is_active:
                continue
            if deputy.pk not in barred | self._own and deputy.pk not in heard:
                found.setdefault(deputy.pk, Approver(deputy, in_place_of=person))
        return list(found.values())


def decidable_by(person: Employee, today: date) -> AccessRequestQuerySet:
    """Requests that wait for `person`: one query, however many there are."""
    waiting = AccessRequest.objects.filter(state__in=(RequestState.SUBMITTED, RequestState.IN_REVIEW))
    if not person.is_active:
        return waiting.none()
    party = Q(person=person) | Q(requested_by=person)
    party |= Q(person__deputy=person) | Q(requested_by__deputy=person)
    said = RequestDecision.objects.filter(request=OuterRef("pk"))
    heard = Exists(said.filter(Q(decided_by=person) | Q(in_place_of=person)))
    own = _of_group(person)
    return waiting.exclude(party).exclude(heard).filter(own | (~own & _for_others(person, today)))


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


def _away_on(today: date) -> QuerySet[Employee]:
    absent = Q(pk__in=Employee.objects.absent_on(today).values("pk"))
    return Employee.objects.filter(absent | Q(is_active=False) | Q(status=Status.ON_LEAVE))


def _of_group(person: Employee) -> Q:
    answers = Q(account__owner=person) | Q(account__deputy=person)
    own = answers & Q(policy__approvers__in=BY_OWNERS)
    if has_role(person, Role.ACCOUNT_ADMIN):
        own |= Q(policy__approvers__in=BY_ADMINS)
    return own


def _for_others(person: Employee, today: date) -> Q:
    """Whether `person` stands in for somebody of the group who is away, no party, and not heard yet."""
    said = RequestDecision.objects.filter(request=OuterRef(OuterRef("pk")))
    others = (
        _away_on(today)
        .filter(deputy=person)
        .exclude(pk__in=[OuterRef("person"), OuterRef("requested_by")])
        .exclude(pk=Coalesce(OuterRef("person__deputy"), Value(0)))
        .exclude(pk=Coalesce(OuterRef("requested_by__deputy"), Value(0)))
        .exclude(Exists(said.filter(Q(decided_by=OuterRef("pk")) | Q(in_place_of=OuterRef("pk")))))
    )
    owners = others.filter(pk__in=[OuterRef("account__owner"), OuterRef("account__deputy")])
    admins = others.filter(pk__in=holders(Role.ACCOUNT_ADMIN).values("pk"))
    return (Q(policy__approvers__in=BY_OWNERS) & Exists(owners)) | (
        Q(policy__approvers__in=BY_ADMINS) & Exists(admins)
    )
