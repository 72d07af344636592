"""Do the rows of completions still say what was committed to? Runs with every check of the trail (K11)."""

import hmac
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from portal.audit.models import AuditEvent
from portal.audit.registry import Wrong
from portal.audit.trail import head, many
from portal.keys.commitments import KeyDestroyed, person_key
from training.assignments.certificates.position import RECORDED, TOGETHER, written_together
from training.assignments.models import Certificate, Completion

CHUNK = 500
PARTS = ("record", "certificate", "employee", "course", "version", "requirement")
Events = dict[str, tuple[int, dict[str, Any]]]


def first_altered(progress: Callable[[int, int], None]) -> Wrong | None:
    """The first completion, record or certificate that differs from what the trail says, or None."""
    head_seq, _hash = head()
    total, done, known = Completion.objects.count(), 0, 0
    batches: dict[str, list[UUID]] = defaultdict(list)
    for completions in _chunks():
        progress(done, total)
        done += len(completions)
        events = _events(completions, RECORDED, Completion._meta.label_lower)
        issued = _events(completions, "certificate.issued", Certificate._meta.label_lower)
        known += len(events)
        for completion in completions:
            wrong = _wrong(completion, events, issued)
            if wrong is not None:
                return wrong
            if hasattr(completion, "record"):
                batches[json.loads(completion.record.canonical).get("batch", "")].append(completion.ref)
    # Rows only grow meanwhile: more than what the trail knew at first is no fault, fewer is one.
    if AuditEvent.objects.filter(verb=RECORDED, seq__lte=head_seq).count() > known:
        return _first_missing(head_seq)
    return _other_than_said(batches, head_seq) or _fewer_than_said(done - known, head_seq)


def _wrong(completion: Completion, events: Events, issued: Events) -> Wrong | None:
    seq, said = events.get(str(completion.ref), (0, {}))
    if not seq:
        seq = written_together(completion).values_list("seq", flat=True).first() or 0
    if not seq:
        return 0, f"the completion {completion.ref} was added past the trail"
    if said.get("commitment", completion.commitment) != completion.commitment:
        return seq, f"the completion {completion.ref} has another commitment than the trail"
    if hasattr(completion, "record") and not _record_agrees(completion):
        return seq, f"the completion {completion.ref} or its record differs from what was committed to"
    if hasattr(completion, "certificate"):
        seq, said = issued.get(str(completion.ref), (seq, {}))
        if said.get("sha256") != completion.certificate.sha256:
            return seq, f"the certificate {completion.certificate.serial} is not the one that was issued"
    return None


def _record_agrees(completion: Completion) -> bool:
    """The text is what was committed to, and the columns people search by say the same."""
    record = completion.record
    if not _is_committed_to(completion.employee.ref, record.canonical, completion.commitment):
        return False
    said = json.loads(record.canonical)
    shown = {"subject": record.subject, "actor": record.actor, "reason": record.reason}
    columns = {
        "completion": str(completion.ref),
        "basis": completion.basis,
        "valid_from": completion.valid_from.isoformat(),
        "valid_until": completion.valid_until.isoformat() if completion.valid_until else "",
        "at": completion.at.isoformat(),
    }
    return (
        all(said.get(name, "") == value for name, value in {**shown, **columns}.items())
        and said["subject"]["ref"] == str(completion.employee.ref)
        and said["course"]["ref"] == str(completion.course.ref)
        and said["course"]["version_ref"] == (str(completion.version.ref) if completion.version else "")
    )


def _is_committed_to(person: UUID, canonical: str, commitment: str) -> bool:
    """Of somebody erased by rule nothing can be proven any more, and nothing disproven."""
    try:
        key = person_key(person)
    except KeyDestroyed:
        return True
    return hmac.compare_digest(hmac.digest(key, canonical.encode(), "sha256").hex(), commitment)


def _chunks() -> Iterator[list[Completion]]:
    last = 0
    while chunk := list(Completion.objects.filter(pk__gt=last).select_related(*PARTS).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        yield chunk


def _events(completions: Sequence[Completion], verb: str, label: str) -> Events:
    rows = AuditEvent.objects.filter(
        verb=verb, object_type=label, object_id__in=[str(completion.ref) for completion in completions]
    )
    return {
        object_id: (seq, json.loads(canonical)["details"])
        for object_id, seq, canonical in rows.values_list("object_id", "seq", "canonical")
    }


def _other_than_said(batches: dict[str, list[UUID]], head_seq: int) -> Wrong | None:
    """As many as were written together, and not the same ones. Of erased ones only the number is known."""
    rows = AuditEvent.objects.filter(verb__in=TOGETHER, seq__lte=head_seq).order_by("seq")
    for seq, batch, text in rows.values_list("seq", "object_id", "canonical"):
        details, refs = json.loads(text)["details"], batches.get(batch, [])
        if len(refs) >= details["count"] and many(refs)["digest"] != details["digest"]:
            return seq, "completions that were written together are not those of then"
    return None


def _fewer_than_said(there: int, head_seq: int) -> Wrong | None:
    """Completions written together have one row for all: what can be compared is how many they were."""
    rows = AuditEvent.objects.filter(verb__in=TOGETHER, seq__lte=head_seq).order_by("seq")
    said = [(seq, json.loads(text)["details"]["count"]) for seq, text in rows.values_list("seq", "canonical")]
    if sum(count for _seq, count in said) <= there:
        return None
    return said[-1][0], "completions that were written together are missing"


def _first_missing(head_seq: int) -> Wrong | None:
    """A completion that the trail knows and nobody has any more."""
    events = AuditEvent.objects.filter(verb=RECORDED, seq__lte=head_seq).order_by("seq")
    refs: list[tuple[int, str]] = []
    for seq, ref in events.values_list("seq", "object_id").iterator(chunk_size=CHUNK):
        refs.append((seq, ref))
        if len(refs) == CHUNK and (gone := _gone(refs)):
            return gone
        refs = [] if len(refs) == CHUNK else refs
    return _gone(refs)


def _gone(refs: Sequence[tuple[int, str]]) -> Wrong | None:
    there = set(Completion.objects.filter(ref__in=[ref for _, ref in refs]).values_list("ref", flat=True))
    for seq, ref in refs:
        if UUID(ref) not in there:
            return seq, f"the completion {ref} is missing"
    return None
