"""The refusals of this room, each named after the rule it protects."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class FileUnreadable(Exception):
    """A file that no repetition makes readable: a slug of `wording` and what is filled in."""

    def __init__(self, slug: str, **facts: Any) -> None:
        self.slug, self.facts = slug, facts
        super().__init__(slug)


class NotInThisState(RuleBroken):
    message = _("This import has gone on meanwhile. Please look at how far it is.")


class LeaversNotConfirmed(RuleBroken):
    message = _("Please type in how many people will leave. Nothing was changed.")


class RefusedRowsNotConfirmed(RuleBroken):
    message = _("Some rows are refused. Please confirm that they are left out, or correct the file.")


class NothingToApply(RuleBroken):
    message = _("This file would change nothing.")


class ChangedMeanwhile(RuleBroken):
    """What was looked at is no longer what would happen."""

    message = _(
        "People were changed since the preview. Those rows are refused now; please look at the preview again."
    )

    def __init__(self, rows: dict[int, str]) -> None:
        self.rows = rows
        super().__init__()


class NotTheLastImport(RuleBroken):
    message = _("Only the last import can be undone.")


class UndoTooLate(RuleBroken):
    message = _("The time for undoing this import is over.")


class SomethingDependsOnIt(RuleBroken):
    """Undoing would throw away what happened since."""

    message = _("This import cannot be undone any more.")
