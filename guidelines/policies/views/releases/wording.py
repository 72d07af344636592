"""The terms of a proposal as rows of facts."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from guidelines.policies.choices import PENDING_PROPOSALS, ChangeClass, StatementKind, WorksCouncil
from guidelines.policies.models import ReleaseProposal


def facts_of(proposal: ReleaseProposal) -> list[dict[str, Any]]:
    """Label, value and note of every term, in the order in which they matter."""
    return [
        {"label": _("Kind of change"), "value": _change(proposal)},
        _effective(proposal),
        {"label": _("Who is asked"), "value": proposal.audience.name},
        {"label": _("Who may read it"), "value": proposal.get_visibility_display()},
        {"label": _("Kind of statement"), "value": proposal.get_statement_kind_display()},
        {"label": _("Authoritative language"), "value": proposal.get_authoritative_language_display()},
        *_days(proposal),
        _council(proposal),
    ]


def _change(proposal: ReleaseProposal) -> str:
    if proposal.change_class == ChangeClass.MATERIAL or proposal.policy.current is None:
        return _("Material: everybody in the audience is asked")
    return _("Editorial: nobody is asked again")


def _effective(proposal: ReleaseProposal) -> dict[str, Any]:
    """What was proposed, or what becomes of it: a text never applies before its release."""
    wanted = day = proposal.effective_on
    if proposal.version:
        day = proposal.version.effective_on
    elif proposal.state in PENDING_PROPOSALS:
        day = proposal.effective_from(proposal.release_on or timezone.now().date())
    row = {"label": _("Effective on"), "value": date_format(day, "DATE_FORMAT")}
    if day == wanted:
        return row
    said = _("Proposed for %(day)s. A text never applies before it is released.")
    return {**row, "note": said % {"day": date_format(wanted, "DATE_FORMAT")}}


def _days(proposal: ReleaseProposal) -> list[dict[str, Any]]:
    if proposal.statement_kind == StatementKind.CONSENT:
        return [{"label": _("Time to confirm"), "value": _("None: a consent is free")}]
    joiners = _count_days(proposal.joiner_due_days)
    again = proposal.reconfirm_months
    return [
        {
            "label": _("Time to confirm"),
            "value": _count_days(proposal.due_days),
            "note": _("%(days)s for people who have just joined") % {"days": joiners},
        },
        {
            "label": _("Asked again"),
            "value": ngettext("every month", "every %(count)s months", again) % {"count": again}
            if again
            else pgettext("asked again", "never"),
        },
    ]


def _count_days(days: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def _council(proposal: ReleaseProposal) -> dict[str, Any]:
    said = proposal.get_works_council_display()
    if proposal.works_council == WorksCouncil.NOT_REQUIRED or proposal.works_council_on is None:
        return {"label": _("Works council"), "value": said}
    day = date_format(proposal.works_council_on, "DATE_FORMAT")
    return {"label": _("Works council"), "value": f"{said}, {day}", "note": proposal.works_council_document}
