"""Putting secrets in, replacing them, destroying what was replaced. Nothing here gives one out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.choices import Terms
from accounts.register.models import CorporateAccount
from accounts.vault.choices import CredentialKind, VersionState
from accounts.vault.models import Credential, CredentialVersion, RecoveryCode
from accounts.vault.opening import Place, place_of, seal
from accounts.vault.permissions import ROUTES, can_store
from accounts.vault.private import looks_private
from accounts.vault.rules import NoSharedRoute, NotASecret, NothingToCheckIn, PrivateLogin
from accounts.vault.totp import generator_from
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@dataclass(frozen=True)
class Secret:
    """What is put in: a password, a token or an otpauth address as `text`, or recovery codes."""

    text: str = field(default="", repr=False)
    codes: Sequence[str] = field(default=(), repr=False)


@operation(refused="credential.refused")
def add_credential(*, credential: Credential, secret: Secret | None, by: Employee) -> Credential:
    """Keep something new of an account; `credential` has been validated by its form.

    Raises `NotPermitted`, `NoSharedRoute`, `PrivateLogin` (V7), `NotTotp`, `KeysUnavailable`.
    """
    account = _locked_account(credential.account, by)
    _require_company_login(account, credential)
    credential.save()
    record("credential.added", by=by, obj=credential, details={"kind": credential.kind})
    if secret is not None:
        put_in_force(version=stage_version(credential=credential, secret=secret, by=by), by=by)
    return credential


@operation(refused="credential.refused")
def change_credential(*, credential: Credential, by: Employee) -> Credential:
    """Change label, login name and who may open it how; the secret stays."""
    account = _locked_account(credential.account, by)
    _require_company_login(account, credential)
    credential.save(
        update_fields=["label", "login", "four_eyes", "is_exclusive", "holder", "custodian", "place"]
    )
    record("credential.changed", by=by, obj=credential, details={"kind": credential.kind})
    return credential


@operation(refused="credential.refused")
def remove_credential(*, credential: Credential, by: Employee) -> Credential:
    """It is not used any more: every version is retired, and destroyed by the next job."""
    _locked_account(credential.account, by)
    credential.retired_at = timezone.now()
    credential.save(update_fields=["retired_at"])
    for version in credential.versions.exclude(state__in=(VersionState.RETIRED, VersionState.SHREDDED)):
        _retire(version)
    record("credential.removed", by=by, obj=credential, details={"kind": credential.kind})
    return credential


@operation(refused="credential.refused")
def stage_version(*, credential: Credential, secret: Secret, by: Employee) -> CredentialVersion:
    """Prepare the next value while the old one is still in force; one that was prepared before is dropped."""
    credential = _locked(credential)
    if not can_store(by, credential.account):
        raise NotPermitted
    if credential.kind == CredentialKind.HARDWARE_KEY:
        raise NotASecret
    for prepared in credential.versions.filter(state=VersionState.STAGED):
        _retire(prepared)
    newest = credential.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = CredentialVersion(
        credential=credential,
        number=newest + 1,
        made_by=by,
        made_at=timezone.now(),
        state=VersionState.STAGED,
    )
    _fill(version, secret)
    record("credential.staged", by=by, obj=credential, details={"number": version.number})
    return version


@operation(refused="credential.refused")
def put_in_force(*, version: CredentialVersion, by: Employee) -> CredentialVersion:
    """The platform accepts the new value now; the one before can be opened by nobody any more (V4)."""
    credential = _locked(version.credential)
    if not can_store(by, credential.account):
        raise NotPermitted
    version = credential.versions.select_related("credential__account").get(pk=version.pk)
    if version.state != VersionState.STAGED:
        raise NotPermitted
    for older in credential.versions.in_force():
        _retire(older)
    version.state, version.live_at = VersionState.LIVE, timezone.now()
    version.save(update_fields=["state", "live_at"])
    if credential.held_by_id:
        credential.held_by, credential.held_until = None, None
        credential.save(update_fields=["held_by", "held_until"])
    # The trail says which version is in force: a row that was put back shows against it (V5).
    record("credential.live", by=by, obj=credential, details={"number": version.number})
    return version


@operation
def suspect_version(*, version: CredentialVersion, by: Employee | None) -> None:
    """Others may know it: until it is changed, only whoever changes it opens it."""
    if version.state == VersionState.LIVE:
        version.state = VersionState.SUSPECT
        version.save(update_fields=["state"])
        details = {"number": version.number}
        record("credential.suspected", by=by, obj=version.credential, details=details)


@operation(refused="credential.refused")
def check_in(*, credential: Credential, by: Employee) -> Credential:
    """Give back what only one person has at a time. Raises `NothingToCheckIn`."""
    credential = _locked(credential)
    if credential.held_by_id != by.pk and not (credential.held_by_id and can_store(by, credential.account)):
        raise NothingToCheckIn
    credential.held_by, credential.held_until = None, None
    credential.save(update_fields=["held_by", "held_until"])
    record("credential.checked_in", by=by, obj=credential)
    return credential


@operation
def shred(*, pk: int) -> None:
    """Destroy what was replaced: the row stays, what it held is gone."""
    locked = CredentialVersion.objects.select_for_update(of=("self",), no_key=True)
    version = locked.select_related("credential").get(pk=pk)
    version.state, version.sealed, version.key_id = VersionState.SHREDDED, b"", ""
    version.save(update_fields=["state", "sealed", "key_id"])
    version.codes.update(sealed=b"", key_id="")
    record("credential.shredded", obj=version.credential, details={"number": version.number})


def _fill(version: CredentialVersion, secret: Secret) -> None:
    kind = version.credential.kind
    if kind == CredentialKind.RECOVERY_CODES:
        version.save()
        for position, text in enumerate(secret.codes, start=1):
            sealed, key_id = seal(text, Place(version.credential, version.number, f"code-{position}"))
            RecoveryCode.objects.create(version=version, position=position, sealed=sealed, key_id=key_id)
        return
    text = secret.text
    if kind == CredentialKind.TOTP:
        generator = generator_from(text)
        text, version.algorithm = generator.seed, generator.algorithm
        version.digits, version.period = generator.digits, generator.period
    version.sealed, version.key_id = seal(text, place_of(version))
    version.save()


def _retire(version: CredentialVersion) -> None:
    version.state, version.retired_at = VersionState.RETIRED, timezone.now()
    version.save(update_fields=["state", "retired_at"])


def _require_company_login(account: CorporateAccount, credential: Credential) -> None:
    """V7"""
    if looks_private(credential.login):
        raise PrivateLogin
    if credential.kind == CredentialKind.HARDWARE_KEY:
        return
    kinds = ROUTES[CredentialKind(credential.kind)]
    routes = account.routes.filter(kind__in=kinds, closed_at=None).exclude(terms=Terms.FORBIDDEN)
    if not routes.exists():
        raise NoSharedRoute


def _locked_account(account: CorporateAccount, by: Employee) -> CorporateAccount:
    found = CorporateAccount.objects.select_for_update(of=("self",), no_key=True).get(pk=account.pk)
    if not can_store(by, found):
        raise NotPermitted
    return found


def _locked(credential: Credential) -> Credential:
    locked = Credential.objects.select_for_update(of=("self",), no_key=True).select_related(
        "account__platform"
    )
    return locked.get(pk=credential.pk)
