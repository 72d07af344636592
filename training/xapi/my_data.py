"""What this room stores and passes on about people."""

from collections.abc import Iterator

from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from training.xapi.models import Dispatch, RecordStore


def _place() -> str:
    """Says, at the moment it is read, whether anything is passed on."""
    if RecordStore.objects.listening() is None:
        return gettext("Record store for learning (xAPI): switched off")
    return gettext("Record store for learning (xAPI): switched on")


STORED = (
    Stored(
        lazy(_place, str)(),
        _(
            "Only while it is switched on: that somebody passed or completed a required course, when and in "
            "which version, under a pseudonym. Never names, addresses, scores or answers"
        ),
        _("The company's learning figures stand in one place"),
        _("Here, which completion was passed on: as long as the completion; there: as agreed with it"),
    ),
)


def passed_on(person: Employee) -> Iterator[Section]:
    """What was told of `person`, and what waits to be."""
    found = Dispatch.objects.filter(completion__employee=person)
    rows: list[dict[str, object]] = [
        {
            pgettext_lazy("dispatch", "Course"): dispatch.completion.course.slug,
            pgettext_lazy("dispatch", "Completed"): dispatch.completion.at,
            pgettext_lazy("dispatch", "Record store"): dispatch.store.endpoint,
            pgettext_lazy("dispatch", "State"): dispatch.get_state_display(),
        }
        for dispatch in found.select_related("completion__course", "store").order_by("pk")
    ]
    if rows:
        yield Section(_("Passed on under a pseudonym"), rows)
