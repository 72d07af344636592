"""The refusals of this room, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class DeputyIsOwner(RuleBroken):
    message = _("Owner and deputy are two people: one of them can be reached when the other is away.")


class WorksHereNoMore(RuleBroken):
    message = _("Only people who work here can answer for an account.")


class AlreadyRegistered(RuleBroken):
    message = _("This account is registered already.")


class NotApprovedForMessages(RuleBroken):
    message = _(
        "Customers can write messages here, and that has not been approved on this platform. "
        "Data protection officer and legal decide it before the account goes live."
    )


class NotFromThisStatus(RuleBroken):
    message = _("The account is not in a state from which this is possible.")


class RouteIsClosed(RuleBroken):
    message = _("This route has been closed.")


class OwnerSignsOff(RuleBroken):
    message = _("The owner of the account or the deputy takes this responsibility, nobody else.")


class NothingToSignOff(RuleBroken):
    message = _("Only a shared login under unclear terms needs a signature.")


class NeverAccepted(RuleBroken):
    message = _("What breaks the terms of a platform is mended; it cannot be accepted.")


class AcceptedTooLong(RuleBroken):
    message = _("A finding can be accepted for 90 days at most, counted from today.")


class SecondPersonRequired(RuleBroken):
    message = _("Somebody else has to confirm this.")


class FindingIsResolved(RuleBroken):
    message = _("This finding has been resolved in the meantime.")


class NothingProposed(RuleBroken):
    message = _("Nobody has proposed to accept this finding.")


class DateInThePast(RuleBroken):
    message = _("This day has passed. Please choose a later one.")


class DateInTheFuture(RuleBroken):
    message = _("This day has not come yet.")


class AlreadyRequested(RuleBroken):
    message = _("A request for this use is waiting already.")


class AlreadyDecided(RuleBroken):
    message = _("This has been decided already.")


class NotTheirSide(RuleBroken):
    message = _("Data protection officer and legal decide this, each for their own side.")


class NobodyDecidesForBoth(RuleBroken):
    message = _("You have decided for one side. Somebody else decides for the other.")


class ApprovalIncomplete(RuleBroken):
    message = _(
        "An approval needs conditions and a disclaimer in both languages, forbidden data, an alternative to "
        "offer, the processor contract and a day of review."
    )


class TermsAreSettled(RuleBroken):
    message = _("The other side has decided in the meantime and settled the terms. Please read them first.")


class SourceRequired(RuleBroken):
    message = _("What is known needs a source. Without one the answer is “unknown”.")


class NothingInTheList(RuleBroken):
    message = _("This list would change nothing.")


class RefusedRowsStay(RuleBroken):
    message = _("Some rows are refused. Please confirm that they are left out, or correct the list.")


class ListChangedMeanwhile(RuleBroken):
    """What was looked at is no longer what would happen; `rows` says of which row, and why."""

    message = _(
        "Accounts were changed since the preview. Those rows are refused now; please look at it again."
    )

    def __init__(self, rows: dict[int, str]) -> None:
        self.rows = rows
        super().__init__()
