from datetime import date
from uuid import UUID

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.choices import PENDING_PROPOSALS, ProposalState, RequestState
from guidelines.policies.models import Policy, PolicyReview
from guidelines.policies.operations.asking import close_requests
from guidelines.policies.permissions import can_approve
from guidelines.policies.rules import PolicyRetired
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="policy.refused")
def retire_policy(*, policy: Policy, by: Employee) -> None:
    """Take a guideline out of force: open requests are withdrawn, evidence stays."""
    pending = policy.proposals.filter(state__in=PENDING_PROPOSALS)
    list(pending.select_for_update(no_key=True))  # before the policy, in the order in which a release locks
    policy = _locked(policy, by)
    policy.retired_at, policy.retired_by = timezone.now(), by
    policy.save(update_fields=["retired_at", "retired_by"])
    pending.update(state=ProposalState.WITHDRAWN, decided_by=by, decided_at=timezone.now())
    closed = close_requests(policy.requests.open(), RequestState.WITHDRAWN)
    record("policy.retired", by=by, obj=policy, details={"closed": closed})


@operation(refused="policy.refused")
def confirm_unchanged(*, policy: Policy, next_review_on: date, by: Employee) -> PolicyReview:
    """ "Reviewed, unchanged": nobody is asked (K3)."""
    policy = _locked(policy, by)
    assert policy.current is not None
    review = PolicyReview.objects.create(
        version=policy.current, reviewed_by=by, reviewed_at=timezone.now(), next_review_on=next_review_on
    )
    record("policy.reviewed", by=by, obj=policy, details={"next": next_review_on.isoformat()})
    return review


def mark_differing(*, translation_key: UUID) -> None:
    """Note that the page no longer says what was released. All that publishing a page ever does (K1)."""
    Policy.objects.filter(translation_key=translation_key, differs_since=None).update(
        differs_since=timezone.now()
    )


def _locked(policy: Policy, by: Employee) -> Policy:
    if not can_approve(by):
        raise NotPermitted
    policy = Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    if policy.retired_at or policy.current_id is None:
        raise PolicyRetired
    return policy
