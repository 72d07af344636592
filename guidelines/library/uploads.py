"""Checks of uploaded files, and pictures without the traces that cameras leave in them."""

import os
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from guidelines.library.file_types import DOCUMENTS, IMAGES, media_type_of

MAX_PICTURE_EDGE = 2400
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}


def require_size(upload: UploadedFile, limit: int) -> None:
    """Raise `ValidationError` when `upload` is larger than `limit` bytes."""
    if upload.size > limit:
        facts = {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        raise ValidationError(
            _("This file has %(size)s. At most %(limit)s are possible.") % facts, code="too_large"
        )


def require_document(upload: UploadedFile) -> None:
    """Raise `ValidationError` unless `upload` is small enough, of an allowed kind, and what its name says."""
    require_size(upload, settings.UPLOAD_MAX_BYTES)
    extension = _extension(upload)
    if extension not in DOCUMENTS:
        kinds = ", ".join(sorted(DOCUMENTS)).upper()
        raise ValidationError(
            _("Files of this kind cannot be stored. Possible are: %(kinds)s.") % {"kinds": kinds}
        )
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if media_type_of(content, f"file.{extension}") is None:
        raise ValidationError(_disguised(extension), code="disguised")


def require_picture(upload: UploadedFile) -> None:
    """Raise `ValidationError` unless `upload` is small enough and a picture of the kind its name says."""
    require_size(upload, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    extension = _extension(upload)
    if extension in {"svg", "svgz"}:
        raise ValidationError(
            _("SVG drawings can hold programs and cannot be uploaded. Please save the drawing as PNG."),
            code="svg",
        )
    if extension not in IMAGES:
        raise ValidationError(_("Please choose a picture in JPEG, PNG, GIF or WebP format."), code="kind")
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if media_type_of(content, f"file.{extension}") is None:
        raise ValidationError(_disguised(extension), code="disguised")


def without_metadata(upload: UploadedFile) -> ContentFile:
    """The same picture, upright, at most 2 400 pixels wide or high, without place, camera or comments.

    Raises `ValidationError` when the picture cannot be read. Animations keep their frames.
    """
    upload.seek(0)
    content = upload.read()
    media_type = media_type_of(content, f"file.{_extension(upload)}") or ""
    try:
        with Image.open(BytesIO(content)) as picture:
            result = _encoded(picture, _FORMATS[media_type])
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, KeyError, ValueError) as broken:
        raise ValidationError(
            _("This picture cannot be read. Please save it again and retry."), code="broken"
        ) from broken
    return ContentFile(result, name=upload.name)


def _encoded(picture: Image.Image, name: str) -> bytes:
    target = BytesIO()
    if getattr(picture, "is_animated", False):
        picture.info.clear()
        picture.save(target, name, save_all=True)
        return target.getvalue()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MAX_PICTURE_EDGE, MAX_PICTURE_EDGE))
    profile = picture.info.get("icc_profile")
    clean = Image.new(upright.mode, upright.size)
    if upright.mode == "P":
        clean.putpalette(upright.getpalette() or [])
    clean.paste(upright)
    options = {"quality": 88, "optimize": True} if name in {"JPEG", "WEBP"} else {}
    if "transparency" in upright.info and upright.mode == "P":
        options["transparency"] = upright.info["transparency"]
    clean.save(target, name, icc_profile=profile, exif=b"", **options) if name != "GIF" else clean.save(
        target, name
    )
    return target.getvalue()


def _extension(upload: UploadedFile) -> str:
    return os.path.splitext(upload.name or "")[1].lower().lstrip(".")


def _disguised(extension: str) -> str:
    return _("The content of this file is not what its name says (.%(extension)s).") % {
        "extension": extension
    }
