"""Keyed commitments: HMAC-SHA256 under a person's own key, so that what they commit to stays private."""

import hmac
import secrets
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils import timezone

from portal.audit.rules import RuleBroken
from portal.audit.trail import operation, record
from portal.keys.envelope import key_of, open_bytes, rewrap, seal_bytes
from portal.keys.models import PersonKey


class KeyDestroyed(RuleBroken):
    """The person was erased by rule; nothing of theirs can be proven or committed any more."""


def commit(person: UUID, message: bytes) -> str:
    """The commitment to `message`, hexadecimal. Makes the person's key when it is their first.

    Raises `KeyDestroyed` for an erased person.
    """
    return hmac.digest(person_key(person), message, "sha256").hex()


def commit_many(messages: Sequence[tuple[UUID, bytes]]) -> list[str]:
    """The commitments to messages of many people, in their order; a few statements for all.

    Raises `KeyDestroyed` when one of the people is erased.
    """
    people = {person for person, _message in messages}
    PersonKey.objects.bulk_create(
        [PersonKey(person=person, sealed=_fresh(person)) for person in people - _with_keys(people)],
        ignore_conflicts=True,
    )
    keys: dict[UUID, bytes] = {}
    for person, sealed in PersonKey.objects.filter(person__in=people).values_list("person", "sealed"):
        if sealed is None:
            raise KeyDestroyed
        keys[person] = open_bytes(bytes(sealed), context=_context(person))
    return [hmac.digest(keys[person], message, "sha256").hex() for person, message in messages]


def _with_keys(people: set[UUID]) -> set[UUID]:
    return set(PersonKey.objects.filter(person__in=people).values_list("person", flat=True))


def person_key(person: UUID) -> bytes:
    """The 32-byte key of `person`, for commitments and for bundles that contain this person's rows."""
    row = PersonKey.objects.filter(person=person).first() or _new_key(person)
    if row.sealed is None:
        raise KeyDestroyed
    return open_bytes(bytes(row.sealed), context=_context(person))


@operation
def destroy_person_key(*, person: UUID, why: str, by: object = None) -> None:
    """Erase the key for good. Called by the retention job, by rule; `why` is the rule's slug."""
    changed = PersonKey.objects.filter(person=person, destroyed_at=None).update(
        sealed=None, destroyed_at=timezone.now()
    )
    if changed:
        record(
            "person_key.destroyed",
            by=by,
            object_type="people.employee",
            object_id=str(person),
            details={"why": why},
        )


def sealed_person_keys() -> Iterator[tuple[int, str]]:
    """Every person key that is not destroyed, with the key that seals it."""
    rows = PersonKey.objects.exclude(sealed=None).order_by("pk").values_list("pk", "sealed")
    return ((pk, key_of(bytes(sealed))) for pk, sealed in rows.iterator() if sealed is not None)


def rewrap_person_key(pk: int) -> None:
    """Bring one person key under the ring's active key."""
    row = PersonKey.objects.select_for_update().filter(pk=pk).exclude(sealed=None).first()
    if row and row.sealed is not None:
        row.sealed = rewrap(bytes(row.sealed), context=_context(row.person))
        row.save(update_fields=["sealed"])


def _new_key(person: UUID) -> PersonKey:
    row, _ = PersonKey.objects.get_or_create(person=person, defaults={"sealed": _fresh(person)})
    return row


def _fresh(person: UUID) -> bytes:
    return seal_bytes(secrets.token_bytes(32), context=_context(person))


def _context(person: UUID) -> dict[str, str]:
    return {"kind": "person-key", "person": str(person)}
