"""The refusals of this room, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class NoSuchRole(RuleBroken):
    message = _("The playbook has no such role.")


class NoSuchSlot(RuleBroken):
    message = _("The playbook has no such contact.")


class AlreadyNamed(RuleBroken):
    message = _("This person is named for this role already.")


class CannotAct(RuleBroken):
    message = _("This person has left or cannot sign in. Please name somebody who can act.")


class NotANumber(RuleBroken):
    message = _("This does not look like a phone number.")


class NumberKnown(RuleBroken):
    message = _("This number is there already.")


class LinkExpired(RuleBroken):
    message = _("This link no longer works. Please answer the latest mail, or tell whoever wrote to you.")


class NothingSaid(RuleBroken):
    message = _("Please say in a few words what has changed.")
