"""The phone tree: whom to call by hand, in which order. Screen and paper show these rows and no others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.people.choices import Role, Status
from accounts.people.models import Employee
from accounts.people.registrations import holders as holders_of_role
from guidelines.editions.models import EditionText, Work
from guidelines.editions.reading import text_for
from guidelines.playbooks.models import PhoneNumber
from guidelines.playbooks.permissions import may_call
from guidelines.playbooks.reading import numbers_of, playbooks
from guidelines.playbooks.standing import Slot, Staffed, away_today, holders, slots, staffed
from guidelines.playbooks.structure import Plan, PlaybookRole, plan_of


@dataclass(frozen=True)
class Line:
    """Somebody to call. `is_away`: absent or on leave."""

    person: Employee
    numbers: Sequence[PhoneNumber]
    is_deputy: bool = False
    is_away: bool = False


@dataclass(frozen=True)
class Branch:
    """The people for one role, in the order of calling; `from_level` is the first level that asks for it."""

    role: PlaybookRole
    from_level: int | None
    lines: Sequence[Line]


@dataclass(frozen=True)
class Tree:
    """One playbook: its roles, the leading one first, and its contacts outside."""

    text: EditionText
    branches: Sequence[Branch]
    outside: Sequence[Slot]


def trees(person: Employee, language: str) -> list[Tree]:
    """A tree for each playbook in force whose people `person` may call, with words in `language`."""
    found = [work for work in playbooks() if work.current and may_call(person, work)]
    return [tree_of(work, text_for(work.current, language)) for work in found]


def tree_of(work: Work, text: EditionText) -> Tree:
    plan = plan_of(text.data)
    rows = holders(work)
    everybody = staffed(plan, rows, numbers_of([row.person for row in rows]))
    branches = [Branch(one.role, _first_level(plan, one.role), _lines(one)) for one in everybody]
    return Tree(text, sorted(branches, key=_when_called), slots(plan, work))


def crisis_leads() -> list[Line]:
    """Who is called when nobody of a tree answers."""
    people = list(holders_of_role(Role.CRISIS_LEAD).order_by("name", "pk"))
    numbers, away = numbers_of(people), away_today(people)
    return _away_last(
        Line(one, numbers.get(one.pk, ()), is_away=one.status == Status.ON_LEAVE or one.pk in away)
        for one in people
    )


def _lines(one: Staffed) -> list[Line]:
    return _away_last(
        Line(standby.person, standby.numbers, standby.is_deputy, standby.is_away)
        for standby in one.who_can_act
    )


def _away_last(lines: Iterable[Line]) -> list[Line]:
    """As an alarm calls them (ADR 0027)."""
    return sorted(lines, key=lambda line: line.is_away)


def _first_level(plan: Plan, role: PlaybookRole) -> int | None:
    return min((level.number for level in plan.levels if role.key in level.roles), default=None)


def _when_called(branch: Branch) -> tuple[bool, bool, int]:
    return (not branch.role.leads, branch.from_level is None, branch.from_level or 0)
