"""The refusals of this room, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.audit.rules import RuleBroken


class NothingToSay(RuleBroken):
    message = pgettext_lazy("statement", "Please write what is to be said.")


class PlaceholdersLeft(RuleBroken):
    """Something still stands in braces; the message says what."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            _("Please fill in what still stands in braces: %(names)s.") % {"names": ", ".join(names)}
        )


class TemplateUnknown(RuleBroken):
    message = _("The playbook that this incident is run by has no such template in this language.")


class TemplateExpired(RuleBroken):
    message = _(
        "This template has run out: nobody has looked at it since. Write the text yourself; "
        "it then needs the approvals that the level asks for."
    )


class NotInThisState(RuleBroken):
    message = pgettext_lazy("statement", "This has been decided meanwhile. Please look at it again.")


class ChangedMeanwhile(RuleBroken):
    message = pgettext_lazy("statement", "The text has been changed meanwhile. Please read it again.")


class FourEyesRequired(RuleBroken):
    message = pgettext_lazy("statement", "Whoever wrote these words cannot approve them.")


class ApprovedAlready(RuleBroken):
    message = _("You have approved this text for another role. A second person has to look at it.")


class NotYourRole(RuleBroken):
    message = _("You do not have this role in this incident.")


class OutOfTurn(RuleBroken):
    message = _("Somebody else has to approve before you.")


class ReasonRequired(RuleBroken):
    message = pgettext_lazy("statement", "Please give a reason.")


class LinkRequired(RuleBroken):
    message = _(
        "Please enter where it stands: an address that begins with https://, or the name of the channel."
    )


class IncidentOver(RuleBroken):
    message = pgettext_lazy("statement", "This incident has ended.")


class NotPublished(RuleBroken):
    message = _("Only what has been published can be corrected.")


class SentBackAsItIs(RuleBroken):
    message = _("This text was sent back as it is. Please change it first.")
