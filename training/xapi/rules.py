"""What is refused about a record store, and why."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class NotAnAddress(RuleBroken):
    message = _("Enter an https address without a user name, a question mark or a # in it.")


class InnerAddress(RuleBroken):
    message = _(
        "This address lies in the inner network. PORTAL_XAPI_PRIVATE_ADDRESSES allows it, on the server."
    )


class PasswordNeeded(RuleBroken):
    message = _("Enter the password: it is never sent to another address than the one it was entered for.")


class NoStore(RuleBroken):
    message = _("Set up a record store first.")
