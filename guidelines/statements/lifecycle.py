"""What happens to statements when an incident begins, changes its level, or is about to end."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext, override

from accounts.people.models import Employee, Organisation
from guidelines.incidents.models import Incident, LevelChange
from guidelines.incidents.reading import plan_for
from guidelines.playbooks.choices import TemplateKind
from guidelines.playbooks.structure import Plan, ResponseTemplate
from guidelines.statements.chain import is_expired
from guidelines.statements.choices import State
from guidelines.statements.filling import placeholders
from guidelines.statements.models import Statement
from guidelines.statements.operations.answering import ask_more, hand_in
from guidelines.statements.operations.drafting import begin_from_template


def begin_holding_line(incident: Incident, by: Employee | None) -> None:
    """Put the holding line on the table: drafted, and handed in if nothing is left to fill in (I1)."""
    if incident.edition is None:
        return
    language = incident.edition.authoritative_language
    template = holding_line(plan_for(incident, language))
    if template is None:
        return
    values = known_values(incident, language)
    statement = begin_from_template(incident, template.key, language, values, None)
    wording = statement.wordings.get()
    if not placeholders(wording.text):
        hand_in(statement, wording, None)


def holding_line(plan: Plan) -> ResponseTemplate | None:
    """The first holding line of the playbook that has not run out."""
    today = timezone.localdate()
    lines = (one for one in plan.templates if one.kind == TemplateKind.HOLDING)
    return next((one for one in lines if not is_expired(one, today)), None)


def known_values(incident: Incident, language: str) -> dict[str, str]:
    """What the portal can fill in by itself: {company}, {time} (now) and {next_update}."""
    now = timezone.localtime()
    organisation = Organisation.objects.first()
    values = {"company": organisation.name if organisation else ""}
    level = plan_for(incident).level(incident.level)
    with override(language):
        values["time"] = date_format(now, "TIME_FORMAT")
        if level and level.update_minutes:
            values["next_update"] = date_format(now + timedelta(minutes=level.update_minutes), "TIME_FORMAT")
    return values


def follow_level(change: LevelChange) -> None:
    """A higher level asks for more: what waits or was approved needs the new roles, too."""
    under_way = Statement.objects.held().filter(
        incident=change.incident, state__in=(State.WAITING, State.APPROVED)
    )
    for statement in under_way:
        statement.incident = change.incident
        ask_more(statement)


def last_published(incident: Incident) -> datetime | None:
    """When the public last heard from us: notices to operators and words to our own people are not that."""
    public = Statement.objects.filter(incident=incident).public().order_by("-published_at")
    return public.values_list("published_at", flat=True).first()


def unfinished(incident: Incident) -> Iterator[str]:
    """What should not be left lying when the incident is closed."""
    waiting = incident.statements.under_way().count()
    if waiting:
        yield ngettext(
            "One statement is neither published nor withdrawn.",
            "%(n)s statements are neither published nor withdrawn.",
            waiting,
        ) % {"n": waiting}
