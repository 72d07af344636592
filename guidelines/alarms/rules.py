"""What is refused about alarms, and why."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class IncidentEnded(RuleBroken):
    message = _("This incident has ended: there is nobody to call for it any more.")


class NotAnAddress(RuleBroken):
    message = _("Enter an https address without a user name or a # in it.")


class InnerAddress(RuleBroken):
    message = _(
        "This address lies in the inner network. PORTAL_ALARM_PRIVATE_ADDRESSES allows it, on the server."
    )


class SecretNeeded(RuleBroken):
    message = _("Enter the secret: it is never sent to another address than the one it was entered for.")


class SecretTooShort(RuleBroken):
    message = _("The secret of a webhook has at least 24 characters, so that nobody can guess a signature.")


class NotATemplate(RuleBroken):
    message = _(
        "The body is a JSON object, and {number} and {text} stand in it: "
        'for example {"to": "{number}", "text": "{text}"}.'
    )


class NotFormFields(RuleBroken):
    message = _("Form fields are a flat JSON object: names and texts, nothing inside each other.")


class NotHeaders(RuleBroken):
    message = _("Write one header per line, as “Name: value”. Length, host and connection are set already.")


class AnotherPersonConfirms(RuleBroken):
    message = _("Somebody else than who entered it has to confirm a channel.")


class DecidedAlready(RuleBroken):
    message = _("Somebody has decided about this already.")


class NumberNeeded(RuleBroken):
    message = _("Enter a phone number of your own first: the test goes to it.")
