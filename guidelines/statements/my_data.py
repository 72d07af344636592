"""What this room stores about people: who wrote, approved and published what."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from guidelines.statements.models import Approval, Statement, Wording

STORED = (
    Stored(
        pgettext_lazy("stored", "Statements in incidents"),
        _("who wrote, approved, published or withdrew which text, and when"),
        _("showing afterwards what was said in public and who answered for it"),
        _("as long as the incident it belongs to"),
    ),
)


def about_person(person: Employee) -> Iterator[Section]:
    """Texts of `person`, their answers to others' texts, and what they published."""
    wordings = Wording.objects.filter(written_by=person).select_related("statement__incident")
    rows: list[dict[str, object]] = [
        {
            pgettext_lazy("statement", "Incident"): wording.statement.incident.number,
            pgettext_lazy("statement", "Text"): wording.text,
            pgettext_lazy("statement", "Written"): wording.written_at,
        }
        for wording in wordings.order_by("pk")
    ]
    if rows:
        yield Section(_("Statements I wrote"), rows)
    answers = Approval.objects.filter(person=person).select_related("wording__statement__incident")
    rows = [
        {
            pgettext_lazy("statement", "Incident"): said.wording.statement.incident.number,
            pgettext_lazy("statement", "Answer"): said.get_verdict_display(),
            pgettext_lazy("statement", "Note"): said.note,
            pgettext_lazy("statement", "When"): said.at,
        }
        for said in answers.order_by("pk")
    ]
    if rows:
        yield Section(_("Statements I answered"), rows)
    rows = [
        {
            pgettext_lazy("statement", "Incident"): statement.incident.number,
            pgettext_lazy("statement", "Where it stands"): statement.link,
            pgettext_lazy("statement", "When"): statement.published_at,
        }
        for statement in Statement.objects.filter(published_by=person)
        .select_related("incident")
        .order_by("pk")
    ]
    if rows:
        yield Section(_("Statements I published"), rows)
