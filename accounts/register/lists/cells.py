"""From what a cell says to what it means. Pure; what cannot be taken over is a `Misread` with a slug."""

import re
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.imports.values import Cell, Misread, email, text

# Characters by which text is shown in another order than it is written in.
REVERSING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What copying from a web page leaves behind.
UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
NUMBER = re.compile(r"\d{1,4}")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
ADDRESS_MAX = 500
# What was written there may be private or a secret: it is neither repeated nor kept.
WITHHELD = frozenset(
    """private_address whose_address not_an_address address_not_whose login_in_link not_counted""".split()
)

_is_address = URLValidator(schemes=["http", "https"])


def plain(cell: Cell, longest: int) -> str:
    """One line of text that shows what it says. Raises `Misread`."""
    said = text(cell, longest)
    if said.isascii():
        return said
    if REVERSING.search(said):
        raise Misread("reverses_writing")
    return UNSEEN.sub("", said).strip()


def shown(cell: Cell, longest: int) -> str:
    """What stands in a cell that could not be taken over, fit to be shown: it is not what will be stored."""
    said = "" if cell is None else str(cell)[: longest * 2]
    return "".join(char for char in said if char.isprintable())[:longest].strip()


def folded_handle(handle: str) -> str:
    """`handle` as people compare it: whether it begins with @ or has capitals makes no other account."""
    return unicodedata.normalize("NFKC", handle).casefold().removeprefix("@").strip()


def link(cell: Cell) -> str:
    """The address of a web page, without a login in it. Raises `Misread`."""
    said = plain(cell, ADDRESS_MAX)
    if not said:
        return ""
    said = said if SCHEME.match(said) else f"https://{said}"
    if _has_login(said):
        raise Misread("login_in_link")
    try:
        _is_address(said)
    except ValidationError:
        raise Misread("not_a_link") from None
    if len(said) > ADDRESS_MAX:
        raise Misread("too_long", longest=ADDRESS_MAX)
    return said


def _has_login(address: str) -> bool:
    try:
        return "@" in urlsplit(address).netloc
    except ValueError:  # brackets that are none of an IPv6 address
        return False


def mail_address(cell: Cell) -> str:
    """An address to recover by. Raises `Misread`, which never repeats it."""
    try:
        return email(plain(cell, 254)) or ""
    except Misread as misread:
        raise Misread("not_an_address") from misread


def number(cell: Cell) -> int | None:
    """How many. Raises `Misread`."""
    said = text(cell, 40)
    if not said:
        return None
    if not NUMBER.fullmatch(said):
        raise Misread("not_a_number", value=said)
    return int(said)


def codes_left(cell: Cell) -> int | None:
    """How many codes are left. Raises `Misread`, which repeats nothing: it could be the codes themselves."""
    try:
        return number(cell)
    except Misread as misread:
        raise Misread("not_counted") from misread
