"""How dates, subjects and first sentences read, in the active language. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.reminders.choices import LetterKind


@dataclass(frozen=True)
class Outline:
    """What a letter is about, in figures: subject and first sentence are worded from this.

    `today` is the reader's day when the mail leaves; `title` is that of the first item; `owed` counts what
    has to be confirmed or learned, `courses` of them are courses, `days` are their due dates.
    """

    kind: str
    today: date
    title: str = ""
    days: tuple[date, ...] = ()
    owed: int = 0
    courses: int = 0
    offered: int = 0
    settled: int = 0
    dropped: int = 0
    dropped_courses: int = 0

    @property
    def overdue(self) -> int:
        return sum(day < self.today for day in self.days)

    @property
    def only_courses(self) -> bool:
        return 0 < self.owed == self.courses

    @property
    def is_mixed(self) -> bool:
        return 0 < self.courses < self.owed


def spoken_day(day: date) -> str:
    """ "Friday 27 November 2026": the weekday, because people plan in weekdays."""
    return date_format(day, pgettext("date format", "l j F Y"))


def near_day(day: date, today: date) -> str:
    """Today, the weekday alone within the next six days, else day and month."""
    if day == today:
        return _("today")
    if today < day < today + timedelta(days=7):
        return date_format(day, "l")
    return date_format(day, pgettext("date format", "j F"))


def subject(outline: Outline) -> str:
    """What is to be done and by when; never just "reminder"."""
    words = _owed(outline) if outline.owed else _other(outline)
    if outline.kind == LetterKind.BY_HAND and outline.owed:
        return _("Reminder: %(subject)s") % {"subject": words}
    return words


def lead(outline: Outline) -> str:
    """The first sentence after the greeting."""
    facts = {"count": outline.owed}
    if outline.owed and outline.kind == LetterKind.BY_HAND:
        words = ngettext(
            "HR would like to remind you: one guideline is waiting for your confirmation.",
            "HR would like to remind you: %(count)d guidelines are waiting for your confirmation.",
            outline.owed,
        )
        return words % facts
    if outline.owed:
        return _waiting(outline) % facts
    if outline.offered:
        return _("there is something you may decide, if you like.")
    if outline.settled or outline.dropped:
        return _news(outline)
    return _("you have done everything in the meantime. Thank you!")


def _waiting(outline: Outline) -> str:
    if outline.is_mixed:
        return _("%(count)d guidelines and courses are waiting for you.")
    if outline.courses:
        return ngettext(
            "one course is waiting for you.", "%(count)d courses are waiting for you.", outline.owed
        )
    return ngettext(
        "one guideline is waiting for your confirmation.",
        "%(count)d guidelines are waiting for your confirmation.",
        outline.owed,
    )


def _news(outline: Outline) -> str:
    if not outline.dropped_courses:
        return _("there is news about your guidelines. You need not do anything now.")
    if outline.settled or outline.dropped > outline.dropped_courses:
        return _("there is news about your guidelines and courses. You need not do anything now.")
    return _("there is news about your courses. You need not do anything now.")


def _owed(outline: Outline) -> str:
    if outline.owed == 1:
        return _one_owed(outline)
    facts = {"count": outline.owed, "overdue": outline.overdue}
    words = _of_courses if outline.only_courses else _of_both if outline.is_mixed else _of_guidelines
    all_overdue, some_overdue, one_day, several_days = words()
    if outline.overdue == outline.owed:
        return all_overdue % facts
    if outline.overdue:
        return some_overdue % facts
    facts["day"] = near_day(min(outline.days), outline.today)
    return (one_day if len(set(outline.days)) == 1 else several_days) % facts


def _of_guidelines() -> tuple[str, str, str, str]:
    return (
        _("%(count)d overdue guidelines: please confirm"),
        _("%(count)d guidelines to confirm, %(overdue)d overdue"),
        _("%(count)d guidelines to confirm by %(day)s"),
        _("%(count)d guidelines to confirm, the first by %(day)s"),
    )


def _of_courses() -> tuple[str, str, str, str]:
    return (
        _("%(count)d overdue courses: please do them"),
        _("%(count)d courses to do, %(overdue)d overdue"),
        _("%(count)d courses to do by %(day)s"),
        _("%(count)d courses to do, the first by %(day)s"),
    )


def _of_both() -> tuple[str, str, str, str]:
    return (
        _("%(count)d guidelines and courses are overdue"),
        _("%(count)d guidelines and courses, %(overdue)d overdue"),
        _("%(count)d guidelines and courses by %(day)s"),
        _("%(count)d guidelines and courses, the first by %(day)s"),
    )


def _one_owed(outline: Outline) -> str:
    facts = {"title": outline.title}
    if outline.overdue and outline.courses:
        return _("Still to be done: %(title)s") % facts
    if outline.overdue:
        return _("Still to be confirmed: %(title)s") % facts
    facts["day"] = near_day(outline.days[0], outline.today)
    if outline.courses:
        return _("Please do by %(day)s: %(title)s") % facts
    return _("Please confirm by %(day)s: %(title)s") % facts


def _other(outline: Outline) -> str:
    facts = {"title": outline.title}
    if outline.settled:
        return _("Your reservation is settled: %(title)s") % facts
    if outline.offered == 1:
        return _("Voluntary: %(title)s") % facts
    if outline.offered:
        return _("Voluntary: %(count)d decisions") % {"count": outline.offered}
    if outline.dropped_courses:
        return _("No longer to be done: %(title)s") % facts
    if outline.dropped:
        return _("No longer to be confirmed: %(title)s") % facts
    return _("Everything is done")
