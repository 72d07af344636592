"""The refusals of this room, each named after the rule it protects."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class CourseNotInForce(RuleBroken):
    message = _("This course is not released, or it has been withdrawn.")


class RequiredAlready(RuleBroken):
    message = _("This course is required of this audience already. Change that requirement instead.")


class RequirementEnded(RuleBroken):
    message = _("This requirement has ended.")


class IncompleteTerms(RuleBroken):
    """Something a requirement needs is missing; the message names it."""


class ReportedOnly(RuleBroken):
    """What a package reports is no proof by itself (T4), so nobody's access may hang on it."""

    message = _(
        "This course is a course package: what it reports is not marked by the portal. It can be required, "
        "but nobody's access can depend on it. Please choose “Report only”."
    )


class AssignmentNotOpen(RuleBroken):
    message = _("This course is no longer open for this person.")


class ReasonRequired(RuleBroken):
    message = _("Please give a reason.")


class NotYourself(RuleBroken):
    message = _("Somebody else has to do this for you.")


class DeadlineNotLater(RuleBroken):
    message = _("The new due date must be later than the present one.")


class NotInFuture(RuleBroken):
    message = _("This day lies in the future.")


class TooLongAgo(RuleBroken):
    message = _("By the rules of this requirement, what was done on that day does not count any more.")


class FileRequired(RuleBroken):
    message = _("Equivalent evidence needs a file and a note.")


class SecondPersonRequired(RuleBroken):
    message = _("Somebody else has to decide on what you recorded.")


class CaseSettled(RuleBroken):
    message = _("This has already been decided.")


class NothingToRevoke(RuleBroken):
    message = _("This proof does not count any more. There is nothing to revoke.")


class RecordedAlready(RuleBroken):
    message = _("This list has been recorded already.")


class ListNotClean(RuleBroken):
    """All or nothing: as long as a row is wrong, nothing is taken over."""

    message = _("The list still has rows that cannot be taken over. Nothing has been recorded.")


class EmptyList(RuleBroken):
    message = _("The list names nobody.")


class ColumnsMissing(RuleBroken):
    """The headings do not say which column holds what is needed."""

    def __init__(self, columns: Iterable[str]) -> None:
        super().__init__(
            gettext("The list has no column with this heading: %(columns)s.")
            % {"columns": ", ".join(columns)}
        )
