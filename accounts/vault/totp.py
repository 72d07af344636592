"""Time-based one-time codes (RFC 6238). The seed stays inside; people get the code of the moment. Pure.

Counter-based codes (HOTP, RFC 4226) are refused: two people who share a counter lose step at once.
"""

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from accounts.vault.choices import TotpAlgorithm
from accounts.vault.rules import NotTotp, TotpUnsupported

HASHES = {
    TotpAlgorithm.SHA1: hashes.SHA1,
    TotpAlgorithm.SHA256: hashes.SHA256,
    TotpAlgorithm.SHA512: hashes.SHA512,
}
DIGITS = (6, 7, 8)
PERIODS = (30, 60)
LONGEST_SEED = 256


@dataclass(frozen=True)
class Generator:
    """What codes are made from. `seed` is base32, `period` in seconds."""

    seed: str
    algorithm: str = TotpAlgorithm.SHA1
    digits: int = 6
    period: int = 30
    label: str = ""


@dataclass(frozen=True)
class Code:
    """The code of a moment, how many seconds it is still good, and the one after it."""

    code: str
    seconds_left: int
    period: int
    next_code: str


def generator_from(text: str) -> Generator:
    """Read `otpauth://totp/…` or a bare base32 seed. Raises `NotTotp`, `TotpUnsupported`."""
    text = text.strip()
    if "://" not in text:
        return _checked(Generator(seed=text))
    address = urlsplit(text)
    if address.scheme != "otpauth" or address.netloc.lower() != "totp":
        raise NotTotp
    given = {name: values[-1] for name, values in parse_qs(address.query).items()}
    algorithm = given.get("algorithm", TotpAlgorithm.SHA1).upper().replace("-", "")
    digits, period = given.get("digits", "6"), given.get("period", "30")
    if algorithm not in TotpAlgorithm.values or not (digits.isdecimal() and period.isdecimal()):
        raise TotpUnsupported
    label = unquote(address.path.lstrip("/"))[:120]
    return _checked(Generator(given.get("secret", ""), algorithm, int(digits), int(period), label))


def code_at(generator: Generator, moment: float) -> Code:
    """The code at `moment` (seconds since the epoch)."""
    totp = _totp(generator)
    left = generator.period - int(moment) % generator.period
    return Code(
        code=totp.generate(int(moment)).decode(),
        seconds_left=left,
        period=generator.period,
        next_code=totp.generate(int(moment) + left).decode(),
    )


def _checked(generator: Generator) -> Generator:
    if generator.digits not in DIGITS or generator.period not in PERIODS:
        raise TotpUnsupported
    seed = "".join(generator.seed.split()).rstrip("=").upper()
    try:
        if not 0 < len(_bytes(seed)) <= LONGEST_SEED:
            raise NotTotp
    except (binascii.Error, ValueError) as wrong:
        raise NotTotp from wrong
    return Generator(seed, generator.algorithm, generator.digits, generator.period, generator.label)


def _totp(generator: Generator) -> TOTP:
    return TOTP(
        _bytes(generator.seed),
        generator.digits,
        HASHES[TotpAlgorithm(generator.algorithm)](),
        generator.period,
        enforce_key_length=False,
    )


def _bytes(seed: str) -> bytes:
    return base64.b32decode(seed + "=" * (-len(seed) % 8))
