"""The refusals of this room, each named after the rule it protects."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.audit.rules import RuleBroken


class FourEyesRequired(RuleBroken):
    message = pgettext_lazy(
        "editions", "Whoever wrote or proposed this text cannot approve it. Another approver has to decide."
    )


class ProposalNotPending(RuleBroken):
    message = pgettext_lazy("editions", "This proposal has already been decided or withdrawn.")


class ProposalPending(RuleBroken):
    message = pgettext_lazy("editions", "A proposal for this text is waiting already. Withdraw it first.")


class WorkWithdrawn(RuleBroken):
    message = pgettext_lazy("editions", "This has been withdrawn. Nothing is released from it any more.")


class WorkIncomplete(RuleBroken):
    """Something that a release needs is missing; `faults` holds a sentence for each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = [str(fault) for fault in faults]
        super().__init__(" ".join(self.faults))


class LanguageNotReady(RuleBroken):
    def __init__(self, language: str) -> None:
        super().__init__(
            _("The text in %(language)s is not ready. Finish the translation first, or leave it out.")
            % {"language": language}
        )
