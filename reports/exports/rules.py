"""The refusals of this room, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class NothingToExport(RuleBroken):
    message = _("Nothing matches this selection.")


class ExportNotReady(RuleBroken):
    message = _("This bundle is not ready.")


class ExportExpired(RuleBroken):
    """Law E3: a bundle can be fetched for a few days only."""

    message = _("This bundle has expired and was deleted. Please start the export again.")


class ExportGone(RuleBroken):
    message = _("The file of this bundle is missing. Please start the export again.")


class RetryNotPossible(RuleBroken):
    message = _("Only an export that failed can be tried again.")
