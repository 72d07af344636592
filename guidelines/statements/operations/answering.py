"""A wording on its way through the chain: each role says yes or no; the lead may go on without one."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.permissions import can_lead
from guidelines.incidents.timeline import write
from guidelines.statements.chain import Answerers, needed, next_role, said_to
from guidelines.statements.choices import State, Verdict
from guidelines.statements.filling import placeholders
from guidelines.statements.models import Approval, Statement, Wording
from guidelines.statements.operations.locking import newest, taken
from guidelines.statements.rules import (
    ApprovedAlready,
    FourEyesRequired,
    NotInThisState,
    NotYourRole,
    OutOfTurn,
    PlaceholdersLeft,
    ReasonRequired,
    SentBackAsItIs,
)
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="statement.refused")
def submit(*, statement: Statement, seen: int, by: Employee) -> Statement:
    """Hand the wording with the number `seen` to the roles that the level in force names.

    Raises `PlaceholdersLeft`, `SentBackAsItIs`, `ChangedMeanwhile`, `NotInThisState`.
    """
    statement = taken(statement, by)
    if statement.state != State.DRAFT:
        raise NotInThisState
    return hand_in(statement, newest(statement, seen), by)


def hand_in(statement: Statement, wording: Wording, by: Employee | None) -> Statement:
    """As `submit`, for a statement that is locked; without a chain it is approved at once."""
    left = placeholders(wording.text)
    if left:
        raise PlaceholdersLeft(left)
    if any(said.verdict == Verdict.REFUSED for said in said_to(wording).values()):
        raise SentBackAsItIs
    statement.chain = needed(statement.incident, statement.kind, wording)
    statement.state = State.WAITING if statement.chain else State.APPROVED
    statement.save(update_fields=["chain", "state"])
    facts = {"statement": str(statement.ref), "chain": statement.chain, "wording": wording.number}
    write(statement.incident, "statements.submitted", by=by, facts=facts)
    record("statement.submitted", by=by, obj=statement, details={"wording": wording.number})
    return statement


@operation(refused="statement.refused")
def approve(*, statement: Statement, seen: int, by: Employee, note: str = "") -> Statement:
    """Say yes for the role whose turn it is.

    Raises `NotYourRole`, `OutOfTurn`, `FourEyesRequired`, `ApprovedAlready`, `ChangedMeanwhile`,
    `NotInThisState`.
    """
    statement, wording, role = _turn(statement, seen, by)
    if wording.written_by_id == by.pk and not wording.from_template:
        raise FourEyesRequired
    if any(said.person_id == by.pk for said in said_to(wording).values()):
        raise ApprovedAlready
    _say(statement, _answer(wording, role, Verdict.APPROVED, note, by))
    return statement


@operation(refused="statement.refused")
def send_back(*, statement: Statement, seen: int, note: str, by: Employee) -> Statement:
    """Say no, and what has to change. Raises as `approve`, and `ReasonRequired`."""
    statement, wording, role = _turn(statement, seen, by)
    if not note.strip():
        raise ReasonRequired
    _say(statement, _answer(wording, role, Verdict.REFUSED, note, by))
    return statement


@operation(refused="statement.refused")
def waive(*, statement: Statement, seen: int, note: str, by: Employee) -> Statement:
    """The lead goes on without the role whose turn it is, because nobody can be reached; never for words of
    their own. Raises `NotPermitted`, `ReasonRequired`, `FourEyesRequired`, `ChangedMeanwhile`,
    `NotInThisState`.
    """
    statement = taken(statement, by)
    wording = newest(statement, seen)
    if statement.state != State.WAITING:
        raise NotInThisState
    if not can_lead(by, statement.incident):
        raise NotPermitted
    if not note.strip():
        raise ReasonRequired
    if wording.written_by_id == by.pk and not wording.from_template:
        raise FourEyesRequired
    role = next_role(statement.chain, wording)
    _say(statement, _answer(wording, role, Verdict.WAIVED, note, by))
    return statement


def _turn(statement: Statement, seen: int, by: Employee) -> tuple[Statement, Wording, str]:
    """The statement, locked, its newest wording, and the role for which it is the turn of `by`."""
    statement = taken(statement, by)
    wording = newest(statement, seen)
    if statement.state != State.WAITING:
        raise NotInThisState
    role = next_role(statement.chain, wording)
    answerers = Answerers(statement.incident)
    if by.pk in answerers.of(role):
        return statement, wording, role
    if any(by.pk in answerers.of(later) for later in statement.chain):
        raise OutOfTurn
    raise NotYourRole


def _say(statement: Statement, said: Approval) -> None:
    said.save()
    if said.verdict == Verdict.REFUSED:
        statement.state = State.DRAFT
    elif not next_role(statement.chain, said.wording):
        statement.state = State.APPROVED
    statement.save(update_fields=["state"])
    facts = {"statement": str(statement.ref), "role": said.role, "wording": said.wording.number}
    write(statement.incident, f"statements.{said.verdict}", by=said.person, facts=facts, text=said.note)
    details = {"verdict": said.verdict, "role": said.role}
    record("statement.answered", by=said.person, obj=statement, details=details)


def _answer(wording: Wording, role: str, verdict: Verdict, note: str, by: Employee) -> Approval:
    return Approval(
        wording=wording, role=role, verdict=verdict, person=by, note=storable(note).strip(), at=timezone.now()
    )


def ask_more(statement: Statement) -> None:
    """Add the roles that the level in force asks for beside those asked so far; the incident is locked."""
    wording = newest(statement)
    more = [
        role for role in needed(statement.incident, statement.kind, wording) if role not in statement.chain
    ]
    if not more:
        return
    statement.chain = [*statement.chain, *more]
    statement.state = State.WAITING
    statement.save(update_fields=["chain", "state"])
    facts = {"statement": str(statement.ref), "chain": more, "wording": wording.number}
    write(statement.incident, "statements.more_asked", by=None, facts=facts)
