"""Verification codes: random, easy to type from paper or to scan. Pure."""

import secrets
from io import BytesIO

import zxingcpp
from PIL import Image

# Crockford's Base32: no I, L, O or U, so that nothing is mistaken for something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26  # × 5 bits = 130 bits
GROUP = 5
_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """130 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalised(text: str) -> str:
    """What somebody typed or pasted as a code, or "" if it cannot be one."""
    last = text.strip().rstrip("/").rpartition("/")[2]
    code = "".join(char for char in last.upper() if char.isalnum()).translate(_MISTAKEN)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def spaced(code: str) -> str:
    """The code in groups, as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def qr_code(address: str) -> bytes:
    """A one-bit PNG: as SVG it takes ten times as long to draw."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = zxingcpp.write_barcode_to_image(code, scale=4, add_quiet_zones=False)
    picture = BytesIO()
    Image.fromarray(drawn).convert("1").save(picture, "PNG")
    return picture.getvalue()
