"""Keeping offline packs, and noting who fetched the phone numbers that are in them."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.models import EditionText, Work
from guidelines.playbooks.models import OfflinePack
from guidelines.playbooks.printing.packing import Packed
from portal.audit.trail import operation, record

STORAGE = "packs"


def store_pack(*, slot: str, packed: Packed) -> OfflinePack:
    """Put a pack into storage and note it; the second of two workers finds that of the first."""
    name = storages[STORAGE].save(f"{slot}.zip", ContentFile(packed.content))
    pack, made = _note_pack(slot=slot, packed=packed, name=name)
    if not made:
        storages[STORAGE].delete(name)
    return pack


def read_pack(pack: OfflinePack) -> bytes:
    """The ZIP. Raises `FileNotFoundError` for one that storage lost."""
    with storages[STORAGE].open(pack.stored_as) as file:
        content: bytes = file.read()
    return content


def kept_sheet(*, work: Work, text: EditionText, sheet: str) -> bytes | None:
    """The same sheet of the same edition, out of the newest pack: laying it out again takes seconds."""
    pack = OfflinePack.objects.order_by("-made_at").first()
    wanted = {"work": work.slug, "edition": text.edition.number, "language": text.language, "sheet": sheet}
    found = next((one for one in pack.contents if wanted.items() <= one.items()), None) if pack else None
    if pack is None or found is None:
        return None
    try:
        return read_file(pack, found["name"])
    except OSError:
        return None


def read_file(pack: OfflinePack, name: str) -> bytes:
    """One file of the ZIP. Raises `FileNotFoundError` for a pack that storage lost."""
    with ZipFile(BytesIO(read_pack(pack))) as archive:
        return archive.read(name)


@operation
def note_pack_fetched(*, pack: OfflinePack, name: str, by: Employee) -> None:
    """`name` is the file that was taken out of the pack, "" for all of it."""
    record("pack.fetched", by=by, obj=pack, details={"slot": pack.slot, "file": name})


@operation
def note_contacts_printed(*, work: Work, by: Employee) -> None:
    record("contacts.printed", by=by, obj=work, details={"work": work.slug})


@operation
def forget_packs(*, before: datetime) -> Sequence[str]:
    """Remove packs made before that moment, but never the newest one; returns what storage has to delete."""
    newest = OfflinePack.objects.order_by("-made_at").values("pk")[:1]
    old = OfflinePack.objects.filter(made_at__lt=before).exclude(pk__in=newest)
    names = list(old.values_list("stored_as", flat=True))
    if names:
        old.delete()
        record("pack.forgotten", details={"count": len(names)})
    return names


def delete_files(names: Sequence[str]) -> None:
    for name in names:
        storages[STORAGE].delete(name)


@operation
def _note_pack(*, slot: str, packed: Packed, name: str) -> tuple[OfflinePack, bool]:
    sha256 = hashlib.sha256(packed.content).hexdigest()
    pack, made = OfflinePack.objects.get_or_create(
        slot=slot,
        defaults={
            "made_at": timezone.now(),
            "stored_as": name,
            "size": len(packed.content),
            "sha256": sha256,
            "contents": [asdict(one) for one in packed.files],
            "left_out": packed.left_out,
        },
    )
    if made:
        record("pack.made", obj=pack, details={"slot": slot, "files": len(packed.files), "sha256": sha256})
    return pack, made
