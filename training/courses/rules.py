"""The refusals of this room, each named after the rule it protects."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.audit.rules import RuleBroken


class FourEyesRequired(RuleBroken):
    message = pgettext_lazy(
        "course", "Whoever wrote or proposed this course cannot approve it. Another approver has to decide."
    )


class ProposalNotPending(RuleBroken):
    message = pgettext_lazy("course", "This proposal has already been decided or withdrawn.")


class ProposalPending(RuleBroken):
    message = pgettext_lazy("course", "A proposal for this course is waiting already. Withdraw it first.")


class CourseWithdrawn(RuleBroken):
    message = pgettext_lazy("course", "This course has been withdrawn.")


class CourseIncomplete(RuleBroken):
    """Something that a release needs is missing; the message says what."""


class TooFewQuestions(CourseIncomplete):
    def __init__(self, *, wanted: int, found: int) -> None:
        super().__init__(
            _("An attempt asks %(wanted)s questions, but the bank holds %(found)s that are ready.")
            % {"wanted": wanted, "found": found}
        )


class LanguageNotReady(RuleBroken):
    def __init__(self, language: str) -> None:
        super().__init__(
            _("The lessons in %(language)s are not ready. Finish the translation first.")
            % {"language": language}
        )


class QuestionUnusable(RuleBroken):
    """A question that could not be marked or read; the message says why."""


class AttemptOver(RuleBroken):
    message = _("This attempt has been handed in already.")


class CourseChanged(RuleBroken):
    message = _(
        "The course has changed while you were at it. This attempt does not count; please start anew."
    )


class NotYourAttempt(RuleBroken):
    message = _("This attempt is somebody else’s.")


class NotAnAnswer(RuleBroken):
    message = _("Please choose an answer.")


class NotAsked(RuleBroken):
    message = _("This question does not belong to your attempt.")


class NoAttemptLeft(RuleBroken):
    message = _("You have used all attempts. HR can give you another one.")


class TooSoon(RuleBroken):
    """The pause between attempts is not over; `until` is when it is."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(_("Please take a break first. You can start again a little later."))


class ReasonRequired(RuleBroken):
    message = pgettext_lazy("course", "Please give a reason.")
