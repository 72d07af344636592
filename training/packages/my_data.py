"""What this room holds about one person, for "my data"."""

from collections.abc import Iterator

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from training.courses.reading import titles_of
from training.packages.models import PackageVisit

STORED = (
    Stored(
        gettext_lazy("Course packages"),
        gettext_lazy(
            "Which package somebody opened and when, what it reported (state, score), and where to go on; "
            "no single answers and no times"
        ),
        gettext_lazy("A course goes on on another device, and what was reported can be confirmed"),
        gettext_lazy(
            "Where to go on: until the course is confirmed; the rest as long as the evidence is needed"
        ),
    ),
)


def stored_about(person: Employee) -> Iterator[Section]:
    visits = list(PackageVisit.objects.filter(employee=person).order_by("started_at", "pk"))
    titles = titles_of({visit.version_id for visit in visits}, get_language() or "")
    if visits:
        yield Section(gettext_lazy("Course packages"), [_row(visit, titles) for visit in visits])


def _row(visit: PackageVisit, titles: dict[int, str]) -> dict[str, object]:
    return {
        _("Course"): titles.get(visit.version_id, ""),
        _("State"): visit.get_state_display(),
        pgettext("package", "Reported state"): visit.get_told_display(),
        pgettext("package", "Reported score"): "" if visit.score is None else visit.score,
        pgettext("package", "Opened"): visit.started_at,
        pgettext("package", "Last seen"): visit.seen_at,
        pgettext("package", "Reported as done"): visit.reported_at,
        pgettext("package", "Confirmed"): visit.confirmed_at,
        pgettext("package", "Where to go on"): f"{visit.place} {visit.suspend_data}".strip(),
    }
