"""What this room stores about people: findings they noted and actions they were given."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from guidelines.reviews.models import Action, Dossier, Finding

STORED = (
    Stored(
        pgettext_lazy("stored", "Reviews of incidents"),
        _("who noted which finding, who was asked to do what by when, who asked for a dossier"),
        _("learning from incidents, and showing that something followed"),
        _("as long as the incident it belongs to"),
    ),
)


def about_person(person: Employee) -> Iterator[Section]:
    """Actions and findings of `person`, and dossiers they asked for."""
    actions = Action.objects.of(person).select_related("finding__review__incident")
    yield from _section(
        _("Actions after incidents"),
        [
            {
                pgettext_lazy("review", "Incident"): action.finding.review.incident.number,
                pgettext_lazy("review", "Action"): action.what,
                pgettext_lazy("review", "Due"): action.due_on,
                pgettext_lazy("review", "State"): action.get_state_display(),
            }
            for action in actions.order_by("pk")
        ],
    )
    findings = Finding.objects.filter(found_by=person).select_related("review__incident")
    yield from _section(
        _("Findings I noted after incidents"),
        [
            {
                pgettext_lazy("review", "Incident"): finding.review.incident.number,
                pgettext_lazy("review", "Finding"): finding.text,
                pgettext_lazy("review", "When"): finding.found_at,
            }
            for finding in findings.order_by("pk")
        ],
    )
    dossiers = Dossier.objects.filter(asked_by=person).select_related("incident")
    yield from _section(
        _("Dossiers I asked for"),
        [
            {
                pgettext_lazy("review", "Incident"): dossier.incident.number,
                pgettext_lazy("review", "When"): dossier.issued_at,
            }
            for dossier in dossiers.order_by("pk")
        ],
    )


def _section(title: object, rows: list[dict[str, object]]) -> Iterator[Section]:
    if rows:
        yield Section(str(title), rows)
