"""The refusals of this room, each named after the rule it protects."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.audit.rules import RuleBroken


class NobodyMayApprove(RuleBroken):
    """A3: a request that nobody may decide is refused at once, and says who could change that."""

    def __init__(self, who: Iterable[str] = ()) -> None:
        names = ", ".join(who)
        said = _("Too few people may decide on this request: whoever asks or benefits never counts.")
        how = (
            _("Account admins can name another owner or change the rules of this account: %(names)s.")
            % {"names": names}
            if names
            else _("There is no account admin who could change that. Please turn to the system admins.")
        )
        super().__init__(f"{said} {how}")


class NeverOwnApproval(RuleBroken):
    """A2"""

    message = gettext_lazy(
        "Whoever asks for access, benefits from it or stands in for either does not decide on it."
    )


class NotAnApprover(RuleBroken):
    message = gettext_lazy("Others decide on this request.")


class DecidedAlready(RuleBroken):
    message = gettext_lazy("This has been decided in the meantime.")


class DecidedBefore(RuleBroken):
    message = gettext_lazy("You have decided on this request already. Somebody else is still needed.")


class LongerThanAllowed(RuleBroken):
    def __init__(self, days: int) -> None:
        super().__init__(_("On this account, access lasts %(days)d days at most.") % {"days": days})


class EndsBeforeItStarts(RuleBroken):
    message = gettext_lazy("The last day comes before the first.")


class InThePast(RuleBroken):
    message = gettext_lazy("This day has passed. Please choose a later one.")


class ReasonRequired(RuleBroken):
    message = gettext_lazy("Please say what the access is needed for.")


class RouteNotUsable(RuleBroken):
    message = gettext_lazy("Nobody can be given access by this route: it is closed or the terms forbid it.")


class AccountNotInUse(RuleBroken):
    message = gettext_lazy("This account is closed. There is nothing to work on.")


class AccessedAlready(RuleBroken):
    message = gettext_lazy("This access exists already, or a request for it is waiting.")


class CannotHaveAccess(RuleBroken):
    message = gettext_lazy("Only people who can sign in can have access.")


class OnlyByOwnAct(RuleBroken):
    """A4, A5"""

    message = gettext_lazy(
        "A route over a private account is never assigned or asked for by somebody else: it starts with the "
        "person themself."
    )


class ConsentMissing(RuleBroken):
    message = gettext_lazy("This route goes over a private account and needs that person’s own consent.")


class ConsentIsOver(RuleBroken):
    message = gettext_lazy("This consent has ended.")


class NotYours(RuleBroken):
    message = gettext_lazy("Only the person concerned can do this.")


class HasEnded(RuleBroken):
    message = gettext_lazy("This access has ended.")


class NotSuspended(RuleBroken):
    message = gettext_lazy("This access is not suspended.")


class TaskIsDone(RuleBroken):
    message = gettext_lazy("This task is done already.")


class NotAnInvitation(RuleBroken):
    message = gettext_lazy("Nothing has to be attested here.")


class TooMany(RuleBroken):
    def __init__(self, most: int) -> None:
        super().__init__(
            _("That is more than %(most)d at once. Please choose a smaller group.") % {"most": most}
        )


class NobodyChosen(RuleBroken):
    message = gettext_lazy("Please choose at least one person and one account.")


class ReviewIsNotOpen(RuleBroken):
    message = gettext_lazy("This review is not open.")


class NotTheReviewer(RuleBroken):
    """A6"""

    message = gettext_lazy("Nobody reviews their own access, or access that they have given.")


class ReviewUnfinished(RuleBroken):
    """A6"""

    message = gettext_lazy(
        "A review is closed when every item is decided and everything revoked is removed on the platform."
    )


class LeaverRunIsDone(RuleBroken):
    message = gettext_lazy("This has been dealt with already.")


class NothingToReview(RuleBroken):
    message = gettext_lazy("No access falls into this scope.")


class ShorterOnly(RuleBroken):
    message = gettext_lazy("A review can shorten access, not lengthen it.")
