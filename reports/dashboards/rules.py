"""The refusals of this room, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class PaperWaiting(RuleBroken):
    message = _("A confirmation on paper already waits for a second person.")
