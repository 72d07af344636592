"""What happened to a case, a notice or a review, oldest first, told from the rows themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.people.models import Employee
from guidelines.moderation.models import (
    Appeal,
    Ban,
    Matter,
    ModerationCase,
    ModerationDecision,
    Notice,
    ReviewCase,
)


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    title: str
    at: datetime | None
    person: Employee | None = None
    text: str = ""
    tone: str = ""

    @property
    def by(self) -> str:
        return self.person.name if self.person else ""


def of_case(case: ModerationCase) -> list[Entry]:
    """Two queries for decisions and appeals, one each for hearings, files, bans and their reviews."""
    entries = [Entry(_("Case opened"), case.opened_at, case.opened_by)]
    entries += [*_hearings(case), *_files(case), _day(case)]
    decisions = case.decisions.select_related("words__told_by", "decided_by")
    for decision in decisions:
        entries += _decision(decision)
    for appeal in Appeal.objects.filter(decision__case=case).select_related("noted_by", "decided_by"):
        entries += _appeal(appeal)
    bans = Ban.objects.filter(decision__case=case).select_related("lifted_by", "decision")
    for ban in bans.prefetch_related("reviews__reviewed_by"):
        entries += _ban(ban)
    return _in_order(entries)


def _in_order(entries: list[Entry]) -> list[Entry]:
    return sorted((one for one in entries if one.at), key=lambda one: one.at)  # type: ignore[arg-type,return-value]


def _hearings(case: ModerationCase) -> Iterator[Entry]:
    for hearing in case.hearings.select_related("asked_by"):
        yield Entry(_("Author asked for their side"), hearing.asked_at, hearing.asked_by)
        yield Entry(_("The author answered"), hearing.answered_at, text=hearing.answer)


def _files(case: ModerationCase) -> Iterator[Entry]:
    for file in case.files.select_related("added_by").defer("sealed_key"):
        yield Entry(_("File added"), file.added_at, file.added_by, file.name)


def _day(matter: Matter) -> Entry:
    return Entry(_("Deletion date set"), matter.day_set_at, matter.day_set_by, matter.day_why)


def _decision(decision: ModerationDecision) -> Iterator[Entry]:
    title = _("Decided: {measure}").format(measure=decision.get_measure_display())
    text = decision.rule_words
    yield Entry(title, decision.decided_at, decision.decided_by, text, tone="info")
    words = getattr(decision, "words", None)
    if words:
        yield Entry(_("Author told"), words.told_at, words.told_by, words.told_how)


def _appeal(appeal: Appeal) -> Iterator[Entry]:
    yield Entry(_("Appeal received"), appeal.received_at, appeal.noted_by, appeal.grounds, tone="warning")
    outcome = str(appeal.get_outcome_display())
    title = _("Appeal decided: {outcome}").format(outcome=outcome)
    yield Entry(title, appeal.decided_at, appeal.decided_by, appeal.answer, tone="info")


def _ban(ban: Ban) -> Iterator[Entry]:
    for review in ban.reviews.all():
        yield Entry(str(review.get_verdict_display()), review.reviewed_at, review.reviewed_by, review.reason)
    yield Entry(_("Ban lifted on the platform"), ban.lifted_at, ban.lifted_by, ban.lift_note, tone="success")


def of_notice(notice: Notice) -> list[Entry]:
    decided = str(notice.get_verdict_display()) if notice.verdict else ""
    return _in_order(
        [
            Entry(_("We were told"), notice.received_at, tone="warning"),
            Entry(_("Entered"), notice.opened_at, notice.opened_by),
            Entry(_("Content checked"), notice.checked_at, notice.checked_by, notice.findings),
            Entry(decided, notice.decided_at, notice.decided_by, notice.reason, tone="info"),
            _day(notice),
            Entry(_("Answered"), notice.answered_at, notice.answered_by, notice.answer, tone="success"),
        ]
    )


def of_review(review: ReviewCase) -> list[Entry]:
    outcome = str(review.get_outcome_display()) if review.outcome else ""
    return _in_order(
        [
            Entry(_("Review entered"), review.opened_at, review.opened_by),
            Entry(_("Operator told"), review.sent_at, review.sent_by, review.sent_to, tone="info"),
            _day(review),
            Entry(outcome, review.closed_at, review.closed_by, review.next_step, tone="success"),
        ]
    )
