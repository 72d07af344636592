"""What is refused about tokens, and why."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class OutsideYourPart(RuleBroken):
    message = _("This part of the company is not within your role.")


class TooLong(RuleBroken):
    message = _("A token lasts one year at most, and at least until today.")


class NothingToRead(RuleBroken):
    message = _("Choose what the token may read.")


class SecondPersonNeeded(RuleBroken):
    message = _("Somebody else has to confirm this token: not who made it.")


class NotWaiting(RuleBroken):
    message = _("This token no longer waits for anybody. Make a new one if it is needed.")


class AlreadyRevoked(RuleBroken):
    message = _("This token has already been revoked.")
