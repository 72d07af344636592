"""The refusals of this room, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class NothingToExport(RuleBroken):
    message = _("Nothing matches this selection.")


class ExportNotReady(RuleBroken):
    message = _("This export is not ready.")


class ExportExpired(RuleBroken):
    """Law E3: a file can be fetched for a few days only."""

    message = _("This export has expired and was deleted. Please start it again.")


class ExportGone(RuleBroken):
    message = _("The file of this export is missing. Please start it again.")


class FilterOutdated(RuleBroken):
    """What the filter of a list names does not exist any more, or is hidden from the person now."""

    message = _("A filter of this list fits nothing any more. Please open the list again.")


class RetryNotPossible(RuleBroken):
    message = _("Only an export that failed can be tried again.")
