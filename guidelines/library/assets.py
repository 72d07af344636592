"""Pictures and files, copied by content so that a frozen text depends on nothing an editor may change."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from guidelines.library.file_types import media_type_of
from portal.audit.rules import RuleBroken

ADDRESS = "/guidelines/assets/{sha256}/{name}"
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


class AssetMissing(RuleBroken):
    message = _("A picture or file of this guideline can no longer be read. Please choose it again.")


@dataclass(frozen=True)
class FrozenAsset:
    """One picture or file of a frozen text. `name` is safe in an address; `bytes` are what is kept."""

    sha256: str
    name: str
    mime: str
    bytes: bytes
    alt: str

    @property
    def address(self) -> str:
        return ADDRESS.format(sha256=self.sha256, name=self.name)


def plain_slug(text: str) -> str:
    """A slug of `text` that writes umlauts out."""
    return slugify(str(text).translate(UMLAUTS))


def safe_name(name: str) -> str:
    """A file name of ASCII letters, digits, dots and hyphens with its extension kept."""
    path = PurePosixPath(name)
    stem = plain_slug(path.stem)[:80] or "file"
    extension = re.sub(r"[^a-z0-9]", "", path.suffix.lower())[:8]
    return f"{stem}.{extension}" if extension else stem


def freeze_asset(stored: Any, *, alt: str = "") -> FrozenAsset:
    """Copy a Wagtail image or document. Raises `AssetMissing` if it is gone or of no allowed type."""
    try:
        with stored.open_file() as handle:
            content = handle.read()
    except OSError as broken:
        raise AssetMissing from broken
    name = safe_name(stored.file.name.rsplit("/", 1)[-1])
    mime = media_type_of(content, name)
    if mime is None:
        raise AssetMissing
    return FrozenAsset(hashlib.sha256(content).hexdigest(), name, mime, content, alt)
