"""What this room mails. No mail carries a secret, or says more of one than its name (V3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.people.choices import Role
from accounts.people.emails import recipient
from accounts.people.models import Employee
from accounts.people.registrations import holders
from accounts.register.models import CorporateAccount
from accounts.vault.models import BreakGlass, Credential, Reveal, Rotation
from portal.mail.operations import send
from portal.mail.registry import facts

NAMED = 20


def ask_second_person(reveal: Reveal) -> None:
    credential = reveal.version.credential
    people = [one for one in answering(credential.account) if one.pk != reveal.person_id]
    facts = {"reveal": str(reveal.ref), "name": reveal.person.name, "reason": reveal.reason}
    _tell("vault.second_person", credential, people, key=str(reveal.ref), **facts)


def tell_agreed(reveal: Reveal) -> None:
    credential = reveal.version.credential
    _tell("vault.agreed", credential, [reveal.person], key=str(reveal.ref), reveal=str(reveal.ref))


def warn_of_few_codes(credential: Credential, left: int) -> None:
    _tell(
        "vault.few_codes",
        credential,
        answering(credential.account),
        key=f"{credential.ref}:{left}",
        left=left,
    )


def warn_of_tampering(credential: Credential) -> None:
    """Security officers and account admins, once an hour and credential."""
    key = f"{credential.ref}:{timezone.now():%Y%m%d%H}"
    _tell("vault.tampered", credential, holders(Role.SECURITY_OFFICER, Role.ACCOUNT_ADMIN), key=key)


def tell_emergency(glass: BreakGlass) -> None:
    """Loud: owner, deputy and security officers, whoever of them used it included."""
    credential = glass.credential
    people = [*_owners(credential.account), *holders(Role.SECURITY_OFFICER)]
    facts = {"name": glass.person.name, "reason": glass.reason, "glass": str(glass.ref)}
    facts["cause"] = glass.cause_label
    _tell("vault.emergency", credential, people, key=str(glass.ref), **facts)


def tell_rotations(rotations: Sequence[Rotation]) -> None:
    """Whoever could do it, each time something is added; one mail, however many accounts it is about."""
    admins = list(holders(Role.ACCOUNT_ADMIN))
    theirs: dict[Employee, list[Rotation]] = {}
    for rotation in rotations:
        for person in dict.fromkeys([*_owners(rotation.account), *admins]):
            theirs.setdefault(person, []).append(rotation)
    for person, mine in theirs.items():
        if len(mine) == 1:
            _of_rotation("vault.rotation_due", mine[0], [person], key=_moment(mine[0]))
        elif person.email:
            _of_several(mine, person)


def _of_several(rotations: Sequence[Rotation], person: Employee) -> None:
    context = {
        "accounts": [_called(rotation.account, person) for rotation in rotations[:NAMED]],
        "count": len(rotations),
        "due_at": min(rotation.due_at for rotation in rotations).isoformat(),
    }
    key = f"vault.rotations_due:{_moment(rotations[0])}:{person.ref}"
    send("vault.rotations_due", to=recipient(person), context=context, key=key)


def _called(account: CorporateAccount, person: Employee) -> str:
    return f"{account.handle} ({account.platform.name_for(person)})"


def _moment(rotation: Rotation) -> str:
    return f"{rotation.ref}:{rotation.items.count()}:{rotation.due_at:%Y%m%d%H}"


def ask_to_check(rotation: Rotation) -> None:
    people = [one for one in answering(rotation.account) if one.pk != rotation.changed_by_id]
    people += list(holders(Role.SECURITY_OFFICER))
    key = f"{rotation.ref}:{rotation.changed_at:%Y%m%d%H%M}"
    _of_rotation("vault.rotation_check", rotation, people, key=key)


def answering(account: CorporateAccount) -> list[Employee]:
    """Owner, deputy and account admins."""
    return [*_owners(account), *holders(Role.ACCOUNT_ADMIN)]


def _owners(account: CorporateAccount) -> list[Employee]:
    return [person for person in (account.owner, account.deputy) if person.is_active]


def _of_rotation(kind: str, rotation: Rotation, people: Iterable[Employee], *, key: str) -> None:
    account = rotation.account
    for person in {one.pk: one for one in people}.values():
        if person.email:
            context = {
                "account": account.handle,
                "platform": account.platform.name_for(person),
                "rotation": str(rotation.ref),
                "due_at": rotation.due_at.isoformat(),
            }
            send(kind, to=recipient(person), context=context, key=f"{kind}:{key}:{person.ref}")


def _tell(kind: str, credential: Credential, people: Iterable[Employee], *, key: str, **facts: Any) -> None:
    account = credential.account
    for person in {one.pk: one for one in people}.values():
        if person.email:
            context = {
                "account": account.handle,
                "account_ref": str(account.ref),
                "platform": account.platform.name_for(person),
                "label": credential.label,
                **facts,
            }
            send(kind, to=recipient(person), context=context, key=f"{kind}:{key}:{person.ref}")


@facts("vault.rotation_due")
@facts("vault.rotations_due")
def _due(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"due": parse_datetime(context["due_at"])}
