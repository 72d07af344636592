"""The refusals of this room, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class NoSharedRoute(RuleBroken):
    """V7"""

    message = _(
        "Logins are kept here only for accounts with a route for a shared login or a token that the terms "
        "do not forbid."
    )


class PrivateLogin(RuleBroken):
    """V7"""

    message = _(
        "This looks like a private login. Only logins of the company are kept here, never a person’s."
    )


class NothingStored(RuleBroken):
    message = _("Nothing is kept here yet.")


class NotASecret(RuleBroken):
    message = _("Of a security key only the place is kept; there is nothing to show.")


class NotInForce(RuleBroken):
    """V4"""

    message = _("This has been replaced and can be opened by nobody any more.")


class NoAccess(RuleBroken):
    """V2"""

    message = _(
        "You need access by the shared login of this account. You can ask for it on the account’s card."
    )


class HeldByOther(RuleBroken):
    message = _(
        "Somebody else is working with it at the moment. It is free again as soon as they give it back."
    )


class OnlyTheHolder(RuleBroken):
    message = _("Only the one person named as holder opens this.")


class TooManyReveals(RuleBroken):
    """V2"""

    message = _("You have opened very many secrets in a short time. Please wait, or ask the account admins.")


class TicketIsOver(RuleBroken):
    """V2"""

    message = _("This ticket was used already, or its 60 seconds are over. Please ask again.")


class ReasonRequired(RuleBroken):
    message = _("Please say what you need it for.")


class NeedsSecondPerson(RuleBroken):
    message = _("Somebody else has to agree first.")


class NotASecondPerson(RuleBroken):
    message = _("Somebody who answers for the account agrees, and never whoever asked.")


class Tampered(RuleBroken):
    """V5"""

    message = _(
        "What is stored does not fit the trail: it was swapped, cut or put back. Nothing is shown. The "
        "security officer has been told."
    )


class KeysUnavailable(RuleBroken):
    """V8"""

    message = _(
        "The vault cannot be opened: its keys are missing or cannot be read. Everything else works. The "
        "system admins find the way back in the manual under “Keys”."
    )


class OnlyRotators(RuleBroken):
    message = _("Others may know it. Until it is changed, only whoever changes it opens it.")


class AlreadyRunning(RuleBroken):
    message = _("This is being changed already.")


class RotationIsDone(RuleBroken):
    message = _("This change is finished.")


class NotTheRotator(RuleBroken):
    message = _("Somebody else has taken over this change.")


class StepsMissing(RuleBroken):
    """V6"""

    message = _("Every exposed secret has to be new, and every step done, before this is finished.")


class CheckedByAnother(RuleBroken):
    """V6"""

    message = _("Somebody else checks it: not whoever changed it, and not whoever confirmed the steps.")


class SessionsNotEnded(RuleBroken):
    """V6"""

    message = _("Please confirm that all sessions were ended: until then, whoever was signed in stays so.")


class WaivedTooLong(RuleBroken):
    message = _("A change can be waived for 90 days at most.")


class OwnerWaives(RuleBroken):
    message = _("The owner of the account waives, and a second person confirms.")


class ReviewedByAnother(RuleBroken):
    message = _("Whoever used emergency access does not review it.")


class ReviewedAlready(RuleBroken):
    message = _("This has been reviewed already.")


class NotTotp(RuleBroken):
    message = _(
        "This is no address of a time-based code (otpauth://totp/…). Counter-based codes cannot be shared."
    )


class PictureUnreadable(RuleBroken):
    message = _(
        "This picture cannot be read. PNG, JPEG, WebP, GIF and BMP are, up to 5 MB and 25 megapixels."
    )


class NoCodeInPicture(RuleBroken):
    message = _("No QR code of a second factor is found in this picture. Please take a closer one.")


class TotpUnsupported(RuleBroken):
    message = _("Codes have 6 to 8 digits, change every 30 or 60 seconds, and use SHA-1, SHA-256 or SHA-512.")


class NoCodesLeft(RuleBroken):
    message = _("No recovery code is left. Please make new ones on the platform.")


class NothingToCheckIn(RuleBroken):
    message = _("You do not hold this.")
