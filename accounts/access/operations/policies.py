"""Access rules: who decides, for how long, what is required."""

from django.utils import timezone

from accounts.access.models import AccessPolicy
from accounts.access.permissions import can_set_policies
from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="access_rules.refused")
def set_policy(*, policy: AccessPolicy, by: Employee) -> AccessPolicy:
    """Write new rules beside the old ones; `policy` has been validated by its form.

    Requests that wait go on under the rules they were submitted under (A2).
    """
    if not can_set_policies(by):
        raise NotPermitted
    policy.made_by, policy.made_at = by, timezone.now()
    policy.save()
    details = {"approvals": policy.approvals, "days": policy.longest_days}
    record("access_rules.set", by=by, obj=policy, details=details)
    return policy


def policy_for(account: CorporateAccount) -> AccessPolicy:
    """The rules that apply to `account` now; those that come with the product if nobody has set any."""
    return AccessPolicy.objects.for_account(account).first() or AccessPolicy(made_at=timezone.now())


@operation
def pinned_policy(*, account: CorporateAccount) -> AccessPolicy:
    """The same as a row that a request can keep."""
    policy = policy_for(account)
    if policy.pk is None:
        policy.save()
    return policy
