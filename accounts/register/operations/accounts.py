"""Corporate accounts: registered, changed, live, at rest, closed."""

from django.db.models import Q
from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.choices import REACHED_FROM, AccountStatus, ApprovalState
from accounts.register.detecting import needed_approvals
from accounts.register.models import ChannelApproval, CorporateAccount
from accounts.register.operations.findings import refresh_findings
from accounts.register.permissions import answers_for, can_manage_register, may_own, require_manager
from accounts.register.rules import (
    AlreadyRegistered,
    DeputyIsOwner,
    NotApprovedForMessages,
    NotFromThisStatus,
    WorksHereNoMore,
)
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="account.refused")
def register_account(*, account: CorporateAccount, by: Employee, is_live: bool = False) -> CorporateAccount:
    """Put an account on the register; `account` has been validated by its form.

    One that is live already stays so: what is not approved becomes an urgent finding instead of a refusal.
    Raises `NotPermitted`, `AlreadyRegistered`, `DeputyIsOwner`, `WorksHereNoMore`.
    """
    require_manager(by)
    _require_two_people(account.owner, account.deputy)
    _require_new(account)
    account.status = AccountStatus.LIVE if is_live else AccountStatus.PLANNED
    account.checked_at = timezone.now()
    account.save()
    record("account.registered", by=by, obj=account, details={"status": account.status})
    refresh_findings(account=account, by=by)
    return account


@operation(refused="account.refused")
def change_account(*, account: CorporateAccount, by: Employee) -> CorporateAccount:
    """Save what the form of an account changed; status, owner and deputy have operations of their own."""
    if not (can_manage_register(by) or answers_for(by, _locked(account))):
        raise NotPermitted
    _require_new(account)
    account.checked_at = timezone.now()
    fields = [field.name for field in account._meta.concrete_fields if field.name not in _KEPT]
    account.save(update_fields=fields)
    record("account.changed", by=by, obj=account)
    refresh_findings(account=account, by=by)
    return account


_KEPT = ("id", "ref", "status", "owner", "deputy", "created_at")


@operation(refused="account.refused")
def hand_over(
    *, account: CorporateAccount, owner: Employee, deputy: Employee, by: Employee
) -> CorporateAccount:
    """Give an account another owner or deputy. Raises `DeputyIsOwner`, `WorksHereNoMore`, `NotPermitted`."""
    require_manager(by)
    _require_two_people(owner, deputy)
    account = _locked(account)
    account.owner, account.deputy = owner, deputy
    account.save(update_fields=["owner", "deputy"])
    record("account.handed_over", by=by, obj=account)
    refresh_findings(account=account, by=by)
    return account


@operation(refused="account.refused")
def go_live(*, account: CorporateAccount, by: Employee) -> CorporateAccount:
    """From now on it is used. Raises `NotApprovedForMessages`, `NotFromThisStatus`, `NotPermitted`."""
    require_manager(by)
    account = _on_its_way_to(AccountStatus.LIVE, account)
    if not is_approved(account):
        raise NotApprovedForMessages
    return _become(account, AccountStatus.LIVE, by)


@operation(refused="account.refused")
def rest_account(*, account: CorporateAccount, by: Employee) -> CorporateAccount:
    """The account stands on the platform and is not used."""
    require_manager(by)
    return _become(_on_its_way_to(AccountStatus.DORMANT, account), AccountStatus.DORMANT, by)


@operation(refused="account.refused")
def close_account(*, account: CorporateAccount, by: Employee) -> CorporateAccount:
    """The account is gone on the platform; the register keeps it."""
    require_manager(by)
    return _become(_on_its_way_to(AccountStatus.CLOSED, account), AccountStatus.CLOSED, by)


def is_approved(account: CorporateAccount) -> bool:
    """Whether DPO and legal have approved every use that needs it."""
    needed = set(needed_approvals(account))
    holding = ChannelApproval.objects.filter(platform=account.platform_id, state=ApprovalState.APPROVED)
    return needed <= set(holding.values_list("use", flat=True))


def _become(account: CorporateAccount, status: AccountStatus, by: Employee) -> CorporateAccount:
    account.status = status
    account.save(update_fields=["status"])
    record("account.status_set", by=by, obj=account, details={"status": status.value})
    refresh_findings(account=account, by=by)
    return account


def _locked(account: CorporateAccount) -> CorporateAccount:
    locked = CorporateAccount.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("platform", "owner", "deputy").get(pk=account.pk)


def _on_its_way_to(status: AccountStatus, account: CorporateAccount) -> CorporateAccount:
    found = _locked(account)
    if found.status not in REACHED_FROM[status]:
        raise NotFromThisStatus
    return found


def _require_two_people(owner: Employee, deputy: Employee) -> None:
    if owner.pk == deputy.pk:
        raise DeputyIsOwner
    if not (may_own(owner) and may_own(deputy)):
        raise WorksHereNoMore


def _require_new(account: CorporateAccount) -> None:
    same = Q(platform=account.platform, handle=account.handle) & ~Q(pk=account.pk)
    if CorporateAccount.objects.filter(same).exists():
        raise AlreadyRegistered
