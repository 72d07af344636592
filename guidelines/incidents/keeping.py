"""What holds for every file that is kept as evidence, of an incident or of what a higher room looks after:
which are refused, how one is taken in, and between which days it goes."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import IO, Any, TypeVar, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.incidents.file_kinds import NAME_MAX, Kind, NotEvidence, kind_of, tidy_name
from guidelines.incidents.storing import Shelf, remove
from portal.audit.rules import RuleBroken
from portal.keys.files import SealedFile
from portal.keys.streams import LengthDiffers

LONGEST_YEARS = 10
WHY_NOT = {
    "empty": _("This file is empty. Please choose it again."),
    "program": _("Programs and scripts cannot be kept as evidence. A screenshot of it can."),
    "archive": _("Nobody can see what is in an archive. Please add the files themselves."),
    "markup": _("Web pages and drawings can hold programs. Please add a screenshot or a PDF of it."),
    "huge_picture": _("This picture has more pixels than a browser can show. Please cut out what matters."),
    "broken_picture": _("This picture cannot be read. Please take the screenshot again."),
    "unknown": _(
        "Files of this kind cannot be kept. Possible are pictures (PNG, JPEG, WebP, GIF, HEIC), PDF, "
        "films (MP4, WebM, MOV), e-mails (EML) and plain text."
    ),
    "changed_meanwhile": _("The file did not arrive whole. Please try again."),
}

T = TypeVar("T")


class EvidenceRefused(RuleBroken):
    """The file is not one that is kept; `slug` is a key of `WHY_NOT`."""

    def __init__(self, slug: str) -> None:
        super().__init__(WHY_NOT[slug])
        self.slug = slug


class EvidenceTooLarge(RuleBroken):
    """It is larger than EVIDENCE_MAX_BYTES."""

    def __init__(self) -> None:
        limit = filesizeformat(settings.EVIDENCE_MAX_BYTES)
        super().__init__(
            _(
                "A file can have %(limit)s at most. Please shorten the film, save the pictures one by one, "
                "or note where the original lies."
            )
            % {"limit": limit}
        )


class NoRoomForEvidence(RuleBroken):
    """The disk is full: what was written of the file was taken away again."""

    message = _(
        "The file could not be stored: there is no space left. Please keep it and tell your system "
        "administration; everything else can be noted meanwhile."
    )


class EvidenceGone(RuleBroken):
    """The file was deleted on its day; its digest stays."""

    message = _("This file was deleted on its day.")


class DayImpossible(RuleBroken):
    """The day of deletion is today at the earliest, and in ten years at the latest."""

    message = _("Please choose a day from today on, in ten years at the latest.")


def require_possible_day(day: date) -> None:
    """Raises `DayImpossible`."""
    today = timezone.localdate()
    if not today <= day <= today + timedelta(days=365 * LONGEST_YEARS):
        raise DayImpossible


def take_in(upload: UploadedFile, *, shelf: Shelf, owner: UUID, note: Callable[..., T]) -> T:
    """Store `upload`, then have `note(columns=)` write its row; without a row the file is taken away again.

    Storing may take seconds, so call it outside of an operation. Raises `EvidenceRefused`,
    `EvidenceTooLarge`, `NoRoomForEvidence`, and what `note` raises.
    """
    if (upload.size or 0) > settings.EVIDENCE_MAX_BYTES:
        raise EvidenceTooLarge
    kind, ref = _kind(upload), uuid4()
    stored = _store(upload, shelf, owner, ref)
    try:
        return note(columns=_columns(upload, kind, stored, ref))
    except BaseException:
        remove(stored.stored_as)
        raise


def _kind(upload: UploadedFile) -> Kind:
    try:
        return kind_of(cast("IO[bytes]", upload.file), upload.name or "")
    except NotEvidence as other:
        raise EvidenceRefused(other.slug) from other


def _store(upload: UploadedFile, shelf: Shelf, owner: UUID, ref: UUID) -> SealedFile:
    try:
        return shelf.store(cast("IO[bytes]", upload.file), size=upload.size or 0, owner=owner, ref=ref)
    except LengthDiffers as cut:
        raise EvidenceRefused("changed_meanwhile") from cut
    except OSError as full:
        raise NoRoomForEvidence from full


def _columns(upload: UploadedFile, kind: Kind, stored: SealedFile, ref: UUID) -> Mapping[str, Any]:
    """What the row has to know of the file, by the fields of `KeptFile`."""
    return {
        "ref": ref,
        "name": tidy_name(upload.name or "", kind)[:NAME_MAX],
        "media_type": kind.media_type,
        "size": stored.size,
        "sha256": stored.sha256,
        "stored_as": stored.stored_as,
        "sealed_key": stored.sealed_key,
    }
