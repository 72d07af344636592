"""Who stores, opens, changes and reviews; views, templates and operations share these. No role reads secrets:
whoever opens one has access to the account, changes it, or breaks the glass."""

from typing import Any

from django.utils import timezone

from accounts.access.deciding import standing_of
from accounts.access.models import AccessGrant
from accounts.people.choices import Role
from accounts.people.permissions import has_role
from accounts.register.choices import RouteKind
from accounts.register.models import CorporateAccount
from accounts.register.permissions import answers_for, can_manage_register, works_here
from accounts.vault.choices import CredentialKind
from accounts.vault.models import BreakGlass, Credential, Reveal, Rotation

ROUTES = {
    CredentialKind.API_TOKEN: (RouteKind.TOKEN, RouteKind.SHARED),
    CredentialKind.PASSWORD: (RouteKind.SHARED,),
    CredentialKind.TOTP: (RouteKind.SHARED,),
    CredentialKind.RECOVERY_CODES: (RouteKind.SHARED,),
}


def can_store(person: Any, account: CorporateAccount) -> bool:
    """Put secrets in and replace them: account admins, and who answers for the account. It shows nothing."""
    return can_manage_register(person) or answers_for(person, account)


def usable_grant(person: Any, credential: Credential, *, lock: bool = False) -> AccessGrant | None:
    """Access of `person` by which `credential` may be opened at this moment (A1, V2)."""
    kinds = ROUTES.get(CredentialKind(credential.kind), ())
    grants = AccessGrant.objects.running().of(person)
    grants = grants.filter(account=credential.account_id, route__kind__in=kinds)
    if lock:
        grants = grants.select_for_update(of=("self",), no_key=True)
    return _first_usable(grants)


def kinds_open_to(person: Any, account: CorporateAccount) -> frozenset[str]:
    """Kinds of credentials of `account` that `usable_grant` lets `person` open, for a list of them."""
    grants = AccessGrant.objects.running().of(person).filter(account=account)
    routes = {kind: grants.filter(route__kind=kind) for kind in (RouteKind.SHARED, RouteKind.TOKEN)}
    usable = {kind for kind, found in routes.items() if _first_usable(found) is not None}
    return frozenset(kind for kind, ways in ROUTES.items() if usable.intersection(ways))


def _first_usable(grants: Any) -> AccessGrant | None:
    now = timezone.now()
    return next(
        (one for one in grants.with_parts().order_by("pk") if standing_of(one, now).can_be_used), None
    )


def is_rotator(person: Any, credential: Credential) -> bool:
    """Whoever has taken over the change of this credential's account."""
    rotations = Rotation.objects.unfinished().filter(account=credential.account_id, taken_by=person)
    return rotations.exists()


def can_see_vault(person: Any, account: CorporateAccount) -> bool:
    """That something is kept, and its history; never what."""
    if not works_here(person):
        return False
    return oversees_vault(person) or answers_for(person, account) or _works_on(person, account)


def can_suspect(person: Any, account: CorporateAccount) -> bool:
    """Say that others may know what is kept: whoever sees it, but auditors, who change nothing."""
    if not works_here(person):
        return False
    may = can_store(person, account) or has_role(person, Role.SECURITY_OFFICER)
    return may or _works_on(person, account)


def _works_on(person: Any, account: CorporateAccount) -> bool:
    return AccessGrant.objects.running().of(person).filter(account=account).exists()


def oversees_vault(person: Any) -> bool:
    return has_role(person, Role.ACCOUNT_ADMIN, Role.SECURITY_OFFICER, Role.AUDITOR)


def can_agree(person: Any, reveal: Reveal) -> bool:
    """The second person of four-eyes: who answers for the account, or an account admin; never who asked."""
    return person.pk != reveal.person_id and can_store(person, reveal.version.credential.account)


def can_rotate(person: Any, account: CorporateAccount) -> bool:
    return can_store(person, account)


def can_check_rotation(person: Any, rotation: Rotation) -> bool:
    """V6: another person than whoever changed it or confirmed a step."""
    parties = {rotation.changed_by_id, rotation.taken_by_id}
    parties |= set(rotation.steps.exclude(done_by=None).values_list("done_by", flat=True))
    knows = can_rotate(person, rotation.account) or has_role(person, Role.SECURITY_OFFICER)
    return knows and person.pk not in parties


def can_confirm_waiver(person: Any, rotation: Rotation) -> bool:
    second = has_role(person, Role.ACCOUNT_ADMIN, Role.SECURITY_OFFICER)
    return second and person.pk != rotation.waiver_by_id


def can_break_glass(person: Any, account: CorporateAccount) -> bool:
    """In an emergency: account admins and who answers for the account."""
    return can_store(person, account)


def can_review_glass(person: Any, glass: BreakGlass) -> bool:
    """Owner, deputy or security officer, and never who used it."""
    knows = answers_for(person, glass.credential.account) or has_role(person, Role.SECURITY_OFFICER)
    return knows and person.pk != glass.person_id
