"""What the log of an incident says of moderation."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from guidelines.incidents.models import TimelineEntry
from guidelines.incidents.registry import EntryKind
from guidelines.moderation.choices import AppealOutcome, Measure, NoticeVerdict, ReviewOutcome

Facts = Mapping[str, Any]


def _says(
    text: Callable[[], str], field: str = "", words: type[Any] | None = None, icon: str = "gavel"
) -> EntryKind:
    def sentence(entry: TimelineEntry, facts: Facts) -> str:
        said = text().format(number=facts.get("number", ""))
        value = facts.get(field)
        return f"{said}: {words(value).label}" if words and value in words.values else said

    return EntryKind(sentence, icon, ("moderation",))


KINDS = {
    "moderation.case_opened": _says(lambda: _("Moderation case {number} opened")),
    "moderation.decided": _says(lambda: _("Moderation case {number} decided"), "measure", Measure),
    "moderation.appeal_decided": _says(
        lambda: _("Appeal in {number} decided"), "outcome", AppealOutcome, "scale"
    ),
    "moderation.notice_received": _says(
        lambda: _("Notice {number} of content on our channel received"), icon="mail-warning"
    ),
    "moderation.notice_decided": _says(
        lambda: _("Notice {number} decided"), "verdict", NoticeVerdict, "mail-check"
    ),
    "moderation.review_opened": _says(lambda: _("Review {number} on a portal entered"), icon="star"),
    "moderation.operator_told": _says(lambda: _("Operator told of review {number}"), icon="send"),
    "moderation.review_closed": _says(lambda: _("Review {number} closed"), "outcome", ReviewOutcome, "star"),
}
