"""A statement as one person sees it: what it says, who is asked, and what they themself can do next."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.people.models import Employee
from guidelines.incidents.models import Incident
from guidelines.incidents.permissions import can_lead
from guidelines.incidents.reading import plan_for
from guidelines.statements.chain import Answerers, next_role, said_to
from guidelines.statements.choices import State, Verdict
from guidelines.statements.filling import placeholders
from guidelines.statements.models import Approval, Statement, Wording


@dataclass(frozen=True)
class Asked:
    """One role of the chain, by name, and what was said for it."""

    role: str
    said: Approval | None
    is_next: bool


@dataclass(frozen=True)
class Shown:
    statement: Statement
    wording: Wording
    to_fill: list[str]
    chain: list[Asked]
    refusal: Approval | None
    can_submit: bool
    can_answer: bool
    can_waive: bool
    next_role: str
    earlier: list[Wording] = field(default_factory=list)


class Showing:
    """The statements of one incident for one person; what is asked of the database is asked once."""

    def __init__(self, incident: Incident, person: Employee) -> None:
        self._names = {role.key: role.name for role in plan_for(incident).roles}
        self._answerers = Answerers(incident)
        self._person = person
        self._leads = can_lead(person, incident)
        self._is_open = incident.is_open

    def all(self, statements: Iterable[Statement]) -> list[Shown]:
        return [self.one(statement) for statement in statements]

    def one(self, statement: Statement) -> Shown:
        wordings = list(statement.wordings.all())
        wording = wordings[-1]
        said, turn = said_to(wording), next_role(statement.chain, wording)
        waits = self._is_open and statement.state == State.WAITING
        is_own = wording.written_by_id == self._person.pk and not wording.from_template
        has_spoken = any(one.person_id == self._person.pk for one in said.values())
        to_fill = placeholders(wording.text) if statement.state == State.DRAFT else []
        refusal = next((one for one in said.values() if one.verdict == Verdict.REFUSED), None)
        is_asked = self._person.pk in self._answerers.of(turn)
        return Shown(
            statement=statement,
            wording=wording,
            to_fill=to_fill,
            chain=[
                Asked(self._names.get(role, role), said.get(role), waits and role == turn)
                for role in statement.chain
            ],
            refusal=refusal,
            can_submit=self._is_open and statement.state == State.DRAFT and not to_fill and not refusal,
            can_answer=waits and is_asked and not is_own and not has_spoken,
            can_waive=waits and self._leads and not is_own and not (is_asked and not has_spoken),
            next_role=self._names.get(turn, turn),
            earlier=wordings[-2::-1] if len(wordings) > 1 else [],
        )
