"""A refusal is an exception named after the rule it protects, with a sentence a person can read."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RuleBroken(Exception):
    """A rule of the domain forbids this.

    Subclasses are named after the rule. `message` says why and, where possible, what to do instead.
    """

    message: str | Promise = _("This is not possible.")
    is_noted = False  # in the trail, by the innermost operation it passed through

    def __init__(self, message: str | Promise | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(str(self.message))


class NotPermitted(RuleBroken):
    """The person lacks the role or the relation that this act needs."""

    message = _("You do not have permission to do this.")
