"""Which words mean what: the slugs of the register, its own German and English, and what people write."""

import re
from collections.abc import Mapping
from functools import cache

from django.db.models import Choices
from django.utils import translation

from accounts.imports.headings import normal
from accounts.imports.values import Cell, Misread, text
from accounts.register.choices import AccountStatus, Criticality, Presence, RecoveryMail, SecondFactor

Words = Mapping[str, str]
LONGEST_WORD, LONGEST_LINK = 80, 2000
LINK = re.compile(r"https?://\S", re.IGNORECASE)
CHOICES: dict[str, type[Choices]] = {
    "criticality": Criticality,
    "status": AccountStatus,
    "imprint": Presence,
    "privacy_notice": Presence,
    "recovery_mail": RecoveryMail,
    "second_factor": SecondFactor,
}
_PRESENCE = {
    Presence.PRESENT: ("ja", "yes"),
    Presence.MISSING: ("nein", "no"),
    Presence.NOT_NEEDED: ("entfällt", "not required"),
}
_OTHERS: dict[str, Mapping[str, tuple[str, ...]]] = {
    "criticality": {
        Criticality.LOW: ("niedrig", "gering"),
        Criticality.HIGH: ("kritisch", "critical"),
    },
    "status": {
        AccountStatus.PLANNED: ("in planung",),
        AccountStatus.LIVE: ("aktiv", "active", "online"),
        AccountStatus.DORMANT: ("ruht", "inaktiv", "inactive", "pausiert", "paused"),
        AccountStatus.CLOSED: ("gelöscht", "deleted", "stillgelegt"),
    },
    "imprint": _PRESENCE,
    "privacy_notice": _PRESENCE,
    "recovery_mail": {
        RecoveryMail.COMPANY: ("funktionspostfach", "firma", "firmenpostfach", "company mailbox", "shared"),
        RecoveryMail.PERSONAL_WORK: ("dienstlich", "dienstliche adresse", "work address"),
        RecoveryMail.PRIVATE: ("privat", "private adresse", "private address"),
        RecoveryMail.NONE: ("kein", "nein", "no"),
    },
    "second_factor": {
        SecondFactor.COMPANY_DEVICE: ("firmengerät", "diensthandy", "hardware key", "company phone"),
        SecondFactor.VAULT: ("tresor",),
        SecondFactor.WORK_IDENTITY: ("sso", "single sign on"),
        SecondFactor.PRIVATE_PHONE: ("privathandy", "privates handy", "privates telefon", "private phone"),
        SecondFactor.NONE: ("kein", "keine", "nein", "no"),
    },
}
_YES, _NO = ("ja", "yes", "j", "y", "true", "wahr", "1", "x"), ("nein", "no", "n", "false", "falsch", "0")
YES_OR_NO = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}


@cache
def words_of(name: str) -> Words:
    """Every word for a value of the column `name`, as headings are compared, with the slug it means."""
    known = {normal(word): slug for slug, words in _OTHERS[name].items() for word in words}
    for language in ("de", "en"):
        with translation.override(language):
            known |= {normal(str(label)): slug for slug, label in CHOICES[name].choices}
    return known | {normal(slug): slug for slug in CHOICES[name].values}


def choice(name: str, cell: Cell) -> str | None:
    """The slug that `cell` means in the column `name`. Raises `Misread`."""
    said = text(cell, LONGEST_LINK)
    if not said:
        return None
    if CHOICES[name] is Presence and LINK.match(said):
        return Presence.PRESENT
    if CHOICES[name] is RecoveryMail and "@" in said:
        raise Misread("address_not_whose")
    try:
        return words_of(name)[normal(said)]
    except KeyError:
        raise Misread("unknown_word", value=said[:LONGEST_WORD]) from None


def yes_or_no(cell: Cell) -> bool | None:
    """Raises `Misread`."""
    said = text(cell, LONGEST_WORD)
    if not said:
        return None
    try:
        return YES_OR_NO[normal(said)]
    except KeyError:
        raise Misread("not_yes_or_no", value=said) from None
