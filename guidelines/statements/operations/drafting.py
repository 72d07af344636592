"""From a template, or from nothing, to a wording. A new wording loses the approvals of the old one."""

from collections.abc import Mapping

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.models import Incident
from guidelines.incidents.timeline import write
from guidelines.playbooks.choices import TemplateKind
from guidelines.statements.chain import is_expired, template_of
from guidelines.statements.choices import CHANGEABLE, UNDER_WAY, State
from guidelines.statements.filling import filled, is_filling_of
from guidelines.statements.models import Statement, Wording
from guidelines.statements.operations.locking import entered, newest, taken
from guidelines.statements.rules import (
    NothingToSay,
    NotInThisState,
    NotPublished,
    ReasonRequired,
    TemplateExpired,
    TemplateUnknown,
)
from portal.audit.chain import storable
from portal.audit.trail import operation, record

MAX_TEXT = 5000


@operation(refused="statement.refused")
def draft_from_template(
    *,
    incident: Incident,
    template: str,
    language: str,
    by: Employee,
    values: Mapping[str, str] | None = None,
) -> Statement:
    """Begin with a template of the pinned playbook, with the placeholders filled in that have a value.

    Raises `TemplateUnknown`, `TemplateExpired`, `IncidentOver`, `NotPermitted`.
    """
    incident = entered(incident, by)
    return begin_from_template(incident, template, language, values or {}, by)


def begin_from_template(
    incident: Incident, template: str, language: str, values: Mapping[str, str], by: Employee | None
) -> Statement:
    """As `draft_from_template`, for an incident that is locked; `by` is None for the portal itself."""
    found = template_of(incident, template, language)
    if found is None:
        raise TemplateUnknown
    if is_expired(found, timezone.localdate()):
        raise TemplateExpired
    return _begin(
        incident, TemplateKind(found.kind), language, filled(found.text, values), by, template=found.key
    )


@operation(refused="statement.refused")
def draft_own(*, incident: Incident, kind: TemplateKind, language: str, text: str, by: Employee) -> Statement:
    """Begin with words of one's own. Raises `NothingToSay`, `IncidentOver`, `NotPermitted`."""
    incident = entered(incident, by)
    return _begin(incident, kind, language, _clean(text), by)


@operation(refused="statement.refused")
def correct(*, statement: Statement, text: str, by: Employee) -> Statement:
    """Begin the correction of something published; what was published stays on record.

    Raises `NotPublished`, `NothingToSay`.
    """
    statement = taken(statement, by)
    if statement.state != State.PUBLISHED:
        raise NotPublished
    kind, language = TemplateKind(statement.kind), statement.language
    return _begin(statement.incident, kind, language, _clean(text), by, corrects=statement)


@operation(refused="statement.refused")
def rewrite(*, statement: Statement, seen: int, text: str, by: Employee) -> Wording:
    """Put other words in place of the wording with the number `seen`.

    Raises `ChangedMeanwhile`, `NotInThisState`, `NothingToSay`.
    """
    statement = taken(statement, by)
    if statement.state not in CHANGEABLE:
        raise NotInThisState
    words, former = _clean(text), newest(statement, seen)
    if words == former.text:
        return former
    return _reword(statement, former, words, _is_template(statement, words), by)


@operation(refused="statement.refused")
def fill_in(*, statement: Statement, seen: int, values: Mapping[str, str], by: Employee) -> Wording:
    """Fill placeholders of wording number `seen`. Raises `ChangedMeanwhile`, `NotInThisState`."""
    statement = taken(statement, by)
    if statement.state not in CHANGEABLE:
        raise NotInThisState
    former = newest(statement, seen)
    words = filled(former.text, values)
    if words == former.text:
        return former
    return _reword(statement, former, words, former.from_template and _is_template(statement, words), by)


@operation(refused="statement.refused")
def withdraw(*, statement: Statement, note: str, by: Employee) -> Statement:
    """It will not be said. Raises `NotInThisState`, `ReasonRequired`."""
    statement = taken(statement, by)
    if statement.state not in UNDER_WAY:
        raise NotInThisState
    if not note.strip():
        raise ReasonRequired
    statement.state = State.WITHDRAWN
    statement.save(update_fields=["state"])
    write(statement.incident, "statements.withdrawn", by=by, facts=_facts(statement), text=note)
    record("statement.withdrawn", by=by, obj=statement)
    return statement


def _begin(
    incident: Incident,
    kind: TemplateKind,
    language: str,
    text: str,
    by: Employee | None,
    *,
    template: str = "",
    corrects: Statement | None = None,
) -> Statement:
    now = timezone.now()
    statement = Statement.objects.create(
        incident=incident,
        kind=kind,
        template=template,
        language=language,
        begun_by=by,
        begun_at=now,
        corrects=corrects,
    )
    Wording.objects.create(
        statement=statement, number=1, text=text, from_template=bool(template), written_by=by, written_at=now
    )
    write(incident, "statements.drafted", by=by, facts=_facts(statement))
    record("statement.drafted", by=by, obj=statement, details={"kind": kind, "language": language})
    return statement


def _reword(statement: Statement, former: Wording, text: str, from_template: bool, by: Employee) -> Wording:
    wording = Wording.objects.create(
        statement=statement,
        number=former.number + 1,
        text=text,
        from_template=from_template,
        written_by=by,
        written_at=timezone.now(),
    )
    statement.state, statement.chain = State.DRAFT, []
    statement.save(update_fields=["state", "chain"])
    facts = {**_facts(statement), "wording": wording.number}
    write(statement.incident, "statements.reworded", by=by, facts=facts)
    record("statement.reworded", by=by, obj=statement, details={"wording": wording.number})
    return wording


def _is_template(statement: Statement, text: str) -> bool:
    if not statement.template:
        return False
    found = template_of(statement.incident, statement.template, statement.language)
    return found is not None and is_filling_of(text, found.text)


def _clean(text: str) -> str:
    words = storable(text).replace("\r\n", "\n").replace("\r", "\n").strip()[:MAX_TEXT]
    if not words:
        raise NothingToSay
    return words


def _facts(statement: Statement) -> dict[str, str]:
    return {
        "statement": str(statement.ref),
        "kind": statement.kind,
        "language": statement.language,
        "corrects": str(statement.corrects.ref) if statement.corrects else "",
    }
