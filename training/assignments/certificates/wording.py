"""Titles, outcomes and the honest sentence about what a proof rests on, in the active language. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from portal.documents.certificates import DIGEST, Row
from portal.documents.wording import day
from training.assignments.choices import Basis, RevocationCause

TITLES: dict[str, str | Promise] = {
    Basis.PASSED: pgettext_lazy("certificate", "Course passed"),
    Basis.ATTENDED: pgettext_lazy("certificate", "Course attended in person"),
    Basis.EQUIVALENT: pgettext_lazy("certificate", "Equivalent evidence accepted"),
    Basis.IMPORTED: pgettext_lazy("certificate", "Course done before, taken over"),
    Basis.WAIVED: pgettext_lazy("certificate", "Exempted from a course"),
    Basis.REPORTED: pgettext_lazy("certificate", "Course completed, as reported by its package"),
}
OUTCOMES: dict[str, str | Promise] = {
    Basis.PASSED: pgettext_lazy("certificate", "Passed on %(day)s"),
    Basis.ATTENDED: pgettext_lazy("certificate", "Attended on %(day)s"),
    Basis.EQUIVALENT: pgettext_lazy("certificate", "Accepted as done on %(day)s"),
    Basis.IMPORTED: pgettext_lazy("certificate", "Done on %(day)s, according to the earlier system"),
    Basis.WAIVED: pgettext_lazy("certificate", "Exempted from %(day)s on"),
    Basis.REPORTED: pgettext_lazy("certificate", "Reported as completed on %(day)s"),
}
PROOF: dict[str, str | Promise] = {
    Basis.ATTENDED: pgettext_lazy(
        "certificate",
        "Attendance in person, recorded from a list of participants. The portal examined nothing; whoever "
        "recorded it vouches for it.",
    ),
    Basis.EQUIVALENT: pgettext_lazy(
        "certificate",
        "Evidence from elsewhere, recorded by one person and checked by a second one. Nothing was examined "
        "in this portal.",
    ),
    Basis.IMPORTED: pgettext_lazy(
        "certificate",
        "Taken over from an earlier system. This portal examined nothing; the proof is as good as that "
        "system's records.",
    ),
    Basis.WAIVED: pgettext_lazy(
        "certificate", "An exemption for a reason. It does not say that the course was done."
    ),
    Basis.REPORTED: pgettext_lazy(
        "certificate",
        "Reported by a course package, which ran in the person's browser while they were signed in. The "
        "package marked the answers, not this portal; the portal cannot tell whether the report is right.",
    ),
}
ENDINGS: dict[str, str | Promise] = {
    RevocationCause.COURSE_CHANGED: pgettext_lazy(
        "certificate", "It counts no more since %(day)s: the course has changed."
    ),
    RevocationCause.MISTAKE: pgettext_lazy(
        "certificate", "It was revoked as of %(day)s: recorded by mistake."
    ),
}
# What a record from outside the portal may say, in this order; everything else is for machines.
ELSEWHERE: dict[str, str | Promise] = {
    "place": pgettext_lazy("certificate", "Place"),
    "trainer": pgettext_lazy("certificate", "Trainer"),
    "recorded_by": pgettext_lazy("certificate", "Recorded by"),
    "decided_by": pgettext_lazy("certificate", "Checked by"),
    "system": pgettext_lazy("certificate", "Earlier system"),
    "sha256": pgettext_lazy("certificate", "Evidence (SHA-256)"),
}


def title(basis: Basis) -> str:
    return str(TITLES[basis])


def outcome(basis: Basis, on: date) -> str:
    """The certificate in one line: the result as a word, and no percentage."""
    return str(OUTCOMES[basis]) % {"day": day(on)}


def validity(first: date, last: date | None) -> str:
    if last is None:
        return _("Valid since %(first)s; it does not expire.") % {"first": day(first)}
    return _("Valid from %(first)s until %(last)s.") % {"first": day(first), "last": day(last)}


def ending(on: date, cause: str) -> str:
    return str(ENDINGS[RevocationCause(cause)]) % {"day": day(on)}


def due(on: date, reminded: int) -> str:
    if not reminded:
        return _("%(day)s; no reminder") % {"day": day(on)}
    words = ngettext("%(day)s; %(count)d reminder", "%(day)s; %(count)d reminders", reminded)
    return words % {"day": day(on), "count": reminded}


def rests_on(basis: Basis, attempt: Mapping[str, Any] | None) -> str:
    """What the proof can show and what it cannot, in one or two sentences."""
    if basis != Basis.PASSED:
        return str(PROOF[basis])
    return pgettext(
        "certificate",
        "A quiz in this portal, marked by the portal itself: at least %(percent)s percent were right, and no "
        "critical question was wrong. The person was signed in; who sat at the device, no quiz can show.",
    ) % {"percent": (attempt or {}).get("pass_percent", "")}


def elsewhere(facts: Mapping[str, str]) -> list[Row]:
    """What is known of something that was done outside the portal."""
    return [
        (str(label), facts[name], DIGEST if name == "sha256" else "")
        for name, label in ELSEWHERE.items()
        if facts.get(name)
    ]
