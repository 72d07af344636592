"""Reading the otpauth address out of a picture of a QR code. The picture is not kept."""

from typing import Any

import zxingcpp
from PIL import Image, UnidentifiedImageError

from accounts.vault.rules import NotTotp

MOST_PIXELS = 25_000_000
MOST_BYTES = 5 * 1024 * 1024


def address_in_picture(file: Any) -> str:
    """The text of the first QR code that is an otpauth address. Raises `NotTotp`."""
    if file is None or file.size > MOST_BYTES:
        raise NotTotp
    try:
        with Image.open(file) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotTotp
            found = zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as wrong:
        raise NotTotp from wrong
    for code in found:
        if code.text.startswith("otpauth://"):
            return code.text
    raise NotTotp
