"""Why a company sign-in is refused. Each says what to do, or whom to ask."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class ProviderDown(RuleBroken):
    message = _(
        "The company sign-in does not answer at the moment. Please use another way, or try again later."
    )


class RoundTripUnknown(RuleBroken):
    message = _("This sign-in took too long or was begun in another window. Please begin again.")


class NotBegunHere(RuleBroken):
    """A SAML answer without a question; anybody could have sent the browser here with somebody's."""

    message = _("You were sent here without having asked. Please begin the company sign-in on this page.")


class SignInCancelled(RuleBroken):
    message = _("The company sign-in was not finished. You can begin again or use another way.")


class TokenRefused(RuleBroken):
    """The provider's answer does not prove what it must; `reason` is for the log, never for the page."""

    message = _("The company sign-in could not be checked. Please begin again; if it goes on, ask IT.")

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__()


class ForeignTenant(RuleBroken):
    message = _(
        "You signed in with an account of another company or a private one. Please use your work account."
    )


class NotFresh(RuleBroken):
    message = _(
        "The company sign-in did not ask you again, so this proves nothing new. "
        "Add a passkey, or sign out and in again."
    )


class SomebodyElse(RuleBroken):
    message = _("You signed in there as somebody else. Please use your own work account.")


class NobodyHere(RuleBroken):
    message = _(
        "Your company sign-in belongs to nobody in this portal. "
        "Please ask HR to check your work e-mail and personnel number."
    )


class AddressNotProven(RuleBroken):
    """An equal address is no proof: it may have passed on, or be made up."""

    message = _(
        "Somebody with this e-mail address is already here, but your company sign-in is not allowed to vouch "
        "for it. Please ask HR or the system administration."
    )


class AnotherIdentity(RuleBroken):
    message = _(
        "This person is already connected with another company account. "
        "Please ask HR to remove the old connection first."
    )


class SignInEnded(RuleBroken):
    message = _("You cannot sign in here any more. If that is a mistake, please ask HR.")


class PlaceUnknown(RuleBroken):
    message = _(
        "Your company sign-in may put people on record, but it is not said where. "
        "Please ask the system administration."
    )
