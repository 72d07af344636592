"""The refusals of this room, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class FourEyesRequired(RuleBroken):
    message = _("Whoever wrote or proposed this text cannot approve it. Another approver has to decide.")


class ProposalNotPending(RuleBroken):
    message = _("This proposal has already been decided or withdrawn.")


class ProposalPending(RuleBroken):
    message = _("A proposal for this guideline is already waiting for approval. Withdraw it first.")


class TranslationNotReady(RuleBroken):
    """`language` is stale, incomplete, an alias or missing, and was not left out."""

    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__(
            _("The text in %(language)s is not ready. Finish the translation or leave this language out.")
            % {"language": language}
        )


class IncompleteTerms(RuleBroken):
    """Something that a release needs is missing; the message names it."""


class PolicyRetired(RuleBroken):
    message = _("This guideline has been retired. Nothing more is confirmed or released.")


class TextChanged(RuleBroken):
    """The person read something that is no longer in force; nothing is recorded (K2)."""

    message = _("This text has changed in the meantime. Please read the new version.")


class RequestNotOpen(RuleBroken):
    message = _("This request is no longer open.")


class NotYourRequest(RuleBroken):
    message = _("Only the person who was asked can answer.")


class ReasonRequired(RuleBroken):
    message = _("Please give a reason.")


class OnlyConsent(RuleBroken):
    message = _("Only a consent can be declined or withdrawn.")


class NotForConsent(RuleBroken):
    message = _("A consent is free: it has no deadline, no reservation and nobody is exempt from it.")


class SecondPersonRequired(RuleBroken):
    message = _("Somebody else has to confirm what you recorded.")


class ScanRequired(RuleBroken):
    message = _("A confirmation on paper needs a scan and a note.")


class NotInFuture(RuleBroken):
    message = _("This day lies in the future.")


class BeforeRelease(RuleBroken):
    message = _("On this day the guideline had not been released yet.")


class DeadlineNotLater(RuleBroken):
    message = _("The new due date must be later than the present one.")


class CaseSettled(RuleBroken):
    message = _("This case has already been settled.")
