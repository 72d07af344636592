"""What the log says about looking back."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guidelines.incidents.choices import EntryGroup
from guidelines.incidents.models import TimelineEntry
from guidelines.incidents.reading import name_in
from guidelines.incidents.registry import EntryKind
from guidelines.reviews.choices import ActionState

Facts = Mapping[str, Any]
Sentence = Callable[[TimelineEntry, Facts], str]


def _kind(sentence: Sentence, icon: str) -> EntryKind:
    return EntryKind(sentence, icon, ("after",), EntryGroup.COURSE)


def _says(text: Callable[[], str]) -> Sentence:
    return lambda entry, facts: text()


def _day(facts: Facts) -> str:
    return date_format(date.fromisoformat(facts["due"]), "SHORT_DATE_FORMAT")


def _opened(entry: TimelineEntry, facts: Facts) -> str:
    return _("the review is due by {day}").format(day=_day(facts))


def _action(entry: TimelineEntry, facts: Facts) -> str:
    return _("gave an action to {person}, by {day}").format(
        person=name_in(entry, facts, "person"), day=_day(facts)
    )


def _settled(entry: TimelineEntry, facts: Facts) -> str:
    if facts["state"] == ActionState.DROPPED:
        return _("dropped an action")
    if facts["what"]:
        return _("carried out an action; what came of it: {what}").format(what=facts["what"])
    return _("carried out an action")


ENTRIES = {
    "reviews.opened": _kind(_opened, "calendar-clock"),
    "reviews.written": _kind(_says(lambda: _("wrote down how it went")), "notebook-pen"),
    "reviews.found": _kind(_says(lambda: _("noted a finding")), "search-check"),
    "reviews.left": _kind(_says(lambda: _("said why nothing follows from a finding")), "circle-slash"),
    "reviews.action": _kind(_action, "list-plus"),
    "reviews.action-settled": _kind(_settled, "square-check"),
    "reviews.closed": _kind(_says(lambda: _("closed the review")), "circle-check"),
}
