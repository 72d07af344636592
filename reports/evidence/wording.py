"""Ways and outcomes as a certificate words them, in the active language. Pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from guidelines.policies.choices import Answer, StatementKind, WorksCouncil
from portal.documents.wording import day
from reports.evidence.choices import EvidenceKind

WAYS: dict[str, str | Promise] = {
    "password": pgettext_lazy("way of signing in", "password"),
    "totp": pgettext_lazy("way of signing in", "one-time code (TOTP)"),
    "webauthn": pgettext_lazy("way of signing in", "security key"),
    "passkey": pgettext_lazy("way of signing in", "passkey"),
    "recovery_codes": pgettext_lazy("way of signing in", "recovery code"),
    "code": pgettext_lazy("way of signing in", "one-time code by mail"),
    "mfa": pgettext_lazy("way of signing in", "second factor"),
    "sso": pgettext_lazy("way of signing in", "company sign-in"),
    "kiosk": pgettext_lazy("way of signing in", "one-time code from the HR desk"),
    "paper": pgettext_lazy("way of signing in", "signature on paper"),
    "session": pgettext_lazy("way of signing in", "signed-in session"),
    "demo": pgettext_lazy("way of signing in", "demonstration sign-in"),
}

# For each statement: what the certificate is called, its title, and the verb of the outcome.
TITLES: dict[str, tuple[str | Promise, str | Promise]] = {
    StatementKind.RECEIPT: (
        pgettext_lazy("certificate", "Evidence of an acknowledgement of receipt"),
        pgettext_lazy("certificate", "Receipt acknowledged"),
    ),
    StatementKind.UNDERTAKING: (
        pgettext_lazy("certificate", "Evidence of an undertaking"),
        pgettext_lazy("certificate", "Undertaking given"),
    ),
    StatementKind.CONSENT: (
        pgettext_lazy("certificate", "Evidence of a consent"),
        pgettext_lazy("certificate", "Consent given"),
    ),
}
NEGATIVE_TITLES: dict[str, tuple[str | Promise, str | Promise]] = {
    EvidenceKind.RESERVATION: (
        pgettext_lazy("certificate", "Evidence of an answer under reservation"),
        pgettext_lazy("certificate", "Answered under reservation"),
    ),
    EvidenceKind.WITHDRAWAL: (
        pgettext_lazy("certificate", "Evidence of a withdrawal"),
        pgettext_lazy("certificate", "Consent withdrawn"),
    ),
    EvidenceKind.SUPERSEDED: (
        pgettext_lazy("certificate", "Evidence of a superseded version"),
        pgettext_lazy("certificate", "Confirmed version superseded"),
    ),
}


def titles(kind: str, statement_kind: str) -> tuple[str, str]:
    """What the certificate is called, and its title."""
    label, title = NEGATIVE_TITLES.get(kind) or TITLES[statement_kind]
    return str(label), str(title)


def ways(authenticated: str) -> str:
    """ "password+totp" as a person reads it; an unknown way is shown as it is."""
    return " + ".join(str(WAYS.get(way, way)) for way in authenticated.split("+"))


def works_council(part: str, on: date | None, document: str) -> str:
    words = str(WorksCouncil(part).label)
    if on is not None:
        words = _("%(part)s on %(day)s") % {"part": words, "day": day(on)}
    return f"{words} ({document})" if document else words


def reminders(count: int) -> str:
    if not count:
        return _("no reminder")
    return ngettext("%(count)d reminder", "%(count)d reminders", count) % {"count": count}


def timeliness(given: date, due: date | None, reminded: int) -> str:
    """Whether the answer came in time; both days are local to the person's place of work."""
    if due is None:
        return _("Voluntary: there was no due date.")
    late = (given - due).days
    if late > 0:
        words = ngettext("%(count)d day after the due date", "%(count)d days after the due date", late)
        words %= {"count": late}
    else:
        words = _("in time, due on %(day)s") % {"day": day(due)}
    return f"{words}; {reminders(reminded)}"


def outcome(kind: str, statement_kind: str, answer: str, moment: datetime, zone: str) -> str:
    """The certificate in one line."""
    there = moment.astimezone(ZoneInfo(zone))
    when = {"day": day(there.date()), "time": there.strftime("%H:%M:%S")}
    if kind == EvidenceKind.WITHDRAWAL:
        return _("Withdrawn on %(day)s at %(time)s") % when
    if answer == Answer.UNDER_RESERVATION:
        return _("Under reservation since %(day)s, %(time)s") % when
    if statement_kind == StatementKind.RECEIPT:
        return _("Confirmed on %(day)s at %(time)s") % when
    return _("Declared on %(day)s at %(time)s") % when
