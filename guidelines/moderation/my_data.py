"""What this room holds about one person who works here, for "my data"."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from guidelines.moderation.models import MATTERS, Appeal, CaseFile, ModerationDecision

STORED = (
    Stored(
        gettext_lazy("Moderation of our channels"),
        gettext_lazy(
            "who entered, looked after, decided and answered which case, notice or review, and when; of "
            "people outside: a sealed name, a pseudonym, what they wrote as far as it is needed, and sealed "
            "files that show it"
        ),
        gettext_lazy("being able to show by which rule something was removed or somebody was banned"),
        gettext_lazy(
            "names, quotes, files and reasons until the deletion date of each case; then only what was "
            "decided by which rule stays"
        ),
    ),
)


def about_person(person: Employee) -> Iterator[Section]:
    decisions = ModerationDecision.objects.filter(decided_by=person).select_related("case").order_by("-pk")
    yield from _section(
        _("What I decided about posts"),
        [
            {
                _("Case"): decision.case.number,
                pgettext("moderation", "Measure"): str(decision.get_measure_display()),
                _("On"): _moment(decision.decided_at),
            }
            for decision in decisions
        ],
    )
    appeals = Appeal.objects.filter(decided_by=person).select_related("decision__case").order_by("-pk")
    yield from _section(
        _("Appeals I decided"),
        [
            {
                _("Case"): appeal.decision.case.number,
                _("Outcome"): str(appeal.get_outcome_display()),
                _("On"): _moment(appeal.decided_at),
            }
            for appeal in appeals
        ],
    )
    entered = [
        {
            _("Case"): matter.number,
            _("What"): str(model._meta.verbose_name),
            _("On"): _moment(matter.opened_at),
        }
        for model in MATTERS
        for matter in model.objects.filter(opened_by=person).order_by("-pk")
    ]
    yield from _section(_("What I entered about our channels"), entered)
    files = CaseFile.objects.filter(added_by=person).select_related("case").defer("sealed_key")
    added = [
        {
            _("Case"): one.case.number,
            _("What"): one.name,
            "SHA-256": one.sha256,
            _("On"): _moment(one.added_at),
        }
        for one in files.order_by("-pk")
    ]
    yield from _section(_("Files I added to cases"), added)


def _section(title: str, rows: list[dict[str, object]]) -> Iterator[Section]:
    if rows:
        yield Section(title, rows)


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
