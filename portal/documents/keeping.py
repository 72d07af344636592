"""Reading back what was stored for good: the very bytes or a refusal, and nothing made anew."""

import hashlib
from enum import StrEnum
from typing import Any

import structlog
from django.core.files.storage import storages
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken
from portal.audit.trail import operation, record

log = structlog.get_logger(__name__)


class Damage(StrEnum):
    MISSING = "missing"
    CHANGED = "changed"


class StoredFileDamaged(RuleBroken):
    """The stored bytes of `subject` (anything with a `ref`) are not those that were stored (E4)."""

    message: str | Promise = _(
        "The stored file is missing or was changed. Please tell your system administration: it has to be "
        "restored from the backup."
    )

    def __init__(self, subject: Any, found: Damage) -> None:
        super().__init__()
        self.subject, self.found = subject, found


def read_stored(
    subject: Any, *, name: str, sha256: str, broken: type[StoredFileDamaged] = StoredFileDamaged
) -> bytes:
    """The bytes stored as `name` in the storage of evidence.

    Raises `broken` when they are gone or differ by one byte.
    """
    try:
        with storages["evidence"].open(name) as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise broken(subject, Damage.MISSING) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise broken(subject, Damage.CHANGED)
    return content


class NothingToIssue(RuleBroken):
    """There is nothing that a certificate of this kind could prove."""

    message: str | Promise = _("There is nothing of this kind to certify.")


class RecordErased(RuleBroken):
    """What a certificate would say was erased by rule before one was issued."""

    message: str | Promise = _("The personal data was erased by rule. No certificate can be issued any more.")


@operation
def note_damage(*, damage: StoredFileDamaged, by: Any = None) -> None:
    """For whoever runs the portal it is in the log, for whoever looks for proof in the trail."""
    subject, found = damage.subject, damage.found.value
    log.error("stored_file_damaged", object=subject._meta.label_lower, ref=str(subject.ref), found=found)
    record("document.damaged", by=by, obj=subject, details={"found": found})
