"""Carrying the chain's head out of the database, checking the chain, and looking somebody up."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit import chain
from portal.audit.models import AuditEvent, ChainHead, ExportedHead, HeadTimeStamp
from portal.audit.registry import may_read_trail
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record, seal_fits, seal_of
from portal.audit.verification import FOLDER, exported_files, read_exported
from portal.keys.ring import ring

REASON_MIN = 10
REASON_MAX = 300


class ReasonRequired(RuleBroken):
    message = _("Please say in a sentence why you look this person up.")


class HeadAltered(Exception):
    """A head whose seal does not fit; `verify_audit` says more."""


@operation
def export_head(*, day: date) -> ExportedHead:
    """Write the chain head of `day` to a row and to file storage, once a day, outside the chain's reach.

    `day` is a day in UTC. A second call returns the row of the first and mends a missing file.
    """
    exported = ExportedHead.objects.filter(day=day).first()
    if exported is None:
        head = ChainHead.objects.get(pk=1)
        exported = ExportedHead.objects.create(
            day=day, seq=head.seq, hash=head.hash, exported_at=timezone.now()
        )
        details = {"day": day.isoformat(), "seq": head.seq}
        record(
            "trail.head_exported",
            object_type="audit.exportedhead",
            object_id=str(exported.pk),
            details=details,
        )
    write_head_file(day=day, seq=exported.seq, row_hash=exported.hash)
    return exported


def write_head_file(*, day: date, seq: int, row_hash: str) -> None:
    """Write one exported head, sealed by the ring's active key, unless it is there."""
    storage = storages["evidence"]
    name = f"{FOLDER}/{day.isoformat()}.{ring().active}.json"
    if storage.exists(name):
        return
    content = {"day": day.isoformat(), "seq": seq, "hash": row_hash, "seal": seal_of(seq, row_hash)}
    storage.save(name, ContentFile(chain.canonical_text(content).encode()))


def sealed_heads() -> Iterator[tuple[str, str]]:
    """The chain's head ("") and every exported head (its file), with the key that seals it."""
    yield "", ChainHead.objects.get(pk=1).seal.partition(":")[0]
    for name in exported_files():
        yield name, str(read_exported(name)["seal"]).partition(":")[0]


def reseal(name: str) -> None:
    """Bring a head under the ring's active key. Raises `HeadAltered`: that is never sealed again."""
    if not name:
        reseal_head()
        return
    said = read_exported(name)
    seq, row_hash = int(str(said["seq"])), str(said["hash"])
    if not seal_fits(seq, row_hash, str(said["seal"])):
        raise HeadAltered(name)
    write_head_file(day=date.fromisoformat(str(said["day"])), seq=seq, row_hash=row_hash)


@operation
def keep_time_stamp(*, head: ExportedHead, authority: str, token: bytes) -> HeadTimeStamp:
    """Store the RFC 3161 token that proves when `head` existed."""
    stamp = HeadTimeStamp.objects.create(
        head=head, authority=authority, token=token, stamped_at=timezone.now()
    )
    details = {"day": head.day.isoformat(), "authority": authority}
    record("trail.head_stamped", object_type="audit.exportedhead", object_id=str(head.pk), details=details)
    return stamp


@operation
def note_check(*, rows: int, first_broken: int, by: Any) -> None:
    """Write down that the chain was checked. `first_broken` is 0 when it holds."""
    record("trail.checked", by=by, details={"rows": rows, "first_broken": first_broken})


@operation
def note_export(*, wanted: str, person: UUID | None, kind: str, by: Any) -> int:
    """Write down that rows were taken as a file; returns the last row that goes into it.

    Raises `NotPermitted`.
    """
    if not may_read_trail(by):
        raise NotPermitted
    last = ChainHead.objects.get(pk=1).seq
    subject = {"object_type": "people.employee", "object_id": str(person)} if person else {}
    record("trail.exported", by=by, details={"filter": wanted, "kind": kind, "until": last}, **subject)
    return last


@operation
def reseal_head() -> None:
    """Seal the chain's head with the ring's active key. Raises `HeadAltered` if its seal does not fit."""
    head = ChainHead.objects.select_for_update().get(pk=1)
    if not seal_fits(head.seq, head.hash, head.seal):
        raise HeadAltered("audit_chainhead")
    head.seal = seal_of(head.seq, head.hash)
    head.save(update_fields=["seal"])


@operation(refused="trail.search_refused")
def look_up_person(*, person: UUID, reason: str, by: Any) -> int:
    """Search the trail for what a person did and what was done to them; the search itself is a row.

    Returns how many rows there are. Raises `NotPermitted`, `ReasonRequired`.
    """
    if not may_read_trail(by):
        raise NotPermitted
    reason = " ".join(chain.storable(reason).split())
    if len(reason) < REASON_MIN:
        raise ReasonRequired
    found = AuditEvent.objects.about_person(person).count()
    details = {"reason": reason[:REASON_MAX], "found": found}
    record("trail.searched", by=by, object_type="people.employee", object_id=str(person), details=details)
    return found
