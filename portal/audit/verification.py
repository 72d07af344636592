"""The check of the whole trail: rows, head, exported heads and their time stamps (K11)."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.core.files.storage import storages

from portal.audit import chain
from portal.audit.models import AuditEvent, ChainHead, ExportedHead
from portal.audit.registry import checks
from portal.audit.trail import HEAD_ALTERED, seal_fits

FOLDER = "chain-heads"
CHUNK = 2000
HEAD_DOES_NOT_FIT = "the recorded head was altered, or these are another portal's keys: its seal does not fit"


def verify_trail(progress: Callable[[int, int], None] = lambda done, total: None) -> chain.Broken | None:
    """Name the first thing that is wrong, or None. `progress(done, total)` is called every few seconds.

    Rows that are written meanwhile are left to the next check: the head that is read first is the end.
    """
    head = ChainHead.objects.get(pk=1)
    if not seal_fits(head.seq, head.hash, head.seal):
        return chain.Broken(head.seq, HEAD_DOES_NOT_FIT)
    links = _counted(_links(head.seq), head.seq, progress)
    broken = chain.first_broken(links, head_seq=head.seq, head_hash=head.hash)
    broken = broken or _first_row_past_head() or _first_bad_export() or _first_bad_file()
    return broken or _first_found_by_rooms(progress)


def _links(until: int) -> Iterator[chain.Link]:
    rows = AuditEvent.objects.filter(seq__lte=until).order_by("seq")
    for event in rows.iterator(chunk_size=CHUNK):
        flaw = _flaw(event)
        yield chain.Link(event.seq, event.canonical, event.previous_hash, event.body_hash, event.hash, flaw)


def _counted(
    links: Iterator[chain.Link], total: int, progress: Callable[[int, int], None]
) -> Iterator[chain.Link]:
    for done, link in enumerate(links):
        if done % CHUNK == 0:
            progress(done, total)
        yield link


def _flaw(event: AuditEvent) -> str:
    if event.verb == HEAD_ALTERED:
        return "the head before this row had been altered: rows may have been cut off"
    return "" if _columns_agree(event) else "a column of the row differs from its hashed text"


def _columns_agree(event: AuditEvent) -> bool:
    """The columns people search by must say what the hashed text says."""
    try:
        said = json.loads(event.canonical)
        at = datetime.fromisoformat(said["at"])
    except (ValueError, KeyError, TypeError):
        return False
    columns = {
        "seq": event.seq,
        "verb": event.verb,
        "actor": str(event.actor or ""),
        "on_behalf_of": str(event.on_behalf_of or ""),
        "object_type": event.object_type,
        "object_id": event.object_id,
    }
    return at == event.at and all(said.get(name) == value for name, value in columns.items())


def _first_row_past_head() -> chain.Broken | None:
    """The last row is read before the head: a row that is still behind it was added past the chain."""
    last = AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    head = ChainHead.objects.get(pk=1)
    if last <= head.seq:
        return None
    return chain.Broken(head.seq + 1, "the row lies behind the recorded head: it was added past the chain")


def _first_bad_export() -> chain.Broken | None:
    from portal.audit.stamping import what_is_wrong_with  # loads a PDF signer, which no other page needs

    for exported in ExportedHead.objects.select_related("time_stamp").order_by("seq", "day"):
        if exported.seq and not _is_in_chain(exported.seq, exported.hash):
            return chain.Broken(exported.seq, f"the head exported on {exported.day} is not in the chain")
        stamp = getattr(exported, "time_stamp", None)
        wrong = what_is_wrong_with(bytes(stamp.token), exported) if stamp else ""
        if wrong:
            return chain.Broken(exported.seq, f"the time stamp of {exported.day}: {wrong}")
    return None


def _first_bad_file() -> chain.Broken | None:
    """Files survive a restored old database; they are what shows that newer rows have gone."""
    for name in exported_files():
        try:
            said = read_exported(name)
            seq, row_hash = int(said["seq"]), str(said["hash"])
            fits = seal_fits(seq, row_hash, str(said["seal"]))
        except (ValueError, KeyError, TypeError):
            return chain.Broken(0, f"the exported head {name} cannot be read")
        if not fits:
            return chain.Broken(seq, f"the exported head {name} was altered: its seal does not fit")
        if seq and not _is_in_chain(seq, row_hash):
            return chain.Broken(
                seq, f"the exported head {name} is not in the chain: rows were cut off or undone"
            )
    return None


def _first_found_by_rooms(progress: Callable[[int, int], None]) -> chain.Broken | None:
    """Rows elsewhere that the trail speaks of, as far as their rooms check them."""
    for check in checks():
        wrong = check(progress)
        if wrong is not None:
            return chain.Broken(*wrong)
    return None


def exported_files() -> list[str]:
    """Names of all exported heads in file storage, oldest first; the newest seal of a day only."""
    storage = storages["evidence"]
    if not storage.exists(FOLDER):
        return []
    newest = {name.split(".")[0]: name for name in sorted(storage.listdir(FOLDER)[1])}
    return [f"{FOLDER}/{name}" for name in newest.values()]


def read_exported(name: str) -> dict[str, Any]:
    """What an exported head says. Raises `ValueError` when it is not JSON."""
    with storages["evidence"].open(name) as file:
        return json.loads(file.read())


def _is_in_chain(seq: int, row_hash: str) -> bool:
    return AuditEvent.objects.filter(seq=seq, hash=row_hash).exists()
