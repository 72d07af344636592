"""The refusals of this room, each named after the rule it protects."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class RuleRequired(RuleBroken):
    """I4"""

    message = _("Please say which rule was broken. Whoever takes something from people names the rule.")


class FactsRequired(RuleBroken):
    """I4"""

    message = _("Please say what happened: the facts on which you decide.")


class BanNeedsEnd(RuleBroken):
    """I4"""

    message = _("A temporary ban needs a last day, today or later.")


class BanTooLong(RuleBroken):
    message = _(
        "A temporary ban ends within three years. For longer, ban for good: that is looked at yearly."
    )


class OnlyBansEnd(RuleBroken):
    message = _("Only a temporary ban has a last day.")


class HearFirst(RuleBroken):
    """OLG Schleswig, 08.11.2024, 1 U 70/22"""

    message = _(
        "Please hear the author first, or say why it cannot be done in this case. Without a hearing, a block "
        "stands only exceptionally."
    )


class StillBeingHeard(RuleBroken):
    message = _("The author still has time to answer. Decide after that, or say why it cannot wait.")


class ProportionRequired(RuleBroken):
    message = _("Please say why nothing milder would do.")


class CriticismStands(RuleBroken):
    message = _(
        "You marked this as criticism. Criticism breaks no rule. If it is to go all the same, please confirm "
        "that it is not the criticism that is removed."
    )


class DecidedMeanwhile(RuleBroken):
    message = _("Somebody else has decided meanwhile. Please look at the case again.")


class AppealWaits(RuleBroken):
    message = _("An appeal waits for an answer; the case is decided with it.")


class HearingRuns(RuleBroken):
    message = _("The author has been asked already.")


class NotAsked(RuleBroken):
    message = _("The author was not asked, or has answered already.")


class DeadlinePast(RuleBroken):
    message = _("Please choose a day that lies ahead.")


class NothingToAppeal(RuleBroken):
    message = _("An appeal is against a decision that took something from the author.")


class DecidedByAnother(RuleBroken):
    message = _("An appeal is decided by somebody who has decided nothing in this case before.")


class AnswerRequired(RuleBroken):
    message = _("Please write the answer: whoever appeals learns why.")


class AppealDecided(RuleBroken):
    message = _("This appeal has been decided already.")


class SameDecision(RuleBroken):
    message = _("This would change nothing. Uphold the decision, or decide something else.")


class BanLifted(RuleBroken):
    message = _("This ban has been lifted already.")


class BanHasAnEnd(RuleBroken):
    message = _("Only a ban for good is looked at yearly; this one ends by itself.")


class ReasonRequired(RuleBroken):
    message = _("Please give the reason.")


class ToldAlready(RuleBroken):
    message = _("That the author was told is noted already.")


class ChannelRequired(RuleBroken):
    message = _("Please choose the corporate account, or name the channel.")


class NoticeStepTaken(RuleBroken):
    message = _("This step was taken already. Please look at the notice again.")


class NoticeWritten(RuleBroken):
    message = _("Please write the notice to the operator first.")


class ReviewClosed(RuleBroken):
    message = _("This case is closed.")


class NotSentYet(RuleBroken):
    message = _("The operator has not been told yet.")


class NothingSealed(RuleBroken):
    message = _("No name is kept here, or it was deleted on its day.")


class NameUnreadable(RuleBroken):
    message = _("The name cannot be opened: its key is missing or was destroyed. Everything else works.")


class AlreadyErased(RuleBroken):
    message = _("This was emptied on its deletion date. Nothing can be added or moved any more.")


class FilesInIncident(RuleBroken):
    message = _("This case belongs to an incident. Its files are kept with the incident.")


class ObjectionsOpen(RuleBroken):
    """The notice to the author promises six months (DSA Art. 20)."""

    def __init__(self, first: date) -> None:
        text = _("The author can object until then: please choose %(day)s or a later day.")
        super().__init__(text % {"day": date_format(first, "DATE_FORMAT")})
