"""Reading the otpauth address out of a picture of a QR code. The picture is not kept."""

from typing import Any

import zxingcpp
from PIL import Image, UnidentifiedImageError

from accounts.vault.rules import NoCodeInPicture, PictureUnreadable

MOST_PIXELS = 25_000_000
MOST_BYTES = 5 * 1024 * 1024
# What phones and screens make; every further format would be one more parser to feed with files.
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")


def address_in_picture(file: Any) -> str:
    """The otpauth address of the first such QR code. Raises `PictureUnreadable`, `NoCodeInPicture`."""
    if file.size > MOST_BYTES:
        raise PictureUnreadable
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureUnreadable
            found = zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as wrong:
        raise PictureUnreadable from wrong
    for code in found:
        if code.text.startswith("otpauth://"):
            return code.text
    raise NoCodeInPicture
