"""Columns that hold passwords and the like: a list with one of them is never stored (V3, V7)."""

from collections.abc import Iterable

from accounts.imports.headings import normal

_SECRET = frozenset(
    """passwort passwörter passwords password passwd pwd pw kennwort kennwörter zugangsdaten credentials pin
    secret secrets geheimnis token apikey""".split()
)
_PHRASES = (
    "api key",
    "api schlüssel",
    "backup code",
    "einmalcode",
    "login daten",
    "notfallcode",
    "recovery code",
    "totp",
    "wiederherstellungscode",
)
# A column *about* a password: when it was changed, where it is kept, how many codes are left.
_HARMLESS = frozenset(
    """tresor vault manager passwortmanager link url geändert changed datum date wechsel letzter letzte last
    länge length richtlinie policy ja nein yes no vorhanden anzahl number übrig übrige left count""".split()
)


def secret_heading(headings: Iterable[str]) -> str:
    """The first heading under which people keep secrets, or nothing."""
    return next((heading for heading in headings if _names_a_secret(normal(heading))), "")


def _names_a_secret(said: str) -> bool:
    words = set(said.split())
    if words & _HARMLESS:
        return False
    return bool(words & _SECRET) or any(phrase in said for phrase in _PHRASES)
